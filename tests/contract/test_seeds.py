"""The five real pages, ingested into each engine: phrases, pairs of words and facets are what a scan counts."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from papersearch.fields import FACETS, MISSING
from papersearch.query.nodes import ANY, And, Everything, Node, Phrase, Prefix, Tag, Word
from papersearch.query.request import FacetSpec, Op, SearchRequest, Selection
from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.draining import drain
from papersearch_ingest.work.presence import Presence, new_identity
from tests.contract.conftest import House, HouseBuilder
from tests.contract.oracle import Oracle

pytestmark = pytest.mark.data

DRAWN = 50
ALL_VALUES = 10_000


@pytest.fixture(scope="module")
def loaded(
    build_house: HouseBuilder, seeds: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, Oracle]]:
    """Each engine with the pages in it, and the same papers as the store holds them."""
    with build_house() as house:
        store = open_store(Settings(home=tmp_path_factory.mktemp("seeds"), index_prefix=house.prefix))
        try:
            run = submit(store, [str(seeds)])
            assert drain(store, house.engine, Presence(store, new_identity()), run=run)
            oracle = Oracle(state.paper for batch in store.papers.walk() for state in batch if state.paper)
        finally:
            store.close()
        yield house, oracle


def drawn_words(oracle: Oracle, rng: Random, length: int) -> list[str]:
    """Words that stand together somewhere in the pages."""
    while True:
        values = rng.choice(oracle.papers).values
        texts = [value for name in ("title", "tldr", "abstract") for value in values[name] if len(value) >= length]
        if texts:
            found = rng.choice(texts)
            start = rng.randrange(len(found) - length + 1)
            return found[start : start + length]


def test_every_paper_is_found(loaded: tuple[House, Oracle]) -> None:
    house, oracle = loaded
    assert len(oracle.papers) == 357
    assert {hit.id for hit in house.engine.scan(Everything())} == oracle.ids(Everything())


def test_50_phrases_count_as_a_scan_counts(loaded: tuple[House, Oracle]) -> None:
    house, oracle = loaded
    rng = Random("phrases of the pages")
    queries = [Phrase(" ".join(drawn_words(oracle, rng, rng.randint(2, 4)))) for _ in range(DRAWN)]
    expected = [len(oracle.found(query)) for query in queries]
    assert min(expected) >= 1
    assert house.engine.count(queries) == expected


def test_50_pairs_of_words_count_as_a_scan_counts(loaded: tuple[House, Oracle]) -> None:
    house, oracle = loaded
    rng = Random("pairs of the pages")
    queries: list[Node] = [
        And((Word(drawn_words(oracle, rng, 1)[0]), Word(drawn_words(oracle, rng, 1)[0]))) for _ in range(DRAWN)
    ]
    assert house.engine.count(queries) == [len(oracle.found(query)) for query in queries]


@pytest.mark.parametrize("text", ["data augmentation", "neural network", "self-supervised", "GAN", "state of the art"])
def test_a_phrase_finds_the_papers_that_a_scan_finds(loaded: tuple[House, Oracle], text: str) -> None:
    house, oracle = loaded
    result = house.engine.search(SearchRequest(Phrase(text), limit=400))
    assert {hit.id for hit in result.hits} == oracle.ids(Phrase(text))
    assert result.total == len(result.hits) > 0


@pytest.mark.parametrize("field", [field.name for field in FACETS])
@pytest.mark.parametrize("query", [Everything(), Word("learning"), Phrase("data augmentation")], ids=str)
def test_every_facet_count_is_what_selecting_it_gives(loaded: tuple[House, Oracle], field: str, query: Node) -> None:
    house, oracle = loaded
    spec = FacetSpec(field, ALL_VALUES)
    facet = house.engine.facet(spec, query)
    assert facet == oracle.facet(spec, query)
    chosen = facet.buckets if len(facet.buckets) <= DRAWN else Random(field).sample(facet.buckets, DRAWN)
    for bucket in chosen:
        assert house.engine.count([query], (Selection(field, (bucket.value,)),)) == [bucket.count], bucket
    assert house.engine.count([query], (Selection(field, (MISSING,)),)) == [facet.missing_count]


def test_facets_under_two_selections(loaded: tuple[House, Oracle]) -> None:
    house, oracle = loaded
    specs = tuple(FacetSpec(field.name, 20) for field in FACETS)
    for op in Op:
        keywords = tuple(bucket.value for bucket in oracle.facet(FacetSpec("keyword", 2), Everything()).buckets)
        selections = (Selection("venue", ("iclr",)), Selection("keyword", keywords, op=op))
        result = house.engine.search(SearchRequest(Everything(), selections, limit=0, facets=specs))
        assert dict(result.facets) == {spec.field: oracle.facet(spec, Everything(), selections) for spec in specs}


def test_an_extracted_keyword_is_found_as_a_tag_and_not_as_text(loaded: tuple[House, Oracle]) -> None:
    """No page of the seeds has keywords by authors: the texts say "data augmentation" 21 times."""
    house, oracle = loaded
    queries: list[Node] = [
        Tag("keyword", "data augmentation"),
        Prefix("augmentation", "keyword"),
        Phrase("data augmentation", "keyword"),
        Phrase("data augmentation", ANY),
    ]
    counts = house.engine.count(queries)
    assert counts == [len(oracle.found(query)) for query in queries]
    assert 0 < counts[0] < counts[1]
    assert counts[2:] == [0, 21]
