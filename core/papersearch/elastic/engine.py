"""The Elasticsearch engine: the whole port over one client. What is asked and how answers are read stands beside it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Any

from elasticsearch import ApiError, TransportError

from papersearch.deadline import at_most, is_over, within
from papersearch.document import Document
from papersearch.elastic.bulk import write_batch
from papersearch.elastic.citations import Citations
from papersearch.elastic.cited_pages import cited_hits
from papersearch.elastic.client import (
    SLOW_CALL_TIMEOUT_S,
    connect,
    error_of,
    error_types,
    reading_errors,
    translated_errors,
)
from papersearch.elastic.compile import RANGE_FIELDS, compile_query, phrase_rank_clauses, weighted_words
from papersearch.elastic.facets import EVERY_PATH, FewValued, facets_body, read_facets, worth_counting
from papersearch.elastic.filters import IS_DELETED, filtered, search_body
from papersearch.elastic.lifecycle import (
    accept_new_fields,
    create_generation,
    drop_generation,
    finish_generation,
    free_bytes,
    index_fault,
    is_readable,
    list_generations,
    live_index,
    promote_generation,
    write_alias,
    write_block,
)
from papersearch.elastic.mapping import current_schema_hash
from papersearch.elastic.sorting import read_sort_key, search_after, sort_clauses
from papersearch.elastic.spelling import read_suggestions, suggest_body
from papersearch.engine import Fault, GenerationInfo, Head, IndexedVersion, ItemReport, Tombstone
from papersearch.errors import (
    CursorExpiredError,
    EngineUnavailableError,
    NothingIndexedError,
    OutdatedIndexError,
    PapersearchError,
)
from papersearch.paper import JsonObject
from papersearch.query.nodes import Node
from papersearch.query.request import AsOf, FacetSpec, Order, SearchRequest, Selection, Sort
from papersearch.results import Facet, Hit, SearchResult

SNAPSHOT_KEEP_ALIVE = "5m"
VERSIONS_BATCH = 5_000
PING_TIMEOUT_S = 2.0
_WAY_BACK_MS = 300
_SECOND_QUESTION_S = 2.0
_READABLE_FOR_S = 30.0
"""Another generation may be made live by then, also an older one."""
"""What a request must have left for a question that only makes an estimate exact."""


class ElasticEngine:
    """Implements `papersearch.engine.Engine` on Elasticsearch 9. Safe to share between threads.

    `prefix` is the name of the live alias and begins the names of all generations. A reading call answers, or raises
    EngineUnavailableError, within `timeout_s` or what the present request has left.
    """

    batch_size = 2_000
    """It is cut into requests; a slow cluster has to be done with it before a lease or a task's time is over."""

    def __init__(self, url: str, prefix: str = "papers", timeout_s: float = 3.0) -> None:
        self._prefix = prefix
        self._client = connect(url, timeout_s)
        self._patient = self._client.options(request_timeout=SLOW_CALL_TIMEOUT_S)
        self._quick = self._client.options(request_timeout=min(timeout_s, PING_TIMEOUT_S))
        self._timeout_s = timeout_s
        self._citations = Citations()
        self._few_valued = FewValued()
        self._readable_until = 0.0
        self._fitted: set[str] = set()

    # Reader

    def search(self, request: SearchRequest, head: Head | None = None) -> SearchResult:
        is_cited = request.order.sort is Sort.CITED
        if is_cited and request.limit:
            return self._search_by_citations(request)
        return self._search(replace(request, order=Order(Sort.YEAR)) if is_cited else request, head)

    def _search(self, request: SearchRequest, head: Head | None = None) -> SearchResult:
        with reading_errors():
            snapshot = request.snapshot
            if snapshot is None and request.keep_snapshot:
                snapshot = self._open_snapshot()
            bodies = [self._hits_body(request) if head is None else self._head_body(request, head)]
            if request.facets:
                few = self._few_valued.fields
                bodies.append(facets_body(request.facets, request.query, request.selections, counted=few))
            answers = self._ask(bodies, snapshot)
            if request.facets and self._few_valued.is_due:
                self._learn_few_valued()
            found = answers[0]
            generation = found["hits"]["hits"][0]["_index"] if found["hits"]["hits"] else self.live_generation()
            counted = self._read_all_facets(request, answers[1], snapshot) if request.facets else {}
            hits = found["hits"]["hits"]
            if head is not None:
                hits = self._arranged(request, head, hits, found.get("pit_id", snapshot))
        return SearchResult(
            total=found["hits"]["total"]["value"],
            hits=tuple(_read_hit(hit, is_scored=request.order.sort is Sort.RELEVANCE) for hit in hits),
            facets=counted,
            generation=generation,
            took_ms=max(answer["took"] for answer in answers),
            is_timed_out=any(answer["timed_out"] for answer in answers),
            snapshot=found.get("pit_id", snapshot) if request.keep_snapshot or request.snapshot else None,
        )

    def _search_by_citations(self, request: SearchRequest) -> SearchResult:
        """The number of hits and the facets as ever, and the hits in the order that is counted here: in one view."""
        with reading_errors():
            snapshot = request.snapshot or self._open_snapshot()
        is_kept = request.snapshot is not None or request.keep_snapshot
        try:
            plain = replace(request, limit=0, offset=0, after=None, order=Order(Sort.YEAR), snapshot=snapshot)
            counted = self._search(plain)
            with reading_errors():
                ask = partial(self._ask_in_time, snapshot=counted.snapshot or snapshot)
                hits = cited_hits(ask, self._citations.order(ask, self._timeout_s), request, counted.total)
        finally:
            if not is_kept:
                self._close_snapshot(snapshot)
        return replace(counted, hits=hits, snapshot=counted.snapshot if is_kept else None)

    def _ask_in_time(self, body: JsonObject, snapshot: str) -> Mapping[str, Any]:
        """The whole answer of a snapshot: a part of it would put papers into a wrong order."""
        (answer,) = self._ask([{**body, "timeout": self._search_timeout()}], snapshot)
        if answer["timed_out"]:
            raise EngineUnavailableError("counting citations took too long")
        return answer

    def count(
        self, queries: Sequence[Node], selections: Sequence[Selection] = (), *, generation: str | None = None
    ) -> list[int]:
        if not queries:
            return []
        body = {
            "size": 0,
            "track_total_hits": False,
            "query": filtered({"match_all": {}}, selections),
            "aggs": {"clauses": {"filters": {"filters": [compile_query(query) for query in queries]}}},
        }
        if generation is not None:
            with translated_errors():
                (answer,) = self._ask([body], index=write_alias(generation))
        else:
            with reading_errors():
                (answer,) = self._ask([body])
        return [bucket["doc_count"] for bucket in answer["aggregations"]["clauses"]["buckets"]]

    def get(self, ids: Sequence[str]) -> list[JsonObject | None]:
        asked = [paper_id for paper_id in dict.fromkeys(ids) if _is_storable(paper_id)]
        if not asked:
            self.ping()
            return [None] * len(ids)
        with reading_errors():
            documents = self._client.mget(index=self._prefix, ids=asked).body["docs"]
            failed = [document for document in documents if "error" in document]
            if failed:
                raise error_of(404, failed[0])
        found = [document for document in documents if document.get("found")]
        bodies = {each["_id"]: each["_source"]["body"] for each in found if "body" in each.get("_source", {})}
        return [bodies.get(paper_id) for paper_id in ids]

    def facet(self, spec: FacetSpec, query: Node, selections: Sequence[Selection] = ()) -> Facet:
        with reading_errors():
            (answer,) = self._ask([facets_body([spec], query, selections, counted={spec.field})])
        return read_facets([spec], selections, answer["aggregations"])[spec.field]

    def similar(
        self,
        paper_id: str,
        weights: Mapping[str, float],
        limit: int,
        query: Node,
        selections: Sequence[Selection] = (),
    ) -> list[Hit]:
        wanted = search_body(
            {"bool": {"must": [weighted_words(weights)], "filter": [compile_query(query)]}}, selections
        )
        wanted["bool"]["must_not"].append({"ids": {"values": [paper_id]}})
        return self._best_hits(wanted, limit)

    def sample(self, size: int, seed: int, query: Node, selections: Sequence[Selection] = ()) -> list[Hit]:
        if size <= 0:
            return []
        shuffled = {
            "function_score": {
                "query": filtered(compile_query(query), selections),
                "random_score": {"seed": str(seed), "field": "tie"},
                "boost_mode": "replace",
            }
        }
        return self._best_hits(shuffled, size)

    def scan(self, query: Node, selections: Sequence[Selection] = (), *, batch_size: int = 500) -> Iterator[Hit]:
        """Walks by id without a snapshot: a place in id order means the same in every version and generation."""
        body = {
            "size": batch_size,
            "track_total_hits": False,
            "version": True,
            "query": filtered(compile_query(query), selections),
            "sort": [{"id": "asc"}, {"tie": "asc"}],
        }
        hits = self._walk(self._prefix, body)
        return (Hit(hit["_source"]["body"], None, (hit["sort"][0], hit["sort"][1])) for hit in hits)

    def as_of(self) -> AsOf | None:
        newest: JsonObject = {"order": "desc", "missing": "_last"}
        body: JsonObject = {
            "size": 1,
            "track_total_hits": False,
            "_source": False,
            "timeout": self._search_timeout(),
            "sort": [{RANGE_FIELDS["updated"]: newest}],
            "aggs": {"written": {"max": {"field": RANGE_FIELDS["written"]}}},
        }
        with reading_errors():
            (answer,) = self._ask([body])
        hits = answer["hits"]["hits"]
        if not hits:
            return None
        updated, _ = read_sort_key([*hits[0]["sort"], 0])
        return AsOf(hits[0]["_index"], int(updated or 0), int(answer["aggregations"]["written"]["value"]))

    def similar_words(self, word: str, edits: int) -> dict[str, int]:
        with reading_errors():
            (answer,) = self._ask([suggest_body(word, edits)])
        return {found: count for found, count in read_suggestions(answer).items() if found != word}

    def state(self) -> str | None:
        return None

    def live_generation(self) -> str:
        live = self.live()
        if live is None:
            raise NothingIndexedError("No generation is live yet.")
        return live

    def ping(self) -> None:
        with translated_errors():
            self._quick.info(filter_path="version.number")

    def close(self) -> None:
        self._client.close()

    # Writer

    def apply(self, generation: str, operations: Sequence[Document | Tombstone]) -> list[ItemReport]:
        if not operations:
            return []
        with translated_errors():
            if generation not in self._fitted:
                accept_new_fields(self._client, write_alias(generation))
                self._fitted.add(generation)
            return write_batch(self._client, write_alias(generation), operations)

    def refresh(self, generation: str) -> None:
        with translated_errors():
            self._patient.indices.refresh(index=write_alias(generation))

    # Lifecycle

    def create(self, generation: str) -> None:
        with translated_errors():
            create_generation(self._client, self._prefix, generation)

    def generations(self) -> list[GenerationInfo]:
        with translated_errors():
            return list_generations(self._client, self._prefix)

    def live(self) -> str | None:
        with translated_errors():
            return live_index(self._client, self._prefix)

    def promote(self, generation: str) -> None:
        with translated_errors():
            promote_generation(self._client, self._prefix, generation)

    def drop(self, generation: str) -> None:
        with translated_errors():
            drop_generation(self._client, self._prefix, generation)

    def finish_building(self, generation: str) -> None:
        with translated_errors():
            finish_generation(self._client, generation)

    def indexed_versions(self, generation: str) -> Iterator[IndexedVersion]:
        body = {
            "size": VERSIONS_BATCH,
            "track_total_hits": False,
            "version": True,
            "_source": False,
            "docvalue_fields": ["content_hash"],
            "query": {"bool": {"must_not": [IS_DELETED]}},
            "sort": [{"id": "asc"}, {"tie": "asc"}],
        }
        hits = self._walk(write_alias(generation), body)
        return (IndexedVersion(hit["_id"], hit["_version"], hit["fields"]["content_hash"][0]) for hit in hits)

    def fault(self, generation: str, *, is_thorough: bool = False) -> Fault | None:  # noqa: ARG002 - it checks itself
        with translated_errors():
            return index_fault(self._quick, generation)

    def write_block(self, generation: str) -> str | None:
        with translated_errors():
            return write_block(self._quick, generation)

    def free_bytes(self) -> int:
        with translated_errors():
            return free_bytes(self._client)

    def schema_hash(self) -> str:
        return current_schema_hash()

    # What the calls above share

    def _search_timeout(self) -> str:
        """How long a search may work before it answers with what it has: some time must be left for its way back."""
        return f"{max(int(at_most(self._timeout_s) * 1000) - _WAY_BACK_MS, _WAY_BACK_MS)}ms"

    def _hits_body(self, request: SearchRequest) -> JsonObject:
        is_ranked = request.order.sort is Sort.RELEVANCE
        body: JsonObject = {
            "size": request.limit,
            "version": True,
            "track_total_hits": True,
            "timeout": self._search_timeout(),
            "query": search_body(
                compile_query(request.query),
                request.selections,
                phrase_rank_clauses(request.rank_phrases) if is_ranked else (),
            ),
            "sort": sort_clauses(request.order),
        }
        if request.after is not None:
            body["search_after"] = search_after(request.order, request.after)
        elif request.offset:
            body["from"] = request.offset
        return body

    def _head_body(self, request: SearchRequest, head: Head) -> JsonObject:
        return {**self._hits_body(replace(request, offset=0, limit=head.size)), "_source": False}

    def _arranged(
        self, request: SearchRequest, head: Head, hits: Sequence[Mapping[str, Any]], snapshot: str | None
    ) -> list[Mapping[str, Any]]:
        """The hits of the page, those of the head arranged: `hits` without their papers, which are read here."""
        places = head.arrange([read_sort_key(hit["sort"]) for hit in hits])
        shown = [hits[place] for place in places[request.offset : request.offset + request.limit]]
        behind = len(hits) + max(0, request.offset - len(places))
        left = request.limit - len(shown) if len(hits) == head.size else 0
        ids = {"ids": {"values": [hit["_id"] for hit in shown]}}
        bodies: list[JsonObject] = [{"size": len(shown), "track_total_hits": False, "query": ids}] if shown else []
        if left > 0:
            bodies.append(self._hits_body(replace(request, offset=behind, limit=left)))
        answers = [answer["hits"]["hits"] for answer in (self._ask(bodies, snapshot) if bodies else ())]
        read = {hit["_id"]: hit for hit in answers[0]} if shown else {}
        arranged = [{**read[hit["_id"]], "sort": hit["sort"]} for hit in shown if hit["_id"] in read]
        return [*arranged, *(answers[-1] if left > 0 else ())]

    def _read_all_facets(
        self, request: SearchRequest, answer: Mapping[str, Any], snapshot: str | None
    ) -> dict[str, Facet]:
        """The facets; where the time does not suffice for a second question, `distinct` stays the estimate it is."""
        facets = read_facets(request.facets, request.selections, answer["aggregations"])
        again = worth_counting(request.facets, facets)
        if not again or is_over(_SECOND_QUESTION_S):
            return facets
        body = facets_body(again, request.query, request.selections, counted={each.field for each in again})
        try:
            with within(_SECOND_QUESTION_S):
                (counted,) = self._ask([body], snapshot)
        except (EngineUnavailableError, TransportError):
            return facets
        return facets | read_facets(again, request.selections, counted["aggregations"])

    def _ask(
        self, bodies: Sequence[JsonObject], snapshot: str | None = None, index: str | None = None
    ) -> list[Mapping[str, Any]]:
        """The answers of searches on the live generation, another index, or a snapshot, in one round trip."""
        if index is None and snapshot is None:
            self._check_readable()
        header: JsonObject = {} if snapshot else {"index": index or self._prefix}
        pit = {"pit": {"id": snapshot, "keep_alive": SNAPSHOT_KEEP_ALIVE}} if snapshot else {}
        lines = [line for body in bodies for line in (header, {**body, **pit})]
        try:
            answers = self._client.msearch(searches=lines, filter_path=f"-responses.{EVERY_PATH}").body["responses"]
        except ApiError as error:
            raise _search_error(error.meta.status, error.body, snapshot) from error
        for answer in answers:
            if "error" in answer:
                raise _search_error(answer.get("status", 500), answer, snapshot)
        return list(answers)

    def _learn_few_valued(self) -> None:
        """Best effort: without it a search asks twice."""
        self._few_valued.put_off()
        if is_over(_SECOND_QUESTION_S):
            return
        with suppress(PapersearchError, TransportError), within(_SECOND_QUESTION_S):
            (answer,) = self._ask([self._few_valued.body()])
            self._few_valued.learn(answer["aggregations"])

    def _check_readable(self) -> None:
        """Raises OutdatedIndexError where the live generation lacks what searches ask for: nothing would be found."""
        if monotonic() > self._readable_until:
            if not is_readable(self._client, self._prefix):
                raise OutdatedIndexError
            self._readable_until = monotonic() + _READABLE_FOR_S

    def _open_snapshot(self) -> str:
        self._check_readable()
        return str(self._client.open_point_in_time(index=self._prefix, keep_alive=SNAPSHOT_KEEP_ALIVE).body["id"])

    def _close_snapshot(self, snapshot: str) -> None:
        """Frees what a view holds; one that cannot be closed goes by itself."""
        with suppress(ApiError, TransportError):
            self._client.close_point_in_time(id=snapshot)

    def _best_hits(self, query: JsonObject, limit: int) -> list[Hit]:
        order = Order()
        body = {
            "size": limit,
            "version": True,
            "track_total_hits": False,
            "timeout": self._search_timeout(),
            "query": query,
            "sort": sort_clauses(order),
        }
        with reading_errors():
            (answer,) = self._ask([body])
        return [_read_hit(hit, is_scored=True) for hit in answer["hits"]["hits"]]

    def _walk(self, index: str, body: JsonObject) -> Iterator[Mapping[str, Any]]:
        """Every hit of a sorted search, one page after the other."""
        is_live = index == self._prefix
        client = self._client if is_live else self._patient
        page = body
        while True:
            with reading_errors() if is_live else translated_errors():
                if is_live:
                    self._check_readable()
                hits = client.search(index=index, body=page).body["hits"]["hits"]
            yield from hits
            if len(hits) < body["size"]:
                return
            page = {**body, "search_after": hits[-1]["sort"]}


def _read_hit(hit: Mapping[str, Any], *, is_scored: bool) -> Hit:
    return Hit(
        body=hit["_source"]["body"],
        score=hit["sort"][0] if is_scored else None,
        sort_key=read_sort_key(hit["sort"]),
    )


def _is_storable(paper_id: str) -> bool:
    return 0 < len(paper_id.encode(errors="replace")) <= 512


def _search_error(status: int, answer: Mapping[str, Any], snapshot: str | None) -> PapersearchError:
    """The error of a search; a snapshot that cannot be read, whatever the reason, is one that is gone."""
    error = error_of(status, answer)
    is_index_gone = "no_shard_available_action_exception" in error_types(answer)
    if snapshot is not None and (is_index_gone or not isinstance(error, EngineUnavailableError)):
        return CursorExpiredError()
    return error
