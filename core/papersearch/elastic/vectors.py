"""Vectors in an index of their own beside the generations: a re-index leaves it as it is.

    papers.vectors-<model>    _id: the paper's id; tie fingerprint; vector: dense_vector

A paper's own document cannot hold its vector: that would have to be there before the paper can be found.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from elasticsearch import ApiError

from papersearch.document import tie_of
from papersearch.elastic.client import SLOW_CALL_TIMEOUT_S, connect, error_types, translated_errors
from papersearch.errors import EngineUnavailableError
from papersearch.paper import JsonObject
from papersearch.semantic.encoder import DIMENSIONS, MODEL, Vector
from papersearch.semantic.vectors import Neighbour, PaperVector

_BATCH = 5_000
_EXPLORED = 4
"""Candidates that the graph is searched for, as a multiple of the papers that are wanted."""
_MAPPINGS: JsonObject = {
    "dynamic": "strict",
    "properties": {
        "tie": {"type": "long"},
        "fingerprint": {"type": "long", "index": False},
        "vector": {"type": "dense_vector", "dims": DIMENSIONS, "similarity": "cosine",
                   "index_options": {"type": "int8_hnsw"}},
    },
}  # fmt: skip
_COSINE = "cosineSimilarity(params.vector, 'vector') + 1.0"


class ElasticVectors:
    """A `VectorIndex` on Elasticsearch; safe for threads."""

    def __init__(self, url: str, prefix: str = "papers", timeout_s: float = 3.0) -> None:
        self._index = f"{prefix}.vectors-{MODEL}"
        self._client = connect(url, timeout_s)
        self._patient = self._client.options(request_timeout=SLOW_CALL_TIMEOUT_S)
        self._has_some = self._is_created = False

    def cosines(self, vector: Vector, ties: Sequence[int]) -> dict[int, float]:
        if not ties:
            return {}
        among = {"terms": {"tie": list(ties)}}
        script = {"source": _COSINE, "params": {"vector": vector.tolist()}}
        body = {
            "size": len(ties),
            "_source": False,
            "docvalue_fields": ["tie"],
            "query": {"script_score": {"query": among, "script": script}},
        }
        return {hit["fields"]["tie"][0]: hit["_score"] - 1 for hit in self._hits(body)}

    def nearest(self, vector: Vector, size: int) -> list[Neighbour]:
        if size <= 0:
            return []
        wanted = {"field": "vector", "query_vector": vector.tolist(), "k": size, "num_candidates": size * _EXPLORED}
        body = {"size": size, "_source": False, "knn": wanted}
        return [Neighbour(hit["_id"], 2 * hit["_score"] - 1) for hit in self._hits(body)]

    def is_empty(self) -> bool:
        """Asked of Elasticsearch until a first vector is there."""
        self._has_some = self._has_some or bool(self._hits({"size": 1, "_source": False, "query": {"match_all": {}}}))
        return not self._has_some

    def fingerprints(self) -> Mapping[str, int]:
        with translated_errors():
            self._patient.indices.refresh(index=self._index, ignore_unavailable=True)
        return {hit["_id"]: hit["fields"]["fingerprint"][0] for hit in self._every()}

    def write(self, papers: Sequence[PaperVector]) -> None:
        self._create()
        pairs = (
            (
                {"index": {"_id": paper.id}},
                {"tie": tie_of(paper.id), "fingerprint": paper.fingerprint, "vector": paper.vector.tolist()},
            )
            for paper in papers
        )
        self._bulk(list(chain.from_iterable(pairs)))

    def keep_only(self, ids: Collection[str]) -> None:
        gone = [name for name in self.fingerprints() if name not in ids]
        for start in range(0, len(gone), _BATCH):
            self._bulk([{"delete": {"_id": name}} for name in gone[start : start + _BATCH]])
        if gone:
            with translated_errors():
                self._patient.indices.refresh(index=self._index)

    def _hits(self, body: JsonObject) -> list[Mapping[str, Any]]:
        """None where nothing was written yet, so that there is no index."""
        asked = {**body, "track_total_hits": False}
        with translated_errors():
            answer = self._client.search(index=self._index, body=asked, ignore_unavailable=True)
        return list(answer.body["hits"]["hits"])

    def _every(self) -> Iterator[Mapping[str, Any]]:
        body: JsonObject = {
            "size": _BATCH,
            "_source": False,
            "docvalue_fields": ["fingerprint"],
            "query": {"match_all": {}},
            "sort": [{"tie": "asc"}],
        }
        while hits := self._hits(body):
            yield from hits
            body = {**body, "search_after": hits[-1]["sort"]}

    def _create(self) -> None:
        if self._is_created:
            return
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
        with translated_errors():
            try:
                self._patient.indices.create(index=self._index, mappings=_MAPPINGS, settings=settings)
            except ApiError as error:
                if "resource_already_exists_exception" not in error_types(error.body):
                    raise
        self._is_created = True

    def _bulk(self, lines: Sequence[JsonObject]) -> None:
        """Raises EngineUnavailableError where a line was refused: the papers keep what they had."""
        if not lines:
            return
        with translated_errors():
            answer = self._patient.bulk(index=self._index, operations=lines, filter_path="errors,items.*.error")
        if answer.body["errors"]:
            reason = next(item for each in answer.body["items"] for item in each.values() if item)["error"]
            raise EngineUnavailableError(f"Elasticsearch refused a vector: {reason.get('reason')}")
