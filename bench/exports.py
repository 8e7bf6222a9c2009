"""The whole ACL Anthology exported in every format: `bench/exports.py [HOME]`.

Without a home one is filled first. Prints for each format the microseconds of processor time a paper, how many times
that of JSON Lines it is, and the peak of resident memory in MB. Each export is a process of its own, the command
`papersearch export`. JSON Lines come first and last: on a machine that changes its pace the two differ.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ACL = Path(os.environ.get("PAPERSEARCH_TEST_DATA", "../shared")) / "data/acl-xml.tar.xz"
FORMATS = ("ndjson", "bibtex", "biblatex", "ris", "csl-json", "csv", "atom", "json", "ndjson")
COMMAND = (sys.executable, "-m", "papersearch")


def exported(home: str, form: str, query: str = "") -> dict[str, float]:
    """`{"seconds", "peak_mb"}` of one export, as the system counts them for its process."""
    command = [*COMMAND, "--home", home, "export", query, "--format", form]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {"seconds": usage.ru_utime + usage.ru_stime, "peak_mb": round(usage.ru_maxrss / 1024, 1)}


def main(home: str) -> None:
    """Exports in every format and prints what it took."""
    counted = subprocess.run([*COMMAND, "--home", home, "status", "--json"], check=True, capture_output=True, text=True)
    papers = json.loads(counted.stdout)["papers"]
    lines = exported(home, FORMATS[0])["seconds"]  # reads the files into the system's memory, too
    for form in FORMATS:
        found: dict[str, Any] = exported(home, form)
        lines = found["seconds"] if form == "ndjson" else lines
        us_per_paper = round(found["seconds"] / papers * 1e6, 1)
        ratio = round(found["seconds"] / lines, 2)
        print(json.dumps({"format": form, "us_per_paper": us_per_paper, "times_json_lines": ratio,
                          "peak_mb": found["peak_mb"]}), flush=True)  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([*COMMAND, "--home", folder, "ingest", str(ACL)], check=True, stdout=subprocess.DEVNULL)
            main(folder)
