"""What search by meaning costs, on both engines: `python -m bench.meaning [--folder DIR] [--engine NAME]`.

The corpus is the Anthology's papers with generated abstracts (`bench.corpus`), or with `--real` as they are: many have
no abstract. The first of the former (`--encoded`) are encoded by the real model, and the papers get these vectors in
turn, since encoding all takes an hour or two. One
process serves. Each round asks every query once with `mode=keyword` and once with `mode=hybrid`, over HTTP. Prints the
processor time of the serving process for a search, and its resident memory, mapped files and all, before and after the
first searches by meaning. With Elasticsearch it prints its processor time, too, which other users of it disturb.

With `--folder` the corpus, the vectors and the embedded index stay there, and a run that was stopped resumes.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import numpy as np

from bench.corpus import ACL, generate
from papersearch.process.engines import open_engine, open_vectors
from papersearch.query.ranking import is_scored
from papersearch.semantic.embedding import embed_papers
from papersearch.semantic.encoder import DIMENSIONS, Encoder, MiniLmEncoder, Vectors
from papersearch.semantic.vectors import text_of
from papersearch.settings import load_settings
from tests.contract.acl import read_acl
from tests.contract.conftest import drop_everything

PREFIX = "bench-meaning"
PAGE = "&facets=venue,year,keyword&highlight=true"
SEARCHES = {
    "all words, as on the page": PAGE,
    "best match, as on the page": f"&match=best{PAGE}",
    "all words, hits alone": "",
    "best match, hits alone": "&match=best",
}
MODES = ("keyword", "hybrid")
WARMING = 40
ELASTIC_LOOKS_S = 1.1
_ENCODED_AT_ONCE = 256
_ROW_BYTES = DIMENSIONS * 4


class Memory(NamedTuple):
    """Megabytes of a process: resident, the most that ever were, and the part that is not of mapped files."""

    resident: float
    peak: float
    anonymous: float


class Spent(NamedTuple):
    """Milliseconds of processor time for a search: of the serving process, and of Elasticsearch."""

    own: float
    elastic: float

    def since(self, earlier: "Spent", listed: Sequence[str]) -> "Spent":
        """What was spent since then, for each of the queries."""
        return Spent((self.own - earlier.own) / len(listed), (self.elastic - earlier.elastic) / len(listed))


class RepeatingEncoder:
    """An `Encoder` that has a store of vectors of real texts and gives them out in turn, whatever the text."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._place = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        places = np.arange(self._place, self._place + len(texts)) % len(self._vectors)
        self._place += len(texts)
        found: Vectors = self._vectors[places]
        return found


def write_corpus(path: Path, papers: int) -> list[str]:
    """The corpus in a file, unless it is there, and the titles for queries."""
    read = read_acl(ACL)
    if not path.exists():
        with path.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(item) + "\n" for item in generate(read, papers or len(read)))
    return [paper.title for paper in read if paper.title]


def every_processor() -> Encoder:
    """The real model on all processors."""
    return MiniLmEncoder(len(os.sched_getaffinity(0)))


def real_vectors(
    corpus: Path, kept: Path, count: int, load_encoder: Callable[[], Encoder] = every_processor
) -> Vectors:
    """Vectors of the corpus' first papers; what the file has already is not encoded again."""
    with corpus.open(encoding="utf-8") as lines:
        texts = [text_of(json.loads(line)) for line in islice(lines, count)]
    done = kept.stat().st_size // _ROW_BYTES if kept.exists() else 0
    encoder = load_encoder()
    with kept.open("ab") as out:
        for start in range(done, count, _ENCODED_AT_ONCE):
            out.write(encoder.encode(texts[start : min(start + _ENCODED_AT_ONCE, count)]).tobytes())
            out.flush()
    return np.fromfile(kept, np.float32).reshape(-1, DIMENSIONS)[:count]


