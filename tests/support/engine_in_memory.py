"""A search engine in memory that keeps the port's promises about writing: versions, tombstones, generations."""

from collections.abc import Callable, Sequence

from papersearch.document import Document
from papersearch.engine import GenerationInfo, ItemReport, Outcome, Tombstone
from papersearch.errors import ConflictError, EngineUnavailableError, NotFoundError

Verdict = Callable[[Document | Tombstone], tuple[Outcome, str] | None]


class EngineInMemory:
    """`verdict` decides what happens to an operation; None takes it. `is_away` makes every call fail."""

    batch_size = 2_000

    def __init__(self) -> None:
        self.indexes: dict[str, dict[str, Document | Tombstone]] = {}
        self.live_name: str | None = None
        self.verdict: Verdict = lambda _operation: None
        self.is_away = False

    def apply(self, generation: str, operations: Sequence[Document | Tombstone]) -> list[ItemReport]:
        self._answer()
        if generation not in self.indexes:
            raise NotFoundError(f"no generation {generation}")
        return [self._apply_one(self.indexes[generation], operation) for operation in operations]

    def refresh(self, generation: str) -> None:
        self._answer()

    def create(self, generation: str) -> None:
        self._answer()
        if generation in self.indexes:
            raise ConflictError(f"{generation} is taken")
        self.indexes[generation] = {}

    def finish_building(self, generation: str) -> None:
        self._answer()

    def generations(self) -> list[GenerationInfo]:
        self._answer()
        return [
            GenerationInfo(name, len(self.papers(name)), name == self.live_name, 0, "schema")
            for name in sorted(self.indexes)
        ]

    def live(self) -> str | None:
        self._answer()
        return self.live_name

    def promote(self, generation: str) -> None:
        self._answer()
        if generation not in self.indexes:
            raise NotFoundError(f"no generation {generation}")
        self.live_name = generation

    def schema_hash(self) -> str:
        return "schema"

    def papers(self, generation: str | None = None) -> dict[str, Document]:
        index = self.indexes[generation or self.live_name or ""]
        return {paper: found for paper, found in index.items() if isinstance(found, Document)}

    def _apply_one(self, index: dict[str, Document | Tombstone], operation: Document | Tombstone) -> ItemReport:
        if refusal := self.verdict(operation):
            return ItemReport(operation.id, operation.version, *refusal)
        known = index.get(operation.id)
        if known is not None and known.version >= operation.version:
            return ItemReport(operation.id, operation.version, Outcome.STALE)
        index[operation.id] = operation
        return ItemReport(operation.id, operation.version, Outcome.OK)

    def _answer(self) -> None:
        if self.is_away:
            raise EngineUnavailableError("the engine is away")
