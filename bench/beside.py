"""Searches of ours beside a bare Elasticsearch, on the same papers, in one run: `python -m bench.beside [--papers N]`.

Needs ELASTICSEARCH_URL. Each query goes to all in turn, by one client over one connection each; then eight clients ask
one after the other. Ours answers with three disjunctive facets, marks and links; Elasticsearch with three plain `terms`
aggregations and its own highlights. Every query is asked once in a round, so that no cache of answers helps.
Prints Markdown: milliseconds and requests a second, and the ratios to Elasticsearch.
"""

import argparse
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlsplit

from elasticsearch import Elasticsearch, helpers

from bench.corpus import ACL, generate
from papersearch.query.ranking import is_scored
from tests.contract.acl import read_acl

CLIENTS, WARMING = 8, 40
BARE = "bench-bare"
FACETS = ("venue", "year", "keywords")
Ask = Callable[[http.client.HTTPConnection, str], None]


def queries(titles: Sequence[str], count: int) -> dict[str, list[str]]:
    """Two words of a title in any order, and two side by side, quoted; no stop words."""
    draw = random.Random(11)
    words, phrases = dict[str, None](), dict[str, None]()
    while len(words) < count or len(phrases) < count:
        found = [
            word for word in re.findall("[a-z]+", draw.choice(titles).lower()) if len(word) > 3 and is_scored(word)
        ]
        if len(found) > 2:
            words[" ".join(draw.sample(found, 2))] = None
            at = draw.randrange(len(found) - 1)
            phrases[f'"{found[at]} {found[at + 1]}"'] = None
    return {"two words": list(words)[:count], "phrase": list(phrases)[:count]}


def ask_ours(connection: http.client.HTTPConnection, query: str) -> None:
    """A page of results with all that a page shows."""
    connection.request("GET", f"/api/v1/papers?q={quote(query)}&facets=venue,year,keyword&highlight=true")
    read_answer(connection)


def ask_bare(connection: http.client.HTTPConnection, query: str) -> None:
    """The same from a plain index."""
    kind = {"type": "phrase"} if query.startswith('"') else {"operator": "and", "type": "cross_fields"}
    body = {
        "size": 20,
        "track_total_hits": True,
        "query": {"multi_match": {"query": query.strip('"'), "fields": ["title", "abstract"], **kind}},
        "aggs": {name: {"terms": {"field": name, "size": 10}} for name in FACETS},
        "highlight": {"fields": {"title": {}, "abstract": {}}},
    }
    headers = {"Content-Type": "application/json"}
    connection.request("POST", f"/{BARE}/_search", json.dumps(body), headers)
    read_answer(connection)


def read_answer(connection: http.client.HTTPConnection) -> None:
    """Raises RuntimeError for anything but 200."""
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {content[:300]!r}")


def connect(url: str) -> http.client.HTTPConnection:
    """A connection that stays open."""
    address = urlsplit(url)
    return http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)


