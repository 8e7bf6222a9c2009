"""Whether reading needs the same memory for any size of source: `bench/flat_memory.py [MEGABYTES]`, 1,024 unless told.

Makes a source of an eighth of the size and one of the whole size, as JSON Lines, as XML and as compressed JSON Lines,
reads each in the limited child process, and prints for each the records, the megabytes read a second, and the peak of
the child's resident memory in MB. The sources are made anew in a temporary folder and are gone afterwards.
"""

import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from papersearch.record import Reject
from papersearch_ingest.children.parser_process import LimitedParser, Limits
from papersearch_ingest.papers.derived import DerivedRecord

NOTE_LETTERS = 20_000
"""What a record is padded with: a field that is kept and not looked into, so that the stream is long soon."""


def _texts(megabytes: int) -> Iterator[tuple[str, str]]:
    """Titles and notes of records, about so many megabytes in all; no two alike, and hard to compress."""
    rng = random.Random(2_019)
    for number in range(megabytes * (1 << 20) // (NOTE_LETTERS + 200)):
        words = " ".join(f"word{rng.randrange(5_000)}" for _ in range(8))
        yield f"Paper {number} on {words}", rng.randbytes(NOTE_LETTERS // 2).hex()


def _json_lines(megabytes: int, out: IO[bytes]) -> None:
    for title, note in _texts(megabytes):
        out.write(json.dumps({"title": title, "authors": ["Ada Lovelace"], "year": 2019, "note": note}).encode())
        out.write(b"\n")


def _xml(megabytes: int, out: IO[bytes]) -> None:
    out.write(b"<dblp>\n")
    for number, (title, note) in enumerate(_texts(megabytes)):
        out.write(f'<article key="journals/x/{number}"><author>Ada Lovelace</author><title>{title}</title>'
                  f"<year>2019</year><note>{note}</note></article>\n".encode())  # fmt: skip
    out.write(b"</dblp>\n")


def _compressed(megabytes: int, out: IO[bytes]) -> None:
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1, mtime=0) as packed:
        _json_lines(megabytes, packed)  # type: ignore[arg-type]


FORMS: dict[str, Callable[[int, IO[bytes]], None]] = {
    "papers.jsonl": _json_lines,
    "papers.xml": _xml,
    "papers.jsonl.gz": _compressed,
}


def reading_of(form: str, megabytes: int, folder: Path) -> dict[str, Any]:
    """`{"records", "rejects", "seconds", "peak_mb"}` of reading such a source in a child of its own."""
    path = folder / form
    with path.open("wb") as out:
        FORMS[form](megabytes, out)
    began = time.monotonic()
    records = rejects = 0
    with closing(LimitedParser(Limits(reuse_bytes=1 << 40))) as parse:
        for item in parse(path, form, {}).items:
            records += isinstance(item, DerivedRecord)
            rejects += isinstance(item, Reject)
        peak_bytes = parse.peak_bytes()
    path.unlink()
    seconds = time.monotonic() - began
    return {"records": records, "rejects": rejects, "seconds": round(seconds, 2), "peak_mb": round(peak_bytes / 1e6, 1)}


def main(megabytes: int) -> None:
    """Reads every form at both sizes and prints what it took."""
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMS:
            for size in (megabytes // 8, megabytes):
                found = reading_of(form, size, Path(folder))
                rate = round(size / max(found["seconds"], 0.01), 1)
                print(json.dumps({"source": form, "megabytes": size, **found, "mb_per_s": rate}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_024)
