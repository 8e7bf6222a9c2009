"""1,000 random queries over real papers: engine against engine against a scan.

The papers are those of the ACL Anthology: 8,000 of them, or as many as `--acl-papers` says (0: all 71,244).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import msgspec
import pytest
from snowballstemmer.english_stemmer import EnglishStemmer

from papersearch.fields import FACETS, MISSING
from papersearch.paper import Paper
from papersearch.query.nodes import ANY, And, AuthorName, Identifier, Node, Not, Or, Phrase, Prefix, Range, Tag, Word
from papersearch.query.request import FacetSpec, Order, SearchRequest, Selection, Sort
from papersearch.text import stem, stem_overrides, words
from tests.contract.conftest import House, HouseBuilder
from tests.contract.oracle import Oracle, Scanned

pytestmark = [pytest.mark.slow, pytest.mark.data, pytest.mark.timeout(1800)]

QUERIES_OF_A_KIND = 125


@dataclass(frozen=True, slots=True)
class Pool:
    """What random queries are drawn from."""

    oracle: Oracle
    ordered: list[Scanned]

    def value(self, rng: Random, *fields: str) -> list[str]:
        """The words of one value of a random paper."""
        for _ in range(1_000):
            paper, field = rng.choice(self.ordered), rng.choice(fields)
            if values := [value for value in paper.values[field] if value]:
                return rng.choice(values)
        raise AssertionError(f"no paper has {fields}")

    def run(self, rng: Random, length: int, *fields: str) -> str:
        """Some words of one value that stand together."""
        found = self.value(rng, *fields)
        start = rng.randrange(max(1, len(found) - length + 1))
        return " ".join(found[start : start + length])

    def tag(self, rng: Random, field: str) -> str:
        values = rng.choice(self.ordered).tags[field]
        return rng.choice(values) if values else MISSING


def _phrase(rng: Random, pool: Pool) -> Node:
    field = rng.choice(("title", "abstract", "author"))
    return Phrase(pool.run(rng, rng.randint(1, 4), field), rng.choice((ANY, field)))


def _near(rng: Random, pool: Pool) -> Node:
    found = pool.value(rng, "title", "abstract")
    start = rng.randrange(len(found))
    near = found[start : start + 6]
    return Phrase(" ".join(rng.sample(near, min(2, len(near)))), ANY, rng.randint(1, 5))


def _prefix(rng: Random, pool: Pool) -> Node:
    for _ in range(100):
        word = pool.run(rng, 1, "title", "abstract", "author")
        if len(word) > 3:
            return Prefix(word[: rng.randint(3, len(word))], rng.choice((ANY, "title", "author")))
    raise AssertionError("only short words")


def _author(rng: Random, pool: Pool) -> Node:
    given, *_, surname = (*pool.run(rng, 9, "author").split(), "x")[:-1] * 2
    return AuthorName(rng.choice((surname, f"{surname}_{given[0]}", f"{given} {surname}", f"{surname}, {given}")))


def _tag(rng: Random, pool: Pool) -> Node:
    field = rng.choice(("venue", "keyword", "author", "source", "has", "is"))
    return Tag(field, pool.tag(rng, field))


def _range(rng: Random, pool: Pool) -> Node:
    if rng.random() < 0.5:
        low = rng.randint(1965, 2021)
        return Range("year", rng.choice((low, None)), rng.choice((low + rng.randint(0, 9), None)))
    field = rng.choice(("added", "updated"))
    low = rng.choice(pool.ordered).number(field) or 0
    return Range(field, low, low + rng.choice((0, 600_000_000)))


def _identifier(rng: Random, pool: Pool) -> Node:
    ids = rng.choice(pool.ordered).paper.ids
    scheme = rng.choice(sorted(ids))
    return Identifier(scheme, ids[scheme])


def _boolean(rng: Random, pool: Pool) -> Node:
    kinds = (_phrase, _prefix, _author, _tag, _range)
    parts = [rng.choice(kinds)(rng, pool) for _ in range(3)]
    if rng.random() < 0.5:
        parts[2] = Not(parts[2])
    return rng.choice(
        (
            And((parts[0], Or((parts[1], parts[2])))),
            Or((And((parts[0], parts[1])), parts[2])),
            And((parts[0], parts[2])),
        )
    )


EXACT: dict[str, Callable[[Random, Pool], Node]] = {
    "phrases": _phrase,
    "near phrases": _near,
    "prefixes": _prefix,
    "authors": _author,
    "tags": _tag,
    "ranges": _range,
    "identifiers": _identifier,
    "boolean": _boolean,
}


@pytest.fixture(scope="module")
def pool(acl_papers: list[Paper]) -> Pool:
    oracle = Oracle(acl_papers)
    return Pool(oracle, oracle.papers)


@pytest.fixture(scope="module")
def loaded(build_house: HouseBuilder, acl_papers: list[Paper]) -> Iterator[House]:
    with build_house() as house:
        house.load(acl_papers)
        yield house


@pytest.mark.parametrize("kind", EXACT)
def test_ids_equal_those_of_a_scan(loaded: House, pool: Pool, kind: str) -> None:
    rng = Random(f"acl {kind}")
    differences = []
    found_some = 0
    for _ in range(QUERIES_OF_A_KIND):
        query = EXACT[kind](rng, pool)
        expected = pool.oracle.ids(query)
        found_some += bool(expected)
        (count,) = loaded.engine.count([query])
        if count != len(expected) or (count < 3_000 and _ids(loaded, query) != expected):
            differences.append((query, count, len(expected)))
    assert not differences
    assert found_some > QUERIES_OF_A_KIND // 2


def test_stemmed_words_count_as_a_scan_counts(loaded: House, pool: Pool) -> None:
    """Both engines are held to the same scan, so they agree with each other, too."""
    rng = Random("acl words")
    queries: list[Node] = []
    for _ in range(QUERIES_OF_A_KIND):
        typed = pool.run(rng, rng.randint(1, 3), "title", "abstract").split()
        nodes = tuple(Word(word, rng.choice((ANY, ANY, "title"))) for word in typed)
        queries.append(nodes[0] if len(nodes) == 1 else And(nodes))
    counts = [
        count for start in range(0, len(queries), 25) for count in loaded.engine.count(queries[start : start + 25])
    ]
    expected = [len(pool.oracle.found(query)) for query in queries]
    assert [d for d in zip(queries, counts, expected, strict=True) if d[1] != d[2]] == []


def test_facets_under_filters_equal_those_of_a_scan(loaded: House, pool: Pool) -> None:
    rng = Random("acl facets")
    for _ in range(20):
        query = rng.choice((_phrase, _range, _prefix))(rng, pool)
        fields = rng.sample(("venue", "year", "author", "has"), 2)
        selections = tuple(Selection(field, tuple({pool.tag(rng, field) for _ in range(2)})) for field in fields)
        specs = tuple(FacetSpec(field.name, 10) for field in FACETS)
        result = loaded.engine.search(SearchRequest(query, selections, limit=0, facets=specs))
        for spec in specs:
            counted, scanned = result.facets[spec.field], pool.oracle.facet(spec, query, selections)
            if counted.is_distinct_estimate:
                assert counted.distinct == pytest.approx(scanned.distinct, rel=0.03)
                scanned = msgspec.structs.replace(scanned, distinct=counted.distinct, is_distinct_estimate=True)
            assert counted == scanned
        assert result.total == len(pool.oracle.found(query, selections))


@pytest.mark.parametrize("sort", [sort for sort in Sort if sort is not Sort.RELEVANCE])
def test_pages_in_order_equal_those_of_a_scan(loaded: House, pool: Pool, sort: Sort) -> None:
    rng = Random(f"acl {sort}")
    for is_descending in (True, False):
        request = SearchRequest(
            _prefix(rng, pool), order=Order(sort, is_descending), offset=rng.choice((0, 30)), limit=50
        )
        hits = loaded.engine.search(request).hits
        assert [(hit.id, hit.sort_key) for hit in hits] == pool.oracle.page(request)


def test_stems_equal_those_of_another_implementation(pool: Pool) -> None:
    """snowballstemmer is the reference in plain Python; where it differs, the table of exceptions decides."""
    reference, overrides = EnglishStemmer(), stem_overrides()
    vocabulary = {word for paper in pool.ordered for word in paper.words[ANY]} - set(overrides)
    assert len(vocabulary) > 10_000
    assert {word: stem(word) for word in vocabulary if reference.stemWord(word) != stem(word)} == {}
    assert all(words(word) == [word] for word in overrides)


def _ids(house: House, query: Node) -> set[str]:
    return {hit.id for hit in house.engine.scan(query, batch_size=1_000)}
