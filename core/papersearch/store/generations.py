"""The generations as the store knows them, and the chunks in which a re-index fills a new one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, func, literal, select, update

from papersearch.errors import ConflictError, NotFoundError
from papersearch.store.database import Access, Joined, insert_into, take_lock
from papersearch.store.tables import generations, index_queue, papers, reindex_chunks


class GenerationState(StrEnum):
    """The state of a generation; a dropped one has no row."""

    BUILDING = "building"
    CATCHING_UP = "catching_up"
    VERIFYING = "verifying"
    LIVE = "live"
    RETIRED = "retired"
    FAILED = "failed"


TAKING_WRITES = (
    GenerationState.BUILDING,
    GenerationState.CATCHING_UP,
    GenerationState.VERIFYING,
    GenerationState.LIVE,
    GenerationState.RETIRED,
)
"""A retired generation takes writes until it is dropped, so that a roll back loses nothing."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One physical index in the store's eyes."""

    name: str
    state: GenerationState
    schema_hash: str
    created_at: datetime
    promoted_at: datetime | None
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A range of paper ids, both ends included, that a re-index copies in one piece."""

    generation: str
    position: int
    first_id: str
    last_id: str
    papers: int
    is_done: bool


class Generations:
    """The table of generations. Changes wait for the paper writes under way, so that none misses a new generation."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def add(self, name: str, schema_hash: str, *, state: GenerationState = GenerationState.BUILDING) -> Generation:
        """From the end of this transaction on, each paper write is queued for it too. Raises ConflictError."""
        now = self._access.clock()
        promoted_at = now if state == GenerationState.LIVE else None
        values = {"name": name, "state": state.value, "schema_hash": schema_hash, "created_at": now}
        with self._access.writing() as connection:
            take_lock(connection, "generations")
            taken = connection.execute(select(generations.c.name).where(generations.c.name == name)).first()
            if taken:
                raise ConflictError(f"Generation {name} already exists.", blocking_id=name)
            connection.execute(generations.insert(), {**values, "promoted_at": promoted_at})
        return Generation(name, state, schema_hash, now, promoted_at, None)

    def get(self, name: str) -> Generation:
        """Raises NotFoundError."""
        for generation in self.all():
            if generation.name == name:
                return generation
        raise NotFoundError(f"Generation {name} not found.")

    def all(self) -> list[Generation]:
        """Every generation, by name."""
        return [_generation(row) for row in self._access.read(select(generations).order_by(generations.c.name))]

    def live(self) -> Generation | None:
        """The one that answers searches, or None before the first ingest."""
        return next((one for one in self.all() if one.state == GenerationState.LIVE), None)

    def taking_writes(self) -> list[Generation]:
        """Those for which each paper write is queued, the live one first."""
        found = [one for one in self.all() if one.state in TAKING_WRITES]
        return sorted(found, key=lambda one: (one.state != GenerationState.LIVE, one.name))

    def lock(self) -> None:
        """Lock the generations: until the transaction ends, no other changes one, and no paper is written."""
        with self._access.writing() as connection:
            take_lock(connection, "generations")

    def set_state(self, name: str, state: GenerationState) -> None:
        """Changes the state of a generation that is not live and does not become so.

        Raises NotFoundError, and ConflictError for the live one.
        """
        with self._access.writing() as connection:
            take_lock(connection, "generations")
            before = connection.execute(select(generations.c.state).where(generations.c.name == name)).scalar()
            if before is None:
                raise NotFoundError(f"Generation {name} not found.")
            if before == GenerationState.LIVE.value:
                raise ConflictError(f"{name} is live.", blocking_id=name)
            connection.execute(update(generations).where(generations.c.name == name).values(state=state.value))

    def promote(self, name: str) -> None:
        """Writes down that this one is live (the engine has said so), and the one before it retired.

        The same call rolls back. Raises NotFoundError.
        """
        now = self._access.clock()
        with self._access.writing() as connection:
            take_lock(connection, "generations")
            others = (generations.c.state == GenerationState.LIVE.value, generations.c.name != name)
            retired = {"state": GenerationState.RETIRED.value, "retired_at": now}
            connection.execute(update(generations).where(*others).values(**retired))
            live = {"state": GenerationState.LIVE.value, "promoted_at": now, "retired_at": None}
            changed = connection.execute(update(generations).where(generations.c.name == name).values(**live))
            if not changed.rowcount:
                raise NotFoundError(f"Generation {name} not found.")

    def drop(self, name: str) -> None:
        """Forgets a generation, its chunks and its queue; one that is not there is fine. ConflictError if live."""
        with self._access.writing() as connection:
            take_lock(connection, "generations")
            state = connection.execute(select(generations.c.state).where(generations.c.name == name)).scalar()
            if state == GenerationState.LIVE.value:
                raise ConflictError(f"{name} is live: it cannot be dropped.", blocking_id=name)
            for table in (index_queue, reindex_chunks):
                connection.execute(delete(table).where(table.c.generation == name))
            connection.execute(delete(generations).where(generations.c.name == name))

    def next_name(self, prefix: str, built: Iterable[str] = ()) -> str:
        """`papers-000007`: one above every number in the store and in `built`, the names that the engine has."""
        names = {one.name for one in self.all()}.union(built)
        numbers = [int(name.rpartition("-")[2]) for name in names if name.startswith(f"{prefix}-")]
        return f"{prefix}-{max(numbers, default=0) + 1:06d}"


