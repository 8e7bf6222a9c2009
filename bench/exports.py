"""The whole ACL Anthology exported in every format: `bench/exports.py [HOME]`.

Without a home one is filled first. Prints for each format the microseconds of processor time a paper, how many times
that of JSON Lines it is, what of it the writer alone takes, and the peak of resident memory in MB. Each export is a
process of its own, the command `papersearch export`; a writer alone gets papers that are in memory. JSON Lines come
first and last: on a machine that changes its pace the two differ.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time

import msgspec

from papersearch.paper import JsonObject
from papersearch_api.formats import FORMATS as WRITERS
from papersearch_api.formats import Heading

ACL = Path(os.environ.get("PAPERSEARCH_TEST_DATA", "../shared")) / "data/acl-xml.tar.xz"
FORMATS = ("ndjson", "bibtex", "biblatex", "ris", "csl-json", "csv", "atom", "json", "ndjson")
COMMAND = (sys.executable, "-m", "papersearch")
BATCH = 500


def exported(home: str, form: str, query: str = "") -> dict[str, float]:
    """`{"seconds", "peak_mb"}` of one export, as the system counts them for its process."""
    command = [*COMMAND, "--home", home, "export", query, "--format", form]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return {"seconds": usage.ru_utime + usage.ru_stime, "peak_mb": round(usage.ru_maxrss / 1024, 1)}


def writing_seconds(lines: Sequence[bytes], form: str) -> float:
    """Processor time of a format's writer alone, for papers given as lines of JSON; reading them does not count."""
    reading = 0.0

    def papers() -> Iterator[JsonObject]:
        nonlocal reading
        for start in range(0, len(lines), BATCH):
            begun = process_time()
            batch = [msgspec.json.decode(line) for line in lines[start : start + BATCH]]
            reading += process_time() - begun
            yield from batch

    begun = process_time()
    for _ in WRITERS[form].write(papers(), Heading()):
        pass
    return process_time() - begun - reading


def main(home: str) -> None:
    """Exports in every format, then runs the writers alone, and prints what it took.

    The papers for the writers are read last: what this process holds would count for the exports that it starts.
    """
    counted = subprocess.run([*COMMAND, "--home", home, "status", "--json"], check=True, capture_output=True, text=True)
    papers = json.loads(counted.stdout)["papers"]
    exported(home, FORMATS[0])  # reads the files into the system's memory
    found = [exported(home, form) for form in FORMATS]
    whole = subprocess.run([*COMMAND, "--home", home, "export", "--format", "ndjson"], check=True, capture_output=True)
    lines = whole.stdout.splitlines()
    of_lines = found[0]["seconds"]
    for form, each in zip(FORMATS, found, strict=True):
        of_lines = each["seconds"] if form == "ndjson" else of_lines
        print(json.dumps({
            "format": form, "us_per_paper": round(each["seconds"] / papers * 1e6, 1),
            "times_json_lines": round(each["seconds"] / of_lines, 2), "peak_mb": each["peak_mb"],
            "writer_us": round(writing_seconds(lines, form) / papers * 1e6, 1),
        }), flush=True)  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([*COMMAND, "--home", folder, "ingest", str(ACL)], check=True, stdout=subprocess.DEVNULL)
            main(folder)
