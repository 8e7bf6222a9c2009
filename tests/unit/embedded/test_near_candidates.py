"""Near phrases that tantivy cannot decide: read within the request's time, and by one request at a time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from papersearch.deadline import within
from papersearch.document import build_document
from papersearch.embedded import near_candidates
from papersearch.embedded.engine import EmbeddedEngine
from papersearch.errors import QueryTimeoutError
from papersearch.paper import Author, Keyword, KeywordSource, Paper, Tldr, TldrSource
from papersearch.query.nodes import ANY, Phrase

MOMENT = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    told, ours = Tldr("words graphs trees", TldrSource.AUTHORS), Tldr("words graphs trees", TldrSource.EXTRACTED)
    members: dict[str, dict[str, Any]] = {
        "p1": {"title": "Trees, graphs and words"},
        "p2": {"abstract": "graphs of many other words and trees"},
        "p3": {"tldr": told},
        "p4": {"tldr": ours},
        "p5": {"keywords": (Keyword("graphs trees words", KeywordSource.AUTHOR),)},
        "p6": {"full_text": "trees words graphs"},
        "p7": {"title": "Trees", "authors": (Author("Graphs Words"),)},
    }
    papers = [Paper(name, added_at=MOMENT, updated_at=MOMENT, **given) for name, given in members.items()]
    opened = EmbeddedEngine(tmp_path / "index")
    opened.create("papers-000001")
    opened.apply("papers-000001", [build_document(paper) for paper in papers])
    opened.promote("papers-000001")
    yield opened
    opened.close()


def found(engine: EmbeddedEngine, slop: int) -> list[str]:
    return sorted(hit.id for hit in engine.scan(Phrase("trees words graphs", ANY, slop)))


def test_each_field_is_read_as_it_was_indexed(engine: EmbeddedEngine) -> None:
    assert found(engine, 1) == ["p1", "p3", "p5", "p6"]
    assert found(engine, 9) == ["p1", "p2", "p3", "p5", "p6"]


def test_reading_ends_with_the_requests_time(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_candidates, "is_over", lambda: True)
    with within(5), pytest.raises(QueryTimeoutError, match="takes too long"):
        found(engine, 9)


def test_a_request_does_not_wait_for_another_beyond_its_time(engine: EmbeddedEngine) -> None:
    with near_candidates._reading, within(0.2), pytest.raises(QueryTimeoutError):
        found(engine, 9)


def test_a_request_without_time_asks_nothing(engine: EmbeddedEngine) -> None:
    with within(0), pytest.raises(QueryTimeoutError):
        found(engine, 9)
