"""Where the sources of a paper disagree: computed from its records when asked for, never indexed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from papersearch.naming.names import author_key
from papersearch.naming.venues import resolve_venue
from papersearch.record import StoredRecord
from papersearch.store import Store
from papersearch.text import words

_SHOWN_CHARACTERS = 160


class Statement(msgspec.Struct, frozen=True):
    """What one source says of a field; `is_taken`: the paper shows this one."""

    source: str
    text: str
    is_taken: bool = msgspec.field(name="shown")


class Conflict(msgspec.Struct, frozen=True):
    """A field on which the sources of a paper disagree, with each one's word once."""

    field: str
    statements: tuple[Statement, ...]


def conflicts(paper: Mapping[str, Any], records: Iterable[StoredRecord]) -> list[Conflict]:
    """The fields on which records differ in more than case, accents, signs and known aliases."""
    told = list(records)
    taken = {
        "title": paper["title"],
        "authors": [author["name"] for author in paper["authors"]],
        "venue": paper["venue"] and paper["venue"]["label"],
        "year": paper["year"],
        "tldr": paper["tldr"] and paper["tldr"]["text"],
        "abstract": paper["abstract"],
    }
    found = []
    for field, shown in taken.items():
        by_meaning: dict[object, tuple[str, Any]] = {}
        for source, value in ((each.source, _value(each, field)) for each in told):
            if value not in (None, "", ()):
                by_meaning.setdefault(_meaning(field, value), (source, value))
        if len(by_meaning) > 1:
            own = _meaning(field, shown) if shown else None
            found.append(Conflict(field, tuple(
                Statement(source, _shown(value), meaning == own) for meaning, (source, value) in by_meaning.items()
            )))  # fmt: skip
    return found


def conflicts_of(store: Store, paper: Mapping[str, Any]) -> list[Conflict]:
    """The conflicts of a stored paper, given as JSON. Raises StoreUnavailableError."""
    rows = store.records.of_papers([paper["id"]]).get(paper["id"], [])
    return conflicts(paper, (row.stored for row in rows))


def _value(stored: StoredRecord, field: str) -> Any:
    record = stored.record
    return record.tldr.text if field == "tldr" and record.tldr else getattr(record, field)


def _meaning(field: str, value: Any) -> object:
    """Equal for values that say the same."""
    match field:
        case "authors":
            return tuple(author_key(name) for name in value)
        case "venue":
            known = resolve_venue(value)
            return known.venue.id if known else "".join(words(value))
        case "year":
            return int(value)
        case _:
            return "".join(words(value))


def _shown(value: Any) -> str:
    text = ", ".join(value) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS].rsplit(' ', 1)[0]} …"
