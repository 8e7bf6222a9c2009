"""Walks by cursor as a program makes them, also in a process of its own, whose memory tells what a walk needs.

    python -m contract.walking '{"address": "…", "prefix": "…", "q": "", "sort": "title:asc", "is_kept": false}'

prints `{"ids": ["p_…", …], "peak_kb": […, …]}`: the ids in the order in which they came, and the largest resident
memory of the process until a tenth of the walk was done, and until its end. `is_kept` keeps every page, as no walk
should: what that costs is the measure for the others.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from papersearch.engine import Engine
from papersearch.paper import Paper
from papersearch.query.parameters import SearchParams
from papersearch.search.answers import ResultPage
from papersearch.search.service import SearchService
from tests.support.paths import ROOT

PATIENCE_S = 60.0


class NoLabels:
    """A store that knows no label."""

    def get(self, field: str, keys: Iterable[str]) -> Mapping[str, str]:
        return {}


class NoAliases:
    """A store in which no paper was ever merged."""

    def get(self, ids: Sequence[str]) -> list[Paper | None]:
        return [None] * len(ids)

    def resolve(self, paper_id: str) -> str:
        return paper_id


def service_over(engine: Engine) -> SearchService:
    """The search service without a store."""
    return SearchService(engine, NoLabels(), NoAliases())


def walk(engine: Engine, params: SearchParams) -> Iterator[ResultPage]:
    """Every page of a walk."""
    service = service_over(engine)
    params = replace(params, cursor="*")
    while params.cursor:
        page = service.search(params)
        yield page
        params = replace(params, cursor=page.meta.next_cursor)


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk over the live generation of an engine: `address` is a folder, or the URL of an Elasticsearch."""

    address: str
    prefix: str
    q: str
    sort: str
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Walked:
    """What such a walk met, and the memory that it took: `peak_kb` after a tenth and at the end."""

    ids: list[str]
    peak_kb: tuple[int, int]

    @property
    def growth_kb(self) -> int:
        """What the last nine tenths needed beyond the first one."""
        return self.peak_kb[1] - self.peak_kb[0]


def walk_apart(wanted: Walk) -> Walked:
    """The walk, made by a new process."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}
    command = [sys.executable, "-m", "tests.contract.walking", json.dumps(asdict(wanted))]
    found: dict[str, Any] = json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
    return Walked(found["ids"], tuple(found["peak_kb"]))


def _open(wanted: Walk) -> Engine:
    if "://" in wanted.address:
        from papersearch.elastic.engine import ElasticEngine

        return ElasticEngine(wanted.address, wanted.prefix, PATIENCE_S)
    from papersearch.embedded.engine import EmbeddedEngine

    return EmbeddedEngine(Path(wanted.address))


def _made(wanted: Walk) -> Walked:
    ids: list[str] = []
    kept: list[ResultPage] = []
    early = 0
    engine = _open(wanted)
    for page in walk(engine, SearchParams(q=wanted.q, sort=wanted.sort, per_page=100)):
        ids += [hit.id for hit in page.hits]
        if wanted.is_kept:
            kept.append(page)
        if not early and len(ids) * 10 >= page.meta.count:
            early = _peak_kb()
    engine.close()
    return Walked(ids, (early, _peak_kb()))


def _peak_kb() -> int:
    """Of this program alone: what `getrusage` tells begins with the peak of the process that started it."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    print(json.dumps(asdict(_made(Walk(**json.loads(sys.argv[1]))))))
