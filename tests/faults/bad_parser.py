"""The parser's child process, with a parser that does what the source's name says: `crash`, `hang` or `devour`.

Each source that it begins is a line of the file `begun` in the home.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from papersearch_ingest.children import parser_child
from papersearch_ingest.sources.expansion import parse_source
from papersearch_ingest.sources.parsed_source import ParsedSource

PIECE = 1 << 24


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def hang() -> None:
    while True:
        time.sleep(60)


def devour() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(PIECE))


BAD: dict[str, Callable[[], None]] = {"crash": crash, "hang": hang, "devour": devour}


def begun(home: Path) -> list[str]:
    """The names of the sources that parsers have begun so far, in that order, those begun again included."""
    return (home / "begun").read_text("utf-8").splitlines()


def parse(path: Path, name: str, *rest: Any, **pictures: bool) -> ParsedSource:
    with (path.parents[2] / "begun").open("a") as log:  # the home, above raw/ab
        log.write(f"{Path(name).name}\n")
    for word, misbehave in BAD.items():
        if word in name:
            misbehave()
    return parse_source(path, name, *rest, **pictures)


if __name__ == "__main__":
    parser_child.parse_source = parse  # type: ignore[attr-defined]
    parser_child.main(int(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