def in_turn(sites: dict[str, tuple[str, Ask]], asked: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds of each query at each site, ascending."""
    connections = {name: connect(url) for name, (url, _) in sites.items()}
    times: dict[str, list[float]] = {name: [] for name in sites}
    for query in asked:
        for name, (_, ask) in sites.items():
            started = time.perf_counter()
            ask(connections[name], query)
            times[name].append((time.perf_counter() - started) * 1000)
    return {name: sorted(found) for name, found in times.items()}


def requests_per_s(url: str, ask: Ask, asked: Sequence[str]) -> float:
    """What eight clients get answered, each its share of the queries."""

    def client(number: int) -> None:
        connection = connect(url)
        for query in asked[number::CLIENTS]:
            ask(connection, query)

    clients = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    started = time.perf_counter()
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    return len(asked) / (time.perf_counter() - started)


@contextmanager
def served(home: Path, corpus: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of `papersearch serve` over the corpus."""
    environment = {**os.environ, **environment, "PAPERSEARCH_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "papersearch"]
    subprocess.run([*command, "ingest", str(corpus)], env=environment, check=True, capture_output=True)
    with subprocess.Popen(
        [*command, "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield re.findall(r"http://[0-9.:]+", line)[0]
        finally:
            process.terminate()


def fill_bare(client: Elasticsearch, corpus: Path) -> None:
    """A plain index of the same papers."""
    keyword = {"type": "keyword"}
    text = {"type": "text", "analyzer": "english"}
    properties = {"title": text, "abstract": text, "venue": keyword, "keywords": keyword, "authors": keyword,
                  "year": {"type": "integer"}}  # fmt: skip
    client.options(ignore_status=404).indices.delete(index=BARE)
    client.indices.create(
        index=BARE, mappings={"properties": properties}, settings={"number_of_shards": 1, "number_of_replicas": 0}
    )
    with corpus.open(encoding="utf-8") as lines:
        helpers.bulk(client, ({"_index": BARE, "_source": json.loads(line)} for line in lines), chunk_size=2_000)
    client.indices.refresh(index=BARE)


def drop(client: Elasticsearch, prefix: str) -> None:
    """Delete the indexes whose names begin so."""
    for name in client.indices.get(index=f"{prefix}-*"):
        client.indices.delete(index=name)


def main() -> None:
    """Fill all, ask, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--papers", type=int, default=0, help="how many; as many as the Anthology has by default")
    parser.add_argument("--queries", type=int, default=200, help="of each kind")
    given = parser.parse_args()
    elasticsearch = os.environ["ELASTICSEARCH_URL"]
    papers = read_acl(ACL)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        corpus = Path(folder) / "corpus.jsonl"
        with corpus.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(item) + "\n" for item in generate(papers, given.papers or len(papers)))
        client = Elasticsearch(elasticsearch, request_timeout=120)
        stack.callback(client.options(ignore_status=404).indices.delete, index=BARE)
        fill_bare(client, corpus)
        ours = {"PAPERSEARCH_ENGINE_URL": elasticsearch, "PAPERSEARCH_INDEX_PREFIX": "bench-ours"}
        stack.callback(drop, client, "bench-ours")
        sites: dict[str, tuple[str, Ask]] = {
            "bare Elasticsearch": (elasticsearch, ask_bare),
            "embedded": (stack.enter_context(served(Path(folder) / "embedded", corpus, {})), ask_ours),
            "on Elasticsearch": (stack.enter_context(served(Path(folder) / "elastic", corpus, ours)), ask_ours),
        }
        asked = queries([paper.title for paper in papers if paper.title], given.queries + WARMING)
        report(sites, asked)


def report(sites: dict[str, tuple[str, Ask]], asked: dict[str, list[str]]) -> None:
    """Measure and print the table."""
    first = next(iter(sites))
    print("| | " + " | ".join(sites) + " |\n|" + "---|" * (len(sites) + 1))
    for kind, listed in asked.items():
        in_turn(sites, listed[:WARMING])
        times = in_turn(sites, listed[WARMING:])
        base = median(times[first])
        cells = [f"{median(t):.1f} / {t[len(t) * 95 // 100]:.1f} ({median(t) / base:.2f})" for t in times.values()]
        print(f"| {kind}, p50 / p95 ms | " + " | ".join(cells) + " |", flush=True)
    mixed = [query for pair in zip(*(listed[WARMING:] for listed in asked.values()), strict=True) for query in pair]
    rates = {name: [0.0] * 3 for name in sites}
    for round_number in range(3):
        for name, (url, ask) in sites.items():
            rates[name][round_number] = requests_per_s(url, ask, mixed)
    base = median(rates[first])
    cells = [f"{median(found):.0f} ({median(found) / base:.2f})" for found in rates.values()]
    print(f"| requests/s, {CLIENTS} clients | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