class Chunks:
    """The plan of a re-index: which ranges of ids are copied, and which are still to do."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def plan(self, generation: str, *, size: int = 1000) -> int:
        """Cuts the ids that are there now into chunks; a plan that exists stays as it is. The number of chunks."""
        with self._access.writing() as connection:
            there = select(func.count()).select_from(reindex_chunks).where(reindex_chunks.c.generation == generation)
            if planned := connection.execute(there).scalar_one():
                return int(planned)
            ids = connection.execute(select(papers.c.id).order_by(papers.c.id)).scalars()
            rows = [
                {"generation": generation, "position": position, "first_id": piece[0], "last_id": piece[-1],
                 "papers": len(piece)}
                for position, piece in enumerate(_pieces(ids, size))
            ]  # fmt: skip
            if rows:
                connection.execute(reindex_chunks.insert(), rows)
            return len(rows)

    def pending(self, generation: str) -> list[Chunk]:
        """The chunks still to do, in id order."""
        return [chunk for chunk in self.all(generation) if not chunk.is_done]

    def all(self, generation: str) -> list[Chunk]:
        """The whole plan, in id order."""
        of_generation = reindex_chunks.c.generation == generation
        query = select(reindex_chunks).where(of_generation).order_by(reindex_chunks.c.position)
        return [
            Chunk(row.generation, row.position, row.first_id, row.last_id, row.papers, row.done)
            for row in self._access.read(query)
        ]

    def queue(self, chunk: Chunk) -> None:
        """Queues every paper and tombstone of a chunk for its generation, and ticks the chunk off, in one transaction.

        What the queue holds of these papers already is as new or newer, and stays.
        """
        now = self._access.clock()
        columns = ["generation", "paper", "version", "attempts", "available_at", "queued_at"]
        moment = literal(now, index_queue.c.queued_at.type)
        rows = select(literal(chunk.generation), papers.c.id, papers.c.version, literal(0), moment, moment)
        rows = rows.where(papers.c.id >= chunk.first_id, papers.c.id <= chunk.last_id)
        with self._access.writing() as connection:
            connection.execute(insert_into(connection, index_queue).from_select(columns, rows).on_conflict_do_nothing())
            Chunks(Joined(connection, self._access.clock)).done(chunk)

    def done(self, chunk: Chunk) -> None:
        """Nothing is left to do for this chunk."""
        mine = (reindex_chunks.c.generation == chunk.generation, reindex_chunks.c.position == chunk.position)
        self._access.write(update(reindex_chunks).where(*mine).values(done=True))


def _generation(row: Row[Any]) -> Generation:
    return Generation(
        row.name, GenerationState(row.state), row.schema_hash, row.created_at, row.promoted_at, row.retired_at
    )


def _pieces(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    piece: list[str] = []
    for paper_id in ids:
        piece.append(paper_id)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece
