from datetime import UTC, datetime, timedelta, timezone
from types import ModuleType

import msgspec
import pytest
from msgspec.structs import replace

from papersearch.document import build_document, has_values, tie_of
from papersearch.paper import (
    Author,
    Keyword,
    KeywordSource,
    Material,
    Paper,
    SourceRef,
    Tldr,
    TldrSource,
    Venue,
    paper_from_json,
    paper_to_json,
)

PAPER = Paper(
    id="p_abcdefghijkl", title="Größe zählt", authors=(Author("LeCun, Yann"),), abstract="Soft/hard.", year=2019,
    tldr=Tldr("Short.", TldrSource.AUTO), venue=Venue("iclr", "ICLR"), ids={"doi": "10.1000/A", "arxiv": "1810.02340"},
    keywords=(Keyword("data augmentation", KeywordSource.AUTHOR),), materials=(Material.SLIDES,), links={"code": "https://x"},
    sources=(SourceRef("a"), SourceRef("b", "u", datetime(2020, 1, 1, tzinfo=UTC))),
    added_at=datetime(2020, 1, 2, tzinfo=UTC), version=3,
)  # fmt: skip


def test_paper_round_trips_as_json():
    assert paper_from_json(paper_to_json(PAPER)) == PAPER


@pytest.mark.parametrize(
    "paper",
    [
        PAPER,
        Paper(id="p_bare"),
        replace(PAPER, full_text="Whole text.", is_retracted=True),
    ],
    ids=["full", "bare", "with full text"],
)
def test_body_is_the_papers_json_without_its_full_text(paper: Paper):
    expected = {name: value for name, value in paper_to_json(paper).items() if name != "full_text"}
    assert build_document(paper).encoded == msgspec.json.encode(expected)


def test_hash_of_a_paper_is_that_of_indexes_built_before():
    """Another one needs a new DOCUMENT_VERSION."""
    assert build_document(PAPER).content_hash == "d854ac84303d94d7"


def test_texts_are_folded_words():
    document = build_document(PAPER)
    assert document.texts["title"] == ("grosse zahlt",)
    assert document.texts["abstract"] == ("soft hard",)
    assert "fulltext" not in document.texts


def test_tags_are_canonical_values():
    tags = build_document(PAPER).tags
    assert tags["author"] == ("yann lecun",)
    assert tags["venue"] == ("iclr",)
    assert tags["source"] == ("a", "b")
    assert tags["is"] == ("merged",)


def test_has_looks_at_links_materials_and_ids():
    assert set(has_values(PAPER)) == {"abstract", "tldr", "keywords", "doi", "arxiv", "code", "slides"}


def test_hash_follows_what_is_indexed():
    first = build_document(PAPER).content_hash
    assert build_document(replace(PAPER)).content_hash == first
    assert build_document(replace(PAPER, abstract="Other.")).content_hash != first
    assert build_document(replace(PAPER, full_text="More.")).content_hash != first


def test_tie_fits_a_signed_column():
    assert 0 <= tie_of("p_abcdefghijkl") < 1 << 63


@pytest.mark.parametrize("codec", [msgspec.json, msgspec.msgpack])
def test_moments_are_in_utc_whoever_makes_or_reads_the_paper(codec: ModuleType) -> None:
    east = datetime(2020, 1, 2, 3, tzinfo=timezone(timedelta(hours=2)))
    source = SourceRef("x", retrieved_at=east)
    paper = replace(PAPER, added_at=east, updated_at=datetime(2020, 1, 2, 1), sources=(source,))  # noqa: DTZ001 - UTC
    again = codec.decode(codec.encode(paper), type=Paper)
    assert again == paper
    assert build_document(again).content_hash == build_document(paper).content_hash
    assert {paper.added_at, paper.updated_at, source.retrieved_at} == {datetime(2020, 1, 2, 1, tzinfo=UTC)}
    assert paper_to_json(paper)["added_at"] == "2020-01-02T01:00:00Z"
