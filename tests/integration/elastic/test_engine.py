"""Elasticsearch as it really behaves: away, slow, blocked, and with strangers' indices beside ours."""

import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, Transport
from elasticsearch import Elasticsearch

from papersearch.deadline import within
from papersearch.document import build_document
from papersearch.elastic.engine import ElasticEngine
from papersearch.engine import Outcome, Tombstone
from papersearch.errors import ConflictError, EngineUnavailableError, NotFoundError, PapersearchError, UsageError
from papersearch.paper import Author, Paper
from papersearch.query.nodes import Everything, Or, Phrase, Word
from papersearch.query.request import FacetSpec, SearchRequest
from papersearch.request_id import carrying

pytestmark = pytest.mark.elasticsearch

READS: dict[str, Callable[[ElasticEngine], object]] = {
    "search": lambda engine: engine.search(SearchRequest()),
    "search with a snapshot": lambda engine: engine.search(SearchRequest(keep_snapshot=True)),
    "count": lambda engine: engine.count([Everything()]),
    "get": lambda engine: engine.get(["p_one"]),
    "facet": lambda engine: engine.facet(FacetSpec("venue"), Everything()),
    "similar": lambda engine: engine.similar("p_one", {"graph": 1.0}, 3, Everything()),
    "sample": lambda engine: engine.sample(3, 1, Everything()),
    "live_generation": lambda engine: engine.live_generation(),
    "scan": lambda engine: list(engine.scan(Everything())),
}
CALLS: dict[str, Callable[[ElasticEngine], object]] = {
    **READS,
    "ping": lambda engine: engine.ping(),
    "generations": lambda engine: engine.generations(),
    "apply": lambda engine: engine.apply("papers-000001", [Tombstone("p_one", 1)]),
}


@pytest.fixture
def prefix(elasticsearch_url: str) -> Iterator[str]:
    """A prefix of our own; its indices are dropped afterwards."""
    name = f"t{uuid.uuid4().hex[:10]}"
    yield name
    with Elasticsearch(elasticsearch_url) as client:
        for index in client.indices.get(index=f"{name}*", expand_wildcards="all").body:
            client.indices.delete(index=index)


@pytest.fixture
def engine(elasticsearch_url: str, prefix: str) -> Iterator[ElasticEngine]:
    engine = ElasticEngine(elasticsearch_url, prefix, 30.0)
    yield engine
    engine.close()


