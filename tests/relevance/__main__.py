"""Prints tables of relevance: `python -m tests.relevance FOLDER [--elasticsearch URL] [--papers N]`.

FOLDER holds `ir/<collection>/` in the form of BEIR, any number of them, and `acl-xml.tar.xz` for the known items.
"""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from papersearch.search.service import SearchService
from papersearch.semantic.embedding import embed_papers
from papersearch.semantic.encoder import MiniLmEncoder
from papersearch.semantic.extra import is_installed
from papersearch.settings import Settings
from papersearch.store import open_store
from tests.contract.acl import read_acl
from tests.contract.conftest import House, elastic_house, embedded_house, vectors_beside
from tests.relevance.conftest import service_on
from tests.relevance.judged import read_judged
from tests.relevance.known_items import known_items
from tests.relevance.measuring import MEASURES, chance_of_difference, interval, per_query, ranker, success
from tests.relevance.plain_elasticsearch import plain_rankers


def judged_lines(folder: Path, services: dict[str, tuple[House, SearchService]], url: str | None) -> Iterator[str]:
    """A line for each collection and way of ranking: the measures with their intervals, and the test against plain."""
    yield "| collection | ranking | " + " | ".join(map(str, MEASURES)) + " | p, against the best plain setting |"
    yield "|---|---|" + "---|" * (len(MEASURES) + 1)
    for path in sorted((folder / "ir").iterdir()):
        judged = read_judged(path)
        found = {}
        for name, (house, service) in services.items():
            house.load(judged.papers)
            found[f"papersearch, {name}"] = per_query(judged, ranker(service, "best"))
            if is_installed():
                embed_papers(house.engine, vectors_beside(house), MiniLmEncoder(2))
                found[f"papersearch, {name}, hybrid"] = per_query(judged, ranker(service, "best", mode="hybrid"))
        if url:
            with plain_rankers(url, judged) as plain:
                plain_found = {f"plain: {name}": per_query(judged, rank) for name, rank in plain.items()}
            best = max(plain_found, key=lambda name: mean(plain_found[name][MEASURES[0]].values()))
            found |= plain_found
        for name, values in found.items():
            cells = [_with_interval(list(values[measure].values())) for measure in MEASURES]
            p = ""
            if url and not name.startswith("plain"):
                p = f"{chance_of_difference(values[MEASURES[0]], found[best][MEASURES[0]]):.3f}"
            yield f"| {judged.name} | {name} | " + " | ".join([*cells, p]) + " |"


def known_lines(
    archive: Path, services: dict[str, tuple[House, SearchService]], papers: int, items: int
) -> Iterator[str]:
    """A line for each kind of known item and way of matching: how often the paper comes first, and among ten."""
    corpus = read_acl(archive, papers)
    kinds = known_items(corpus, items)
    yield f"| known items, {items} of {len(corpus):,} papers | engine | match | first | among ten |"
    yield "|---|---|---|---|---|"
    for name, (house, service) in services.items():
        house.load(corpus)
        for kind, wanted in kinds.items():
            for match in ("all", "best", "auto"):
                rank = ranker(service, match, depth=10)
                asked = [item for item in wanted if len(item.query) <= 1_000]
                yield f"| {kind} | {name} | {match} | {success(asked, rank):.3f} | {success(asked, rank, 10):.3f} |"


def _with_interval(values: Sequence[float]) -> str:
    low, high = interval(values)
    return f"{mean(values):.3f} ({low:.3f} to {high:.3f})"


def main() -> None:
    """Reads the arguments and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--elasticsearch", metavar="URL")
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--items", type=int, default=500)
    given = parser.parse_args()
    with TemporaryDirectory() as scratch, ExitStack() as stack:
        store = open_store(Settings(home=Path(scratch) / "store"))
        stack.callback(store.close)
        houses = {"embedded": stack.enter_context(embedded_house(Path(scratch) / "index"))}
        if given.elasticsearch:
            houses["Elasticsearch"] = stack.enter_context(elastic_house(given.elasticsearch))
        services = {name: (house, service_on(house, store)) for name, house in houses.items()}
        for line in judged_lines(given.folder, services, given.elasticsearch):
            print(line, flush=True)
        print()
        for line in known_lines(given.folder / "acl-xml.tar.xz", services, given.papers, given.items):
            print(line, flush=True)


if __name__ == "__main__":
    main()
