"""A bare Elasticsearch to compare with: its own English analyzer and the queries that people write first."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from uuid import uuid4

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from papersearch.paper import JsonObject
from tests.relevance.judged import Judged
from tests.relevance.measuring import Ranker

_TEXT = {"type": "text", "analyzer": "english", "copy_to": "all"}
_MAPPING = {"properties": {"title": _TEXT, "abstract": _TEXT, "all": {"type": "text", "analyzer": "english"}}}
SETTINGS: Mapping[str, Callable[[str], JsonObject]] = {
    "all words, one field": lambda text: {"match": {"all": text}},
    "best of the fields": lambda text: _multi(text, "best_fields", ["title", "abstract"]),
    "best of the fields, title doubled": lambda text: _multi(text, "best_fields", ["title^2", "abstract"]),
    "sum of the fields": lambda text: _multi(text, "most_fields", ["title", "abstract"]),
}


def _multi(text: str, kind: str, fields: list[str]) -> JsonObject:
    return {"multi_match": {"query": text, "type": kind, "fields": fields}}


@contextmanager
def plain_rankers(url: str, judged: Judged, depth: int = 100) -> Iterator[dict[str, Ranker]]:
    """A ranker for each setting, over an index of the collection that is deleted afterwards."""
    client = Elasticsearch(url, request_timeout=60)
    index = f"plain-{uuid4().hex[:10]}"
    client.indices.create(index=index, mappings=_MAPPING, settings={"number_of_shards": 1, "number_of_replicas": 0})
    try:
        bulk(client, ({"_index": index, "_id": p.id, "title": p.title, "abstract": p.abstract} for p in judged.papers))
        client.indices.refresh(index=index)
        yield {name: _ranker(client, index, query, depth) for name, query in SETTINGS.items()}
    finally:
        client.indices.delete(index=index)
        client.close()


def _ranker(client: Elasticsearch, index: str, query: Callable[[str], JsonObject], depth: int) -> Ranker:
    def ranked(text: str) -> list[str]:
        found = client.search(index=index, query=query(text), size=depth, source=False)
        return [hit["_id"] for hit in found["hits"]["hits"]]

    return ranked