@pytest.fixture
def client(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    """Somebody else's connection to the same server."""
    with Elasticsearch(elasticsearch_url) as client:
        yield client


def build(engine: ElasticEngine, prefix: str, *titles: str, number: int = 1) -> str:
    name = f"{prefix}-{number:06}"
    engine.create(name)
    engine.apply(name, [build_document(Paper(f"p_{n}", title=title, version=1)) for n, title in enumerate(titles)])
    engine.finish_building(name)
    return name


@pytest.fixture
def unanswered_url() -> Iterator[str]:
    """An address that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def refused_url() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_a_server_that_is_down_is_unavailable(refused_url: str, call: Callable[[ElasticEngine], object]) -> None:
    engine = ElasticEngine(refused_url)
    with pytest.raises(EngineUnavailableError) as caught:
        call(engine)
    engine.close()
    assert "127.0.0.1" not in str(caught.value)


@pytest.mark.parametrize("call", READS.values(), ids=READS.keys())
def test_a_server_that_hangs_is_unavailable_in_time(
    unanswered_url: str, call: Callable[[ElasticEngine], object]
) -> None:
    engine = ElasticEngine(unanswered_url, timeout_s=0.3)
    begun = time.monotonic()
    with pytest.raises(EngineUnavailableError):
        call(engine)
    assert time.monotonic() - begun < 10
    engine.close()


@pytest.mark.parametrize("call", READS.values(), ids=READS.keys())
def test_no_live_generation_is_unavailable(engine: ElasticEngine, call: Callable[[ElasticEngine], object]) -> None:
    with pytest.raises(EngineUnavailableError):
        call(engine)


@pytest.mark.parametrize("url", ["", "elasticsearch", "ftp://host", "http://", "http://host:port"])
def test_an_address_that_is_none_is_an_error_of_ours(url: str) -> None:
    with pytest.raises(UsageError):
        ElasticEngine(url)


def test_the_request_id_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []

    def answer(_self: object, _method: str, _target: str, *, headers: Mapping[str, str], **_options: object) -> object:
        sent.append(headers.get("x-opaque-id"))
        raise NoConnection("seen")

    monkeypatch.setattr(Transport, "perform_request", answer)
    engine = ElasticEngine("http://127.0.0.1:1")
    for request_id in ("find-me", ""):
        with carrying(request_id), pytest.raises(EngineUnavailableError):
            engine.count([Everything()])
    assert list(dict.fromkeys(sent)) == ["find-me", None]
    engine.close()


@pytest.mark.parametrize(
    ("error", "call", "tries"),
    [
        (NoConnection("cut"), "search", 2),
        (NoConnection("cut"), "live_generation", 2),
        (NoConnection("cut"), "apply", 1),
        (ConnectionTimeout("silent"), "search", 1),
    ],
)
def test_only_what_reads_is_asked_again_and_only_after_a_cut(
    error: Exception, call: str, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fail(_self: object, method: str, *_: object, **_options: object) -> object:
        asked.append(method)
        raise error

    monkeypatch.setattr(Transport, "perform_request", fail)
    engine = ElasticEngine("http://127.0.0.1:1")
    engine._fitted.add("papers-000001")  # else a write reads the index's mapping first
    with pytest.raises(EngineUnavailableError):
        CALLS[call](engine)
    assert len(asked) == tries
    engine.close()


def test_nothing_is_asked_for_a_request_whose_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Transport, "perform_request", lambda *_, **__: pytest.fail("it was asked"))
    engine = ElasticEngine("http://127.0.0.1:1")
    with within(0.0), pytest.raises(EngineUnavailableError):
        engine.count([Everything()])
    engine.close()


def _trickle(listening: socket.socket) -> None:
    """Answers one request with a byte now and then, without an end."""
    with suppress(OSError), listening.accept()[0] as caller:
        caller.recv(65_536)
        kind = b"X-Elastic-Product: Elasticsearch\r\nContent-Type: application/json\r\n"
        caller.sendall(b"HTTP/1.1 200 OK\r\n" + kind + b"Content-Length: 1000000\r\n\r\n")
        while True:
            caller.sendall(b" ")
            time.sleep(0.02)


def test_an_answer_that_trickles_in_is_given_up_in_time() -> None:
    """Each byte is in time: only the limit for the whole answer ends it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_trickle, args=(listening,), daemon=True).start()
        engine = ElasticEngine(f"http://127.0.0.1:{listening.getsockname()[1]}", timeout_s=60.0)
        with within(0.5), pytest.raises(EngineUnavailableError):
            engine.count([Everything()])
        engine.close()


def test_a_stray_write_creates_no_index(engine: ElasticEngine, prefix: str, client: Elasticsearch) -> None:
    for name in (prefix, f"{prefix}-000009", f"{prefix}stray", "*", f"{prefix}-*"):
        with pytest.raises(PapersearchError):
            engine.apply(name, [Tombstone("p_one", 1)])
    assert not client.indices.get(index=f"{prefix}*", expand_wildcards="all").body


def test_a_late_write_to_a_dropped_generation_fails(engine: ElasticEngine, prefix: str) -> None:
    name = build(engine, prefix, "alpha")
    engine.drop(name)
    with pytest.raises(NotFoundError):
        engine.apply(name, [Tombstone("p_one", 1)])
    assert engine.generations() == []


def test_an_index_that_takes_no_writes_blocks(engine: ElasticEngine, prefix: str, client: Elasticsearch) -> None:
    name = build(engine, prefix, "alpha")
    operation = build_document(Paper("p_0", title="beta", version=2))
    client.indices.put_settings(index=name, settings={"index.blocks.write": True})
    (report,) = engine.apply(name, [operation])
    assert report.outcome is Outcome.BLOCKED
    assert report.reason
    client.indices.put_settings(index=name, settings={"index.blocks.write": None})
    (report,) = engine.apply(name, [operation])
    assert report.outcome is Outcome.OK


