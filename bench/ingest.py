"""How fast the command takes in the ACL Anthology, and how much memory it needs: `bench/ingest.py ACL_ARCHIVE`.

Prints one JSON object: papers a second of the whole command (parse, clean, merge, store, index), of reading alone in
the limited child process, and the largest resident sizes of the command and of its children, the larger of both, in MB.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from papersearch.record import Record
from papersearch_ingest.child_process import LimitedParser


def main(archive: Path) -> None:
    """Runs both measurements and prints them."""
    began = time.monotonic()
    with closing(LimitedParser()) as parse:
        records = sum(isinstance(item, Record) for item in parse(archive, archive.name, {}).items)
    reading_s = time.monotonic() - began
    with tempfile.TemporaryDirectory() as home:
        began = time.monotonic()
        command = ["papersearch", "ingest", "--json", str(archive)]
        done = subprocess.run(
            command, env=os.environ | {"PAPERSEARCH_HOME": home}, check=True, capture_output=True, text=True
        )
        whole_s = time.monotonic() - began
    report = json.loads(done.stdout)
    peak_kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    figures = {
        "records": report["records"],
        "command_s": round(whole_s, 1),
        "command_papers_per_s": round(report["records"] / whole_s),
        "reading_s": round(reading_s, 1),
        "reading_papers_per_s": round(records / reading_s),
        "peak_mb_of_the_largest_process": peak_kb >> 10,
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