def fill(environment: Mapping[str, str], corpus: Path, vectors: Vectors) -> None:
    """The papers, unless they are there, and their vectors."""
    if not Path(environment["PAPERSEARCH_HOME"]).exists():
        command = [sys.executable, "-m", "papersearch", "ingest", str(corpus)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
    settings = load_settings(environment)
    embed_papers(open_engine(settings), open_vectors(settings), RepeatingEncoder(vectors))


@contextmanager
def served(environment: Mapping[str, str], python: str = sys.executable) -> Iterator[tuple[str, int]]:
    """The address of `papersearch serve` with one process, and that process."""
    with subprocess.Popen(
        [python, "-m", "papersearch", "serve", "--port", "0"],
        env={**environment, "PAPERSEARCH_WEB_PROCESSES": "1", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as parent:
        try:
            line = parent.stdout.readline() if parent.stdout else ""
            yield re.findall(r"http://[0-9.:]+", line)[0], serving_process(parent.pid)
        finally:
            parent.terminate()


def serving_process(parent: int) -> int:
    """The child of `papersearch serve` that answers, and not the worker; 0.1.0 has none and answers itself."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    serving = [int(child) for child in children if b"--socket" in Path(f"/proc/{child}/cmdline").read_bytes()]
    return serving[0] if serving else parent


def processor_ms(process: int) -> float:
    """Milliseconds of processor time that a process has taken."""
    after_name = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def elasticsearch_ms(url: str) -> float:
    """Milliseconds of processor time that Elasticsearch has taken."""
    with urlopen(f"{url}/_nodes/stats/process") as answer:
        nodes = json.load(answer)["nodes"].values()
    return sum(float(node["process"]["cpu"]["total_in_millis"]) for node in nodes)


def processor_times(process: int, url: str | None) -> Spent:
    """What both have taken until now. Elasticsearch looks once a second what it is."""
    if not url:
        return Spent(processor_ms(process), 0)
    time.sleep(ELASTIC_LOOKS_S)
    return Spent(processor_ms(process), elasticsearch_ms(url))


def memory(process: int) -> Memory:
    """What a process holds now."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    found = {name: value for name, _, value in (line.partition(":") for line in lines)}
    return Memory(*(int(found[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM", "RssAnon")))


def queries(titles: Sequence[str], count: int) -> list[str]:
    """Two to four words of a title, no stop words; the same in each run."""
    draw = random.Random(13)
    found: dict[str, None] = {}
    while len(found) < count:
        said = [word for word in re.findall("[a-z]+", draw.choice(titles).lower()) if is_scored(word)]
        if len(said) > 4:
            found[" ".join(draw.sample(said, draw.randint(2, 4)))] = None
    return list(found)


def ask(address: str, listed: Sequence[str], mode: str, options: str) -> None:
    """One request for each query."""
    for query in listed:
        with urlopen(f"{address}/api/v1/papers?q={quote(query)}&mode={mode}{options}") as answer:
            answer.read()


def _cells(keyword: Spent, hybrid: Spent) -> str:
    if not keyword.elastic:
        return f"{keyword.own:.1f} ms | {hybrid.own:.1f} ms | {hybrid.own / keyword.own:.2f} x"
    alone, whole = hybrid.own / keyword.own, sum(hybrid) / sum(keyword)
    cells = (f"{spent.own:.1f} ms + {spent.elastic:.1f} ms" for spent in (keyword, hybrid))
    return " | ".join([*cells, f"{alone:.2f} x, with Elasticsearch {whole:.2f} x"])


def measure(address: str, process: int, listed: Sequence[str], rounds: int, url: str | None) -> None:
    """Print a line for each kind of search, and the memory."""
    warming, listed = listed[:WARMING], listed[WARMING:]
    for options in SEARCHES.values():
        ask(address, warming, "keyword", options)
    words_only = memory(process)
    for options in SEARCHES.values():
        ask(address, warming, "hybrid", options)
    for kind, options in SEARCHES.items():
        spent = {mode: Spent(0, 0) for mode in MODES}
        before = processor_times(process, url)
        for number in range(rounds):
            part = listed[number::rounds]  # the vectors of the last 64 queries are remembered, so none comes again soon
            for mode in MODES if number % 2 else reversed(MODES):
                ask(address, part, mode, options)
                now = processor_times(process, url)
                spent[mode] = Spent(*(sum(each) for each in zip(spent[mode], now.since(before, listed), strict=True)))
                before = now
        print(f"| {kind} | {_cells(spent['keyword'], spent['hybrid'])} |", flush=True)
    after = memory(process)
    for name in Memory._fields:
        low, high = getattr(words_only, name), getattr(after, name)
        print(f"| memory, {name} | {low:.0f} MB | {high:.0f} MB | + {high - low:.0f} MB |", flush=True)


def first_start(address: str, process: int, listed: Sequence[str]) -> None:
    """Print the memory of the first process after an ingest, which reads every paper; later ones read what it kept."""
    with suppress(HTTPError):  # reading every paper may take longer than a request may; the next one finds it done
        ask(address, listed[:1], "hybrid", PAGE)
    ask(address, listed, "hybrid", PAGE)
    found = memory(process)
    print(f"| memory of the first process after an ingest, resident | | {found.resident:.0f} MB | |", flush=True)


def main() -> None:
    """Fill, serve and measure each engine."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--engine", choices=("embedded", "elasticsearch"), action="append")
    parser.add_argument("--papers", type=int, default=0, help="as many as the Anthology has by default")
    parser.add_argument("--real", action="store_true", help="the Anthology as it is")
    parser.add_argument("--encoded", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=4)
    given = parser.parse_args()
    url = os.environ.get("ELASTICSEARCH_URL")
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        corpus = folder / "corpus.jsonl"
        titles = write_corpus(corpus, given.papers)
        started = time.monotonic()
        vectors = real_vectors(corpus, folder / "vectors.f32", given.encoded)
        print(f"{len(vectors):,} papers encoded in {time.monotonic() - started:.0f} s", flush=True)
        listed = queries(titles, given.queries + WARMING)
        for engine in given.engine or (["embedded", "elasticsearch"] if url else ["embedded"]):
            home = folder / f"{engine}{'-real' if given.real else ''}"
            environment = {**os.environ, "PAPERSEARCH_HOME": str(home)}
            if engine == "elasticsearch" and url:
                shutil.rmtree(home, ignore_errors=True)  # its index is dropped at the end of a run
                environment |= {"PAPERSEARCH_ENGINE_URL": url, "PAPERSEARCH_INDEX_PREFIX": PREFIX}
                stack.callback(drop_everything, url, PREFIX)
            fill(environment, ACL if given.real else corpus, vectors)
            print(f"| {engine} | keyword | hybrid | |\n|---|---|---|---|", flush=True)
            with served(environment) as (address, process):
                first_start(address, process, listed[:WARMING])
            with served(environment) as (address, process):
                measure(address, process, listed, given.rounds, url if engine == "elasticsearch" else None)
            print()


if __name__ == "__main__":
    main()
