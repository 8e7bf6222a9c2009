"""Both engines, empty and of our own, and a way to fill them."""

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from papersearch.document import build_document
from papersearch.engine import Engine, Outcome
from papersearch.paper import Paper
from papersearch.semantic.vectors import VectorIndex
from tests.contract.acl import read_acl

ENGINE_TIMEOUT_S = 60.0
"""Far above what programs use: the tests' machine may be busy, and speed is measured elsewhere."""

BATCH = 2_000


@dataclass
class House:
    """An engine with storage of its own.

    `open` gives another engine on the same storage, as another process would have it; `address` (a folder or a URL) is
    what such a process needs to know; `prefix` is what the names of its generations begin with.
    """

    engine: Engine
    open: Callable[[], Engine]
    address: str
    prefix: str
    _loaded: list[str] = field(default_factory=list)
    _number: int = 0

    def new_name(self) -> str:
        """A generation name that was not used before."""
        self._number += 1
        return f"{self.prefix}-{self._number:06}"

    def build(self, papers: Sequence[Paper]) -> str:
        """A finished generation of these papers, not promoted."""
        name = self.new_name()
        self.engine.create(name)
        for start in range(0, len(papers), BATCH):
            reports = self.engine.apply(name, [build_document(paper) for paper in papers[start : start + BATCH]])
            refused = [report for report in reports if report.outcome is not Outcome.OK]
            assert not refused, refused
        self.engine.finish_building(name)
        return name

    def load(self, papers: Sequence[Paper]) -> str:
        """A live generation of these papers; those that were loaded before are dropped."""
        name = self.build(papers)
        self.engine.promote(name)
        while self._loaded:
            self.engine.drop(self._loaded.pop())
        self._loaded.append(name)
        return name


HouseBuilder = Callable[[], AbstractContextManager[House]]


@contextmanager
def embedded_house(root: Path) -> Iterator[House]:
    """The embedded engine in a folder."""
    from papersearch.embedded.engine import EmbeddedEngine

    house = House(EmbeddedEngine(root), lambda: EmbeddedEngine(root), str(root), "papers")
    try:
        yield house
    finally:
        house.engine.close()


@contextmanager
def elastic_house(url: str) -> Iterator[House]:
    """Elasticsearch under a prefix that nobody else uses."""
    from papersearch.elastic.engine import ElasticEngine

    prefix = f"t{uuid.uuid4().hex[:10]}"

    def open_engine() -> Engine:
        return ElasticEngine(url, prefix, ENGINE_TIMEOUT_S)

    house = House(open_engine(), open_engine, url, prefix)
    try:
        yield house
    finally:
        house.engine.close()
        drop_everything(url, prefix)


def vectors_beside(house: House) -> VectorIndex:
    """Where the vectors of a house's papers are."""
    if house.address.startswith("http"):
        from papersearch.elastic.vectors import ElasticVectors

        return ElasticVectors(house.address, house.prefix, ENGINE_TIMEOUT_S)
    from papersearch.semantic.vector_file import VectorFile

    return VectorFile(Path(house.address))


def drop_everything(url: str, prefix: str) -> None:
    """Deletes every index whose name begins with the prefix, and with them their aliases."""
    for row in ask_elasticsearch(url, f"_cat/indices/{prefix}*?format=json&h=index&expand_wildcards=all"):
        ask_elasticsearch(url, row["index"], method="DELETE")


def ask_elasticsearch(url: str, path: str, *, method: str = "GET") -> list[dict[str, str]]:
    """Elasticsearch's own answer, without our adapter; [] when there is no such thing."""
    try:
        with urlopen(Request(f"{url}/{path}", method=method), timeout=30) as response:
            return json.load(response)
    except HTTPError as error:
        with error:
            if error.code == 404:
                return []
            raise


@pytest.fixture(scope="session")
def acl_papers(data_dir: Path, request: pytest.FixtureRequest) -> list[Paper]:
    """Papers of the ACL Anthology: as many as `--acl-papers` says, 0 for all 71,244."""
    limit = request.config.getoption("--acl-papers")
    return read_acl(data_dir / "data" / "acl-xml.tar.xz", limit or None)


@pytest.fixture(scope="session", params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def build_house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> HouseBuilder:
    """Each engine in turn, as a function that opens an empty one."""
    if request.param == "embedded":
        return lambda: embedded_house(tmp_path_factory.mktemp("embedded") / "index")
    url = request.getfixturevalue("elasticsearch_url")
    return lambda: elastic_house(url)


@pytest.fixture(scope="session")
def house(build_house: HouseBuilder) -> Iterator[House]:
    """The engine that the suite shares: who uses it loads it first."""
    with build_house() as built:
        yield built


@pytest.fixture
def empty_house(build_house: HouseBuilder) -> Iterator[House]:
    """An engine that never held anything."""
    with build_house() as built:
        yield built
