"""An index that an earlier release built: it takes today's documents, and says that it cannot be searched."""

import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from elasticsearch import Elasticsearch

from papersearch.document import build_document
from papersearch.elastic.engine import ElasticEngine
from papersearch.elastic.lifecycle import write_alias
from papersearch.elastic.mapping import index_settings, mappings
from papersearch.engine import Outcome
from papersearch.errors import OutdatedIndexError
from papersearch.paper import Paper
from papersearch.query.nodes import Everything, Word
from papersearch.query.request import SearchRequest

pytestmark = pytest.mark.elasticsearch
MOMENT = datetime(2024, 1, 1, tzinfo=UTC)
LATER_FIELDS = {"any", "any_exact", "names", "extracted", "tag_numbers", "cites", "known_as"}


@pytest.fixture
def older(elasticsearch_url: str) -> Iterator[tuple[ElasticEngine, str]]:
    """An engine over a live index as 0.1.0 made it: a strict mapping, without what came later."""
    prefix = f"t{uuid.uuid4().hex[:10]}"
    name = f"{prefix}-000001"
    now = mappings()
    then = {field: how for field, how in now["properties"].items() if field not in LATER_FIELDS}
    then["texts"] = {
        "properties": {
            field: {part: value for part, value in how.items() if part != "copy_to"}
            for field, how in now["properties"]["texts"]["properties"].items()
        }
    }
    meta = {"papersearch": {"prefix": prefix, "schema_hash": "older"}}
    with Elasticsearch(elasticsearch_url) as client, closing(ElasticEngine(elasticsearch_url, prefix)) as engine:
        client.indices.create(
            index=name,
            settings=index_settings(),
            mappings={**now, "_meta": meta, "properties": then},
            aliases={write_alias(name): {"is_write_index": True}, prefix: {"is_write_index": False}},
        )
        yield engine, name
        for index in client.indices.get(index=f"{prefix}-*"):
            client.indices.delete(index=index)


def test_it_takes_todays_documents(older: tuple[ElasticEngine, str]) -> None:
    engine, name = older
    (report,) = engine.apply(name, [build_document(Paper("p_a", title="Odd nets", added_at=MOMENT, updated_at=MOMENT))])
    assert (report.outcome, report.reason) == (Outcome.OK, "")


def test_a_search_says_what_to_do_and_finds_no_wrong_nothing(older: tuple[ElasticEngine, str]) -> None:
    engine, name = older
    engine.apply(name, [build_document(Paper("p_a", title="Odd nets", added_at=MOMENT, updated_at=MOMENT))])
    for ask in (
        lambda: engine.search(SearchRequest(query=Word("nets"))),
        lambda: engine.search(SearchRequest(query=Word("nets"), keep_snapshot=True)),
        lambda: engine.count([Word("nets")]),
        lambda: list(engine.scan(Word("nets"))),
    ):
        with pytest.raises(OutdatedIndexError, match="reindex"):
            ask()


def test_another_generation_in_its_place_can_be_searched(older: tuple[ElasticEngine, str]) -> None:
    engine, name = older
    with pytest.raises(OutdatedIndexError):
        engine.count([Everything()])
    newer = name.replace("000001", "000002")
    engine.create(newer)
    engine.apply(newer, [build_document(Paper("p_a", title="Odd nets", added_at=MOMENT, updated_at=MOMENT))])
    engine.finish_building(newer)
    engine.promote(newer)
    assert engine.count([Word("nets")]) == [1]
