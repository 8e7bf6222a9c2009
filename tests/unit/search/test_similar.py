"""What makes papers alike, and what they are said to share, on the embedded engine."""

from collections.abc import Iterator

import pytest

from papersearch.embedded.engine import EmbeddedEngine
from papersearch.errors import NotFoundError
from papersearch.paper import Author, Keyword, KeywordSource, Paper, Reference, Tldr, TldrSource
from papersearch.query.nodes import Everything
from papersearch.search.similar import distinctive_words, similar_papers
from tests.contract.conftest import embedded_house

CITED = Reference({"doi": "10.1/cited"}, "A cited work", 1999)
PAPERS = (
    Paper(
        "p_own",
        title="Pruning graph networks",
        abstract="The graph networks that we prune are sparse.",
        authors=(Author("Ana Peña"),),
        keywords=(Keyword("sparsity", KeywordSource.AUTHOR),),
        references=(CITED, Reference(title="Another Work", year=2001)),
    ),
    Paper("p_phrase", title="Graph networks for birds", abstract="Birds and graph networks."),
    Paper("p_author", title="Sparse coding", authors=(Author("Peña, Ana"),)),
    Paper(
        "p_cites",
        title="We prune trees",
        references=(Reference({"doi": "10.1/cited"}), Reference(title="another work", year=2001)),
    ),
    Paper("p_keyword", title="Networks", keywords=(Keyword("Sparsity", KeywordSource.EXTRACTED),)),
    Paper("p_one_word", title="Sparse birds of prey"),
    Paper(
        "p_citing_both",
        title="On other things",
        references=(Reference(title="Pruning graph networks"), Reference(title="Graph networks for birds")),
    ),
    Paper("p_stop", title="The birds that we are"),
    Paper("p_empty"),
    Paper("p_told", title="Unseen words", tldr=Tldr("Unseen words of ours.", TldrSource.EXTRACTED)),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    with embedded_house(tmp_path_factory.mktemp("similar")) as house:
        house.load(PAPERS)
        yield house.engine  # type: ignore[misc]


def test_every_similar_paper_says_what_it_shares(engine: EmbeddedEngine) -> None:
    found = {hit.id: hit.shares for hit in similar_papers(engine, "p_own", 10, Everything())}
    assert found["p_phrase"].phrases == ("graph networks",)
    assert found["p_author"].authors == ("Ana Peña",)
    assert found["p_cites"].references == ("A cited work", "Another Work")
    assert found["p_keyword"].keywords == ("sparsity",)
    assert next(iter(found)) == "p_phrase"


def test_a_paper_that_shares_one_word_or_none_is_left_out(engine: EmbeddedEngine) -> None:
    found = {hit.id for hit in similar_papers(engine, "p_own", 10, Everything())}
    assert not found & {"p_own", "p_one_word", "p_stop", "p_empty"}


def test_papers_that_are_cited_together_say_by_how_many(engine: EmbeddedEngine) -> None:
    found = {hit.id: hit.shares.cited_together for hit in similar_papers(engine, "p_phrase", 10, Everything())}
    assert found["p_own"] == 1


def test_a_paper_without_words_has_no_similar_ones(engine: EmbeddedEngine) -> None:
    assert similar_papers(engine, "p_empty", 10, Everything()) == ()


def test_an_unknown_paper_is_an_error(engine: EmbeddedEngine) -> None:
    with pytest.raises(NotFoundError):
        similar_papers(engine, "p_nowhere", 10, Everything())


def test_words_weigh_by_their_number_and_stop_words_are_left_out(engine: EmbeddedEngine) -> None:
    (own,) = engine.get(["p_own"])
    assert own is not None
    weights = distinctive_words(own, engine)
    assert weights["graph"] > weights["sparse"] == 1.0
    assert not weights.keys() & {"the", "that", "we", "are"}
