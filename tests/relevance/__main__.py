"""Prints tables of relevance: `python -m tests.relevance FOLDER [--elasticsearch URL] [--papers N]`.

FOLDER holds `seeds/` and `data/`: there `ir/<collection>/` in the form of BEIR, any number of them, and
`acl-xml.tar.xz`. Behind each figure is its difference to the one that was landed last (landed.tsv); `--land` replaces
these.
"""

import argparse
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from papersearch.settings import Settings
from papersearch.store import open_store
from tests.contract.conftest import elastic_house, embedded_house
from tests.relevance.conftest import service_on
from tests.relevance.landed import Figures
from tests.relevance.tables import judged_lines, known_lines, similar_lines


def main() -> None:
    """Reads the arguments and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--elasticsearch", metavar="URL")
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--items", type=int, default=500)
    parser.add_argument("--land", action="store_true", help="write this run's figures to landed.tsv")
    given = parser.parse_args()
    figures = Figures()
    with TemporaryDirectory() as scratch, ExitStack() as stack:
        store = open_store(Settings(home=Path(scratch) / "store"))
        stack.callback(store.close)
        houses = {"embedded": stack.enter_context(embedded_house(Path(scratch) / "index"))}
        if given.elasticsearch:
            houses["Elasticsearch"] = stack.enter_context(elastic_house(given.elasticsearch))
        services = {name: (house, service_on(house, store)) for name, house in houses.items()}
        data = given.folder / "data"
        archive = data / "acl-xml.tar.xz"
        _print(judged_lines(data, services, given.elasticsearch, figures))
        _print(known_lines(archive, services, given.papers, given.items, figures))
        _print(similar_lines(given.folder / "seeds", archive, services, figures))
    if given.land:
        figures.save()


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)
    print()


if __name__ == "__main__":
    main()