def test_others_indices_are_neither_listed_nor_promoted_nor_dropped(
    engine: ElasticEngine, prefix: str, client: Elasticsearch, elasticsearch_url: str
) -> None:
    foreign = f"{prefix}-foreign"
    client.indices.create(index=foreign)
    neighbour = ElasticEngine(elasticsearch_url, f"{prefix}-b", 30.0)
    theirs = build(neighbour, f"{prefix}-b", "alpha")
    neighbour.promote(theirs)
    neighbour.close()
    assert engine.generations() == []
    for name in (foreign, theirs):
        with pytest.raises(NotFoundError):
            engine.promote(name)
        engine.drop(name)
        assert client.indices.exists(index=name)


@pytest.mark.parametrize("name", ["*", "{}-*", "{}", "{}-UPPER", "{}-1,other", "other-000001", "{}-000001-write"])
def test_a_generation_has_a_name_of_ours(engine: ElasticEngine, prefix: str, name: str) -> None:
    with pytest.raises(UsageError):
        engine.create(name.format(prefix))
    engine.drop(name.format(prefix))


def test_promotion_moves_the_alias_even_from_two(engine: ElasticEngine, prefix: str, client: Elasticsearch) -> None:
    first, second = build(engine, prefix, "alpha"), build(engine, prefix, "beta", number=2)
    for name in (first, second):
        client.indices.put_alias(index=name, name=prefix)
    engine.promote(first)
    assert list(client.indices.get_alias(name=prefix).body) == [first]
    with pytest.raises(ConflictError):
        engine.drop(first)


def test_a_finished_generation_refreshes_by_itself(engine: ElasticEngine, prefix: str, client: Elasticsearch) -> None:
    name = build(engine, prefix, "alpha")
    settings = client.indices.get_settings(index=name, flat_settings=True).body[name]["settings"]
    assert settings["index.refresh_interval"] == "1s"
    assert settings["index.auto_expand_replicas"] == "0-1"


def test_the_stored_source_is_the_body_only(engine: ElasticEngine, prefix: str, client: Elasticsearch) -> None:
    name = build(engine, prefix, "alpha")
    assert list(client.get(index=name, id="p_0").body["_source"]) == ["body"]


def test_threads_share_an_engine(engine: ElasticEngine, prefix: str) -> None:
    engine.promote(build(engine, prefix, "alpha", "beta", "alpha beta"))
    queries = [Word("alpha"), Phrase("alpha beta"), Everything()] * 20
    with ThreadPoolExecutor(8) as pool:
        totals = list(pool.map(lambda query: engine.search(SearchRequest(query)).total, queries))
    assert totals == [2, 1, 3] * 20


def test_a_page_too_far_is_an_error_of_ours(engine: ElasticEngine, prefix: str) -> None:
    engine.promote(build(engine, prefix, "alpha"))
    with pytest.raises(UsageError):
        engine.search(SearchRequest(offset=20_000))


def test_distinct_values_beyond_the_page_are_counted(engine: ElasticEngine, prefix: str) -> None:
    name = f"{prefix}-000001"
    engine.create(name)
    documents = [
        build_document(Paper(f"p_{n}", authors=tuple(Author(f"Name{n} Number{m}") for m in range(50)), version=1))
        for n in range(60)
    ]
    engine.apply(name, documents)
    engine.finish_building(name)
    engine.promote(name)
    facet = engine.facet(FacetSpec("author", 5), Everything())
    assert (facet.distinct, facet.is_distinct_estimate, facet.other_count) == (3_000, False, 2_995)
    assert [bucket.count for bucket in facet.buckets] == [1] * 5
    specs = (FacetSpec("author", 5),)
    some = engine.search(SearchRequest(Or(tuple(Word(f"Name{n}") for n in range(10))), facets=specs)).facets["author"]
    assert (some.distinct, some.is_distinct_estimate, some.other_count) == (500, False, 495)
    every = engine.search(SearchRequest(facets=specs)).facets["author"]
    assert every.is_distinct_estimate
    assert every.distinct == pytest.approx(3_000, rel=0.02)
