"""What the API answers, as objects made of its JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from papersearch_client.papers import Hit, Paper

Json = Mapping[str, Any]
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Bucket:
    """A value of a facet and the number of papers that have it. `value` works as a filter, `label` is for showing."""

    value: str | int
    label: str
    count: int
    is_selected: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """The counts of one facet.

    `base_count`: papers that match the query and the other filters. `missing_count`: those of them without a value.
    `other_count`: the sum over values that are not listed. `distinct`: the number of values.
    """

    buckets: tuple[Bucket, ...]
    distinct: int
    base_count: int
    other_count: int
    missing_count: int


@dataclass(frozen=True, slots=True)
class FacetValues(Facet):
    """A list of a facet's values. `next_cursor` continues a list with `sort="value"`."""

    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """What the server ignored or read in another way. `position` counts the characters before it in the query."""

    code: str
    detail: str
    position: int | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of results. `count` is the exact number of all results; iterate over the page for its papers.

    `query` is the query as the server understood it. `json` is the whole answer, suggestions and links included.
    """

    count: int
    papers: tuple[Hit, ...]
    facets: Mapping[str, Facet]
    warnings: tuple[QueryWarning, ...]
    query: str
    next_cursor: str | None
    generation: str
    json: Json = field(repr=False)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.papers)

    def __len__(self) -> int:
        return len(self.papers)


@dataclass(frozen=True, slots=True)
class PaperList(Generic[P]):
    """Papers in a list that has no further pages. `count` can be greater than the number of listed papers."""

    count: int
    papers: tuple[P, ...]

    def __iter__(self) -> Iterator[P]:
        return iter(self.papers)

    def __len__(self) -> int:
        return len(self.papers)


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """The paper whose title is nearest, and how near: 1.0 is the same title."""

    paper: Paper
    score: float


@dataclass(frozen=True, slots=True)
class WriteOutcome:
    """What became of one paper: `added updated merged unchanged rejected deleted`. `error` says why it was rejected."""

    line: int
    id: str | None
    outcome: str
    error: str | None


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What became of a write: its job, that job's state, and the outcome of each paper.

    `outcomes` is empty while the job runs, and for a source file. `error` says why a job failed.
    """

    job: int
    state: str
    outcomes: tuple[WriteOutcome, ...] = ()
    error: str | None = None
    progress: Json = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether the papers are searchable."""
        return self.state == "done"

    @property
    def has_ended(self) -> bool:
        """Whether the job is over: done, failed or cancelled."""
        return self.state in {"done", "failed", "cancelled"}

    @property
    def rejected(self) -> tuple[WriteOutcome, ...]:
        """The papers that the server could not take."""
        return tuple(each for each in self.outcomes if each.outcome == "rejected")


def read_page(body: Json) -> Page:
    """Read the answer of a search."""
    meta = body["meta"]
    return Page(
        count=meta["count"],
        papers=tuple(body["results"]),
        facets={name: read_facet(facet) for name, facet in body["facets"].items()},
        warnings=tuple(map(_warning, meta["query"]["warnings"])),
        query=meta["query"]["normalized"],
        next_cursor=meta["next_cursor"],
        generation=meta["generation"],
        json=body,
    )


def read_facet(facet: Json) -> Facet:
    """Read one facet of a search's answer."""
    return Facet(
        tuple(map(_bucket, facet["buckets"])),
        facet["distinct"], facet["base_count"], facet["other_count"], facet["missing_count"],
    )  # fmt: skip


def read_values(body: Json) -> FacetValues:
    """Read a list of a facet's values."""
    meta = body["meta"]
    counts = (meta["distinct"], meta["base_count"], meta["other_count"], meta["missing_count"])
    return FacetValues(tuple(map(_bucket, body["results"])), *counts, next_cursor=meta["next_cursor"])


def read_list(body: Json) -> PaperList[Any]:
    """Read a list of papers or of cited works."""
    return PaperList(body["meta"]["count"], tuple(body["results"]))


def read_report(body: Json) -> WriteReport:
    """Read the answer of a write: the results of its papers, or the job that is still running."""
    if "results" in body:
        outcomes = (WriteOutcome(each["line"], each["id"], each["outcome"], each["error"]) for each in body["results"])
        return WriteReport(body["meta"]["job"], body["meta"]["state"], tuple(outcomes))
    return WriteReport(body["id"], body["state"], error=body["error"], progress=body["progress"])


def _warning(warning: Json) -> QueryWarning:
    return QueryWarning(warning["code"], warning["detail"], warning.get("position"), warning.get("suggestion"))


def _bucket(bucket: Json) -> Bucket:
    return Bucket(
        bucket["value"], bucket["label"], bucket["count"], bucket.get("selected", False), bucket.get("excluded", False)
    )
