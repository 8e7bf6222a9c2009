"""Prints tables of relevance: `python -m tests.relevance FOLDER [--elasticsearch URL] [--engine NAME] [--part NAME]`.

FOLDER holds `seeds/` and `data/`: there `ir/<collection>/` in the form of BEIR, any number of them, and
`acl-xml.tar.xz`. Both engines are measured where Elasticsearch's address is known, unless `--engine` names one.
`--part` measures only one thing: the judged collections, known items, similar papers, or the keywords that pages show.
Behind each figure is its difference to the one that was landed last on the same engine (landed.tsv); `--land` replaces
these.
"""

import argparse
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from papersearch.settings import Settings
from papersearch.store import open_store
from tests.contract.conftest import elastic_house, embedded_house
from tests.relevance.conftest import service_on
from tests.relevance.keyword_verdicts import keyword_lines
from tests.relevance.landed import Figures
from tests.relevance.tables import Engines, judged_lines, known_lines, similar_lines

EMBEDDED, ELASTIC = "embedded", "elasticsearch"
PARTS = ("judged", "known", "similar", "keywords")


def main() -> None:
    """Reads the arguments and prints the tables."""
    given = _arguments()
    figures = Figures()
    archive = given.folder / "data" / "acl-xml.tar.xz"
    parts: dict[str, Callable[[Engines], Iterator[str]]] = {
        "judged": lambda engines: judged_lines(given.folder / "data", engines, given.elasticsearch, figures),
        "known": lambda engines: known_lines(archive, engines, given.papers, given.items, figures),
        "similar": lambda engines: similar_lines(given.folder / "seeds", archive, engines, figures),
        "keywords": lambda _: keyword_lines(),
    }
    with TemporaryDirectory() as scratch, ExitStack() as stack:
        store = open_store(Settings(home=Path(scratch) / "store"))
        stack.callback(store.close)
        houses = {}
        if EMBEDDED in given.engine:
            houses["embedded"] = stack.enter_context(embedded_house(Path(scratch) / "index"))
        if ELASTIC in given.engine:
            houses["Elasticsearch"] = stack.enter_context(elastic_house(given.elasticsearch))
        engines = {name: (house, service_on(house, store)) for name, house in houses.items()}
        for name in given.part:
            _print(parts[name](engines))
    if given.land:
        figures.save()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--elasticsearch", metavar="URL", default=os.environ.get("ELASTICSEARCH_URL"))
    parser.add_argument("--engine", choices=(EMBEDDED, ELASTIC), action="append", help="may be given twice")
    parser.add_argument("--part", choices=PARTS, action="append", help="may be given several times")
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--items", type=int, default=500)
    parser.add_argument("--land", action="store_true", help="write this run's figures to landed.tsv")
    given = parser.parse_args()
    given.part = given.part or PARTS
    given.engine = given.engine or ([EMBEDDED, ELASTIC] if given.elasticsearch else [EMBEDDED])
    if ELASTIC in given.engine and not given.elasticsearch:
        parser.error("--engine elasticsearch needs --elasticsearch URL or ELASTICSEARCH_URL")
    return given


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)
    print()


if __name__ == "__main__":
    main()
