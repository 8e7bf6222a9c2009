"""What a reader asks an engine, beside the laws of facets: one corpus, many questions, the oracle's answers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from papersearch.document import build_document
from papersearch.engine import Engine
from papersearch.fields import FACETS
from papersearch.query.build import best_match
from papersearch.query.nodes import ANY, And, Everything, Node, Not, Nothing, Or, Phrase, Prefix, Word
from papersearch.query.request import FacetSpec, Order, SearchRequest, Selection, SortKey
from papersearch.query.spelling import edit_distance
from papersearch.results import Hit
from papersearch.search.similar import distinctive_words
from papersearch.text import words
from tests.contract.conftest import House
from tests.contract.corpora import (
    FIELD_ORDERS,
    TEXT_FIELDS,
    WORDS,
    random_node,
    random_papers,
    random_selections,
)
from tests.contract.oracle import Oracle, is_ordered

PAPERS = random_papers(20_190, 120)
ORACLE = Oracle(PAPERS)
BODIES = {paper.id: build_document(paper).body for paper in PAPERS}
VERSIONS = {paper.id: paper.version for paper in PAPERS}
SEEDS = range(12)
VOCABULARY = sorted({word for typed in WORDS for word in words(typed)})


@pytest.fixture(scope="module")
def full(house: House) -> Iterator[Engine]:
    """The engine with the corpus in it."""
    house.load(PAPERS)
    return house.engine


def asked(seed: int) -> tuple[Node, tuple[Selection, ...]]:
    rng = Random(f"answers {seed}")
    return random_node(rng, 2), random_selections(rng)


def ids(hits: object) -> list[str]:
    return [hit.id for hit in hits]  # type: ignore[attr-defined]


@pytest.mark.parametrize("field", [ANY, *TEXT_FIELDS])
def test_every_word_counts_as_a_scan_counts(full: Engine, field: str) -> None:
    queries = [Word(word, field) for word in VOCABULARY]
    assert full.count(queries) == [len(ORACLE.found(query)) for query in queries]


@pytest.mark.parametrize("field", [ANY, *TEXT_FIELDS])
def test_every_exact_word_and_prefix_counts_as_a_scan_counts(full: Engine, field: str) -> None:
    queries: list[Node] = [Phrase(word, field) for word in VOCABULARY]
    queries += [Prefix(word[:length], field) for word in VOCABULARY for length in (3, 4) if len(word) >= length]
    assert full.count(queries) == [len(ORACLE.found(query)) for query in queries]


@pytest.mark.parametrize("slop", [0, 1, 2, 5])
def test_every_pair_of_words_counts_as_a_scan_counts(full: Engine, slop: int) -> None:
    pairs = [(first, second) for first in VOCABULARY[::2] for second in VOCABULARY[::3]]
    queries = [Phrase(f"{first} {second}", ANY, slop) for first, second in pairs]
    assert full.count(queries) == [len(ORACLE.found(query)) for query in queries]


def test_near_phrases_of_three_words_and_of_repeated_words(full: Engine) -> None:
    rng = Random(3)
    queries = [Phrase(" ".join(rng.choices(VOCABULARY[:16], k=3)), ANY, rng.randint(1, 12)) for _ in range(150)]
    queries += [Phrase(f"{word} {word}", ANY, slop) for word in VOCABULARY for slop in (0, 1, 6)]
    assert full.count(queries) == [len(ORACLE.found(query)) for query in queries]


@pytest.mark.parametrize("typed", ["", "()", "🙂"])
def test_a_phrase_without_words_matches_nothing(full: Engine, typed: str) -> None:
    assert full.count([Phrase(typed), Not(Phrase(typed, "title")), Phrase(typed, ANY, 2)]) == [0, len(PAPERS), 0]


def test_counts_of_many_queries_under_selections(full: Engine) -> None:
    for seed in SEEDS:
        rng = Random(f"counts {seed}")
        selections = random_selections(rng)
        queries = [random_node(rng) for _ in range(30)]
        assert full.count(queries, selections) == [len(ORACLE.found(query, selections)) for query in queries]


@pytest.mark.parametrize("edits", [1, 2])
def test_words_near_a_misspelled_one_are_those_of_titles_keywords_and_names(full: Engine, edits: int) -> None:
    known = {
        word
        for paper in PAPERS
        for text in (paper.title or "", *(k.value for k in paper.keywords), *(a.name for a in paper.authors))
        for word in words(text)
        if word.isalpha()
    }
    for word in [word for word in VOCABULARY if len(word) > 3 and word.isascii() and word.isalpha()]:
        for wrong in (word, word[:-1], word[1:], f"{word}q", word[1] + word[0] + word[2:], f"{word[:2]}q{word[3:]}"):
            if wrong in known or len(wrong) < 4:
                continue
            distances = {each: edit_distance(wrong, each) for each in known if len(each) > 3}
            nearest = min(distances.values())
            found = full.similar_words(wrong, edits)
            expected = {each for each, distance in distances.items() if distance == nearest <= edits}
            assert {each for each in found if distances.get(each) == nearest} == expected, wrong
            assert all(count > 0 and edit_distance(wrong, each) <= edits for each, count in found.items())


def test_counts_of_no_queries_are_no_counts(full: Engine) -> None:
    assert full.count([]) == []


def test_a_search_for_everything_and_for_nothing(full: Engine) -> None:
    assert full.search(SearchRequest(Everything(), limit=1)).total == len(PAPERS)
    nothing = full.search(SearchRequest(Nothing(), facets=tuple(FacetSpec(field.name) for field in FACETS)))
    assert (nothing.total, nothing.hits) == (0, ())
    assert {f.base_count for f in nothing.facets.values()} == {0}


def test_a_hit_carries_the_version_and_the_body(full: Engine) -> None:
    result = full.search(SearchRequest(limit=200, order=FIELD_ORDERS[0]))
    assert {hit.id: hit.body for hit in result.hits} == BODIES
    assert {hit.id: hit.version for hit in result.hits} == VERSIONS
    assert {hit.score for hit in result.hits} == {None}
    assert result.generation == full.live_generation()
    assert not result.is_timed_out


@pytest.mark.parametrize("order", FIELD_ORDERS, ids=str)
def test_walking_by_sort_key_gives_the_whole_list_in_order(full: Engine, order: Order) -> None:
    query = Or((Word("graph"), Word("learn"), Phrase("the")))
    request = SearchRequest(query=query, order=order, limit=7)
    assert ids(_walk(full, request)) == [paper_id for paper_id, _ in ORACLE.ordered(request)]


def test_walking_by_relevance_gives_each_paper_once(full: Engine) -> None:
    request = SearchRequest(query=Or((Word("graph"), Word("learn"))), limit=7)
    hits = list(_walk(full, request))
    assert len(hits) == len(set(ids(hits)))
    assert set(ids(hits)) == ORACLE.ids(request.query)
    assert ids(hits) == ids(full.search(replace(request, limit=200)).hits)


def test_walking_by_relevance_over_a_snapshot(full: Engine) -> None:
    request = SearchRequest(query=Or((Word("graph"), Word("learn"))), limit=9)
    first = full.search(replace(request, keep_snapshot=True))
    assert first.snapshot
    rest = list(_walk(full, replace(request, snapshot=first.snapshot, after=first.hits[-1].sort_key)))
    assert [*ids(first.hits), *ids(rest)] == ids(full.search(replace(request, limit=200)).hits)


def _walk(engine: Engine, request: SearchRequest) -> Iterator[Hit]:
    after: SortKey | None = request.after
    for _ in range(len(PAPERS)):
        result = engine.search(replace(request, after=after))
        assert result.total == len(ORACLE.found(request.query, request.selections))
        yield from result.hits
        if len(result.hits) < request.limit:
            return
        after = result.hits[-1].sort_key
    pytest.fail("the walk does not end")


@pytest.mark.parametrize("seed", SEEDS)
def test_relevance_ranks_the_same_papers_by_score_then_tie(full: Engine, seed: int) -> None:
    query, selections = asked(seed)
    result = full.search(SearchRequest(query, selections, (("graph", "network"),), limit=200))
    assert set(ids(result.hits)) == ORACLE.ids(query, selections)
    assert result.total == len(result.hits)
    assert all(hit.score is not None and hit.sort_key[0] == hit.score for hit in result.hits)
    assert is_ordered([hit.sort_key for hit in result.hits], Order())


def test_pages_by_relevance_are_cut_from_one_list(full: Engine) -> None:
    request = SearchRequest(Or((Word("graph"), Word("data"))), limit=200)
    whole = ids(full.search(request).hits)
    pages = [ids(full.search(replace(request, offset=offset, limit=10)).hits) for offset in range(0, len(whole), 10)]
    assert [paper_id for page in pages for paper_id in page] == whole
    assert full.search(replace(request, offset=len(whole), limit=10)).hits == ()


def test_phrases_to_rank_by_change_no_set(full: Engine) -> None:
    query = And((Word("graph"), Word("network")))
    for runs in ((), (("graph", "network"),), (("nowhere", "seen"),), (("graph",),), (("graph", "network", "data"),)):
        assert set(ids(full.search(SearchRequest(query, rank_phrases=runs, limit=200)).hits)) == ORACLE.ids(query)


def test_best_match_finds_all_that_all_words_find_and_none_without_any(full: Engine) -> None:
    parts = (Word("graph"), Word("believe"), Word("universal"))
    result = full.search(SearchRequest(best_match(And(parts)), limit=200))
    assert ORACLE.ids(And(parts)) <= set(ids(result.hits)) <= ORACLE.ids(Or(parts))
    assert result.total == len(result.hits) > len(ORACLE.ids(And(parts)))


def test_get_keeps_the_order_and_says_none_for_the_unknown(full: Engine) -> None:
    asked_for = [PAPERS[5].id, "p_nowhere", PAPERS[0].id, PAPERS[5].id]
    assert full.get(asked_for) == [BODIES[PAPERS[5].id], None, BODIES[PAPERS[0].id], BODIES[PAPERS[5].id]]
    assert full.get([]) == []
    assert full.get([paper.id for paper in PAPERS]) == [BODIES[paper.id] for paper in PAPERS]


@pytest.mark.parametrize("field", [field.name for field in FACETS])
@pytest.mark.parametrize("seed", SEEDS[:4])
def test_walking_a_facet_by_value_lists_every_value_once(full: Engine, field: str, seed: int) -> None:
    query, selections = asked(seed)
    spec = FacetSpec(field, size=3, by_value=True)
    for _ in range(50):
        facet = full.facet(spec, query, selections)
        assert facet == ORACLE.facet(spec, query, selections)
        if not facet.buckets:
            return
        spec = replace(spec, after=str(facet.buckets[-1].value))
    pytest.fail("the walk does not end")


@pytest.mark.parametrize(
    ("field", "prefixes"),
    [
        ("keyword", ("l", "Lear", "data aug", "C", "深", "réseau", "resau", "bayes", "nothing", "3")),
        ("author", ("m", "Méz", "le", "van der", "李", "明", "y")),
        ("venue", ("v0", "v1", "ic", "iclr")),
        ("year", ("2", "201", "2018", "19")),
        ("source", ("arx", "list", "i")),
        ("has", ("p", "code")),
    ],
)
@pytest.mark.parametrize("by_value", [False, True])
def test_facet_values_that_begin_so(full: Engine, field: str, prefixes: tuple[str, ...], *, by_value: bool) -> None:
    for prefix in prefixes:
        for seed in (None, 1, 2):
            query, selections = (Everything(), ()) if seed is None else asked(seed)
            spec = FacetSpec(field, size=2, prefix=prefix, by_value=by_value)
            assert full.facet(spec, query, selections) == ORACLE.facet(spec, query, selections), prefix


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("batch_size", [1, 7, 500])
def test_scan_gives_every_match_once_in_id_order(full: Engine, seed: int, batch_size: int) -> None:
    query, selections = asked(seed)
    hits = list(full.scan(query, selections, batch_size=batch_size))
    assert ids(hits) == sorted(ORACLE.ids(query, selections))
    assert all(hit.body == BODIES[hit.id] and hit.version == VERSIONS[hit.id] for hit in hits)


def test_scan_of_everything(full: Engine) -> None:
    assert ids(full.scan(Everything(), batch_size=50)) == sorted(BODIES)


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_a_sample_is_seeded_distinct_and_within_the_query(full: Engine, seed: int) -> None:
    query, selections = asked(seed)
    allowed = ORACLE.ids(query, selections)
    sample = ids(full.sample(5, seed, query, selections))
    assert sample == ids(full.sample(5, seed, query, selections))
    assert len(sample) == len(set(sample)) == min(5, len(allowed))
    assert set(sample) <= allowed


def test_different_seeds_give_different_samples_and_reach_everywhere(full: Engine) -> None:
    samples = [ids(full.sample(10, seed, Everything())) for seed in range(60)]
    assert len({tuple(sample) for sample in samples}) == len(samples)
    assert len({paper_id for sample in samples for paper_id in sample}) > len(PAPERS) * 0.9


def test_similar_papers_are_others_within_the_filters(full: Engine) -> None:
    found_any = 0
    for paper, seed in zip(PAPERS[:20], range(20), strict=True):
        query, selections = asked(seed) if seed % 2 else (Everything(), ())
        hits = full.similar(paper.id, distinctive_words(BODIES[paper.id], full), 10, query, selections)
        assert len(hits) <= 10
        assert set(ids(hits)) <= ORACLE.ids(query, selections) - {paper.id}
        assert len(ids(hits)) == len(set(ids(hits)))
        assert all(first.score >= second.score for first, second in pairwise(hits))  # type: ignore[operator]
        found_any += bool(hits)
    assert found_any >= 10


def test_the_rarer_and_heavier_word_makes_more_alike(full: Engine) -> None:
    counts = dict(zip(("graph", "cifar10"), full.count([Word("graph"), Word("cifar10")]), strict=True))
    common, rare = sorted(counts, key=lambda word: -counts[word])
    first = full.similar("p_nowhere", {common: 1.0, rare: 1.0}, 1, Everything())
    assert ids(first)[0] in ORACLE.ids(Word(rare))
    heavy = full.similar("p_nowhere", {common: 9.0, rare: 0.1}, 1, Everything())
    assert ids(heavy)[0] in ORACLE.ids(Word(common))


def test_the_same_question_gives_the_same_answer(full: Engine) -> None:
    query, selections = asked(1)
    request = SearchRequest(query, selections, facets=(FacetSpec("venue"), FacetSpec("keyword")))
    without_time: Callable[[], object] = lambda: replace(full.search(request), took_ms=0)  # noqa: E731
    assert without_time() == without_time()
