"""What people decide by hand: these are one paper, these are not, this one goes."""

from collections.abc import Collection, Sequence

from papersearch.errors import ConflictError, NotFoundError
from papersearch.naming.identity import paper_id
from papersearch.record import Record
from papersearch.store import Parts, Store
from papersearch.store.papers import PaperState
from papersearch.store.records import RecordRow
from papersearch_ingest.papers.assembly import assemble


def merge_papers(store: Store, first: str, second: str) -> str:
    """Makes two papers one; the id that lives on, which is the older one. The other is an alias from then on.

    Raises NotFoundError, and ConflictError when both ids are one paper already.
    """
    with store.transaction(merges=True) as tx:
        states = _living(tx, (first, second))
        if len(states) < 2:
            raise ConflictError(f"{first} and {second} are one paper already.", blocking_id=states[0].id)
        kept, other = sorted(states, key=_age)
        tx.papers.allow_together(kept.id, other.id)
        absorb(tx, kept.id, (other.id,))
        assemble(tx, (kept.id, other.id))
    return kept.id


def split_paper(store: Store, wanted: str) -> list[str]:
    """Undoes the merges of a paper, and remembers that its parts are different papers; their ids, its own first.

    Records that would make the same paper by themselves stay together, unless that is all there is: then each becomes
    a paper of its own. Raises NotFoundError, and ConflictError for a paper of one record.
    """
    with store.transaction(merges=True) as tx:
        state = _living(tx, (wanted,))[0]
        members = tx.records.of_papers([state.id])[state.id]
        groups = _groups(members)
        if len(groups) == 1:
            raise ConflictError(f"{state.id} was read from one record: there is nothing to split.")
        ids = [state.id]
        for group in groups[1:]:
            own_id = free_id(tx, group[0].own_paper, ids, aliases_of=state.id)
            tx.papers.drop_alias(own_id)
            tx.records.assign({row.id: own_id for row in group})
            ids.append(own_id)
        for place, first in enumerate(ids):
            for second in ids[place + 1 :]:
                tx.papers.keep_apart(first, second)
        assemble(tx, ids)
    return ids


def delete_papers(store: Store, ids: Sequence[str]) -> list[str]:
    """Deletes papers with their records; the ids that lived. A source that is ingested again brings them back.

    Raises NotFoundError before anything is deleted when one of them is not there.
    """
    with store.transaction(merges=True) as tx:
        return delete_within(tx, ids)


def delete_within(tx: Parts, ids: Sequence[str]) -> list[str]:
    """`delete_papers` in the caller's transaction."""
    found = [state.id for state in _living(tx, ids)]
    for members in tx.records.of_papers(found).values():
        tx.records.delete_many(row.id for row in members)
    assemble(tx, found)
    return found


def absorb(tx: Parts, kept: str, others: Sequence[str]) -> None:
    """Moves the records of other papers to `kept`, and makes their ids its aliases."""
    for other, members in tx.records.of_papers(others).items():
        tx.records.assign({row.id: kept for row in members})
        tx.papers.add_alias(other, kept)


def free_id(tx: Parts, wanted: str, taken: Collection[str] = (), *, aliases_of: str | None = None) -> str:
    """The wanted id, or one derived from it when another paper has it.

    An id that was once given to another paper stays that paper's or its alias for ever; that of a deleted paper is
    used again. `aliases_of`: aliases of this paper count as free, since they come back from a merge.
    """
    number = 0
    candidate = wanted
    while True:
        state = tx.papers.states([candidate]).get(candidate)
        target = tx.papers.resolve(candidate)
        is_alias = target not in {candidate, aliases_of}
        if candidate not in taken and not is_alias and (state is None or state.paper is None):
            return candidate
        number += 1
        candidate = derived_id(wanted, number)


def derived_id(wanted: str, number: int) -> str:
    """Another id of the same form, the same one whenever it is asked for."""
    return paper_id(Record(ids={}, title=f"{wanted} {number}"))


def _groups(members: Sequence[RecordRow]) -> list[list[RecordRow]]:
    groups: dict[str, list[RecordRow]] = {}
    for row in members:
        groups.setdefault(row.own_paper, []).append(row)
    if len(groups) == 1:
        return [[row] for row in members]
    current = members[0].paper
    return sorted(groups.values(), key=lambda group: (group[0].own_paper != current, group[0].id))


def _living(tx: Parts, ids: Sequence[str]) -> list[PaperState]:
    targets = tx.papers.resolve_many(ids)
    states = tx.papers.states(targets.values())
    for wanted in ids:
        state = states.get(targets[wanted])
        if state is None or state.paper is None:
            raise NotFoundError(f"There is no paper {wanted}.")
    return [states[target] for target in dict.fromkeys(targets[wanted] for wanted in ids)]


def _age(state: PaperState) -> tuple[object, str]:
    return (state.paper and state.paper.added_at, state.id)
