"""A paper as a program sends it: read strictly, each wrong field named, so that nothing is lost by a misspelling.

What `GET /papers/{id}` answers can be sent back as it is: members that the service itself fills in are passed over.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import msgspec

from papersearch.errors import DocumentError, Problem
from papersearch.naming.identity import STRONG_SCHEMES, normalise_id
from papersearch.paper import JsonObject, KeywordSource, Material, Tldr, TldrSource
from papersearch.record import Record

LONGEST = {"title": 2_000, "abstract": 100_000, "comments": 10_000, "journal_ref": 2_000, "full_text": 5_000_000}
LONGEST_NAME = 1_000
MOST_AUTHORS = 10_000
MOST_KEYWORDS = 200
FIRST_YEAR, LAST_YEAR = 1000, 2999
FILLED_IN = frozenset(
    {
        "id",
        "sources",
        "provenance",
        "added_at",
        "updated_at",
        "version",
        "thumbnail",
        "conflicts",
        "score",
        "matched",
        "highlights",
        "shares",
    }
)
"""Members of an answer that are no word of the sender's."""


@dataclass(slots=True)
class _Reading:
    """The object that is read, and what was found wrong with it."""

    body: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def reject(self, name: str, detail: str, suggestion: str | None = None) -> None:
        self.problems.append(Problem(name, detail, suggestion=suggestion))

    def text(self, name: str) -> str | None:
        return self.checked_text(name, self.body.get(name), LONGEST[name])

    def checked_text(self, name: str, value: Any, longest: int = LONGEST_NAME) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            self.reject(name, f"{name} must be a text.")
        elif len(value) > longest:
            self.reject(name, f"{name} is longer than {longest:,} characters.")
        else:
            return value.strip() or None
        return None

    def listed(self, name: str, most: int) -> Iterator[tuple[str, Any]]:
        """The entries of a list with the name of each, `authors[2]`."""
        value = self.body.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.reject(name, f"{name} must be a list.")
        elif len(value) > most:
            self.reject(name, f"{name} has {len(value):,} entries; the limit is {most:,}.")
        else:
            yield from ((f"{name}[{place}]", entry) for place, entry in enumerate(value))

    def member(self, name: str, value: Any, key: str) -> str | None:
        """A text, or an object that has it under `key`."""
        if isinstance(value, Mapping):
            name, value = f"{name}.{key}", value.get(key)
        text = self.checked_text(name, value)
        if value is None or (isinstance(value, str) and not text):
            self.reject(name, f"{name} must be a text that is not empty.")
        return text

    def by_name(self, name: str) -> Iterator[tuple[str, str]]:
        """The members of an object of texts; null is none."""
        value = self.body.get(name)
        if value is None:
            return
        if not isinstance(value, Mapping):
            self.reject(name, f"{name} must be an object of texts.")
            return
        for key, entry in value.items():
            text = self.checked_text(f"{name}.{key}", entry, 2_000)
            if text:
                yield key, text


def read_paper_input(body: object) -> Record:
    """The record that a JSON object says. Raises DocumentError with everything that is wrong."""
    if not isinstance(body, Mapping):
        raise DocumentError(Problem("body", "A paper is a JSON object."))
    reading = _Reading(body)
    for name in body:
        if name not in _READERS and name not in FILLED_IN:
            near = get_close_matches(str(name), list(_READERS), 1, 0.6)
            hint = f" Did you mean {near[0]}?" if near else f" There are {', '.join(_READERS)}."
            reading.reject(str(name), f"A paper has no {name}.{hint}", near[0] if near else None)
    fields = {name: read(reading) for name, read in _READERS.items()}
    if not (fields["title"] or fields["abstract"] or fields["ids"]) and not reading.problems:
        reading.reject("title", "A paper needs a title, an abstract or an identifier in ids.")
    if reading.problems:
        raise DocumentError(*reading.problems)
    return Record(**fields, raw=msgspec.json.encode(body, order="sorted").decode())


def _authors(reading: _Reading) -> tuple[str, ...]:
    found = [reading.member(name, entry, "name") for name, entry in reading.listed("authors", MOST_AUTHORS)]
    return tuple(name for name in found if name)


def _tldr(reading: _Reading) -> Tldr | None:
    value = reading.body.get("tldr")
    if value is None:
        return None
    text = reading.member("tldr", value, "text")
    source = value.get("source", TldrSource.AUTHORS.value) if isinstance(value, Mapping) else TldrSource.AUTHORS.value
    if source not in list(TldrSource):
        reading.reject("tldr.source", f"tldr.source must be one of {', '.join(TldrSource)}.")
        return None
    return Tldr(text, TldrSource(source)) if text else None


def _venue(reading: _Reading) -> str | None:
    value = reading.body.get("venue")
    if isinstance(value, Mapping) and not value.get("label"):
        return reading.member("venue", value, "id")
    return None if value is None else reading.member("venue", value, "label")


def _year(reading: _Reading) -> int | None:
    value = reading.body.get("year")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not FIRST_YEAR <= value <= LAST_YEAR:
        reading.reject("year", f"year must be a whole number from {FIRST_YEAR} to {LAST_YEAR}.")
        return None
    return value


def _keywords(reading: _Reading) -> tuple[str, ...]:
    """Those that the service extracted are extracted anew."""
    found = [
        reading.member(name, entry, "value")
        for name, entry in reading.listed("keywords", MOST_KEYWORDS)
        if not (isinstance(entry, Mapping) and entry.get("source") == KeywordSource.EXTRACTED)
    ]
    return tuple(value for value in found if value)


def _ids(reading: _Reading) -> dict[str, str]:
    ids: dict[str, str] = {}
    for scheme, text in reading.by_name("ids"):
        plain = normalise_id(scheme, text)
        if plain is None and scheme in STRONG_SCHEMES:
            reading.reject(f"ids.{scheme}", f"{text!r} is no {scheme} identifier.")
        elif plain:
            ids[scheme] = plain
    return ids


def _links(reading: _Reading) -> dict[str, str]:
    links: dict[str, str] = {}
    for name, address in reading.by_name("links"):
        if address.startswith(("http://", "https://")):
            links[name] = address
        else:
            reading.reject(f"links.{name}", f"links.{name} must be an http or https address.")
    return links


def _materials(reading: _Reading) -> tuple[Material, ...]:
    found = []
    for name, entry in reading.listed("materials", len(Material)):
        if entry in list(Material):
            found.append(Material(entry))
        else:
            reading.reject(name, f"{name} must be one of {', '.join(Material)}.")
    return tuple(found)


def _is_retracted(reading: _Reading) -> bool:
    value = reading.body.get("is_retracted")
    if value is not None and not isinstance(value, bool):
        reading.reject("is_retracted", "is_retracted must be true or false.")
    return value is True


def _text_reader(name: str) -> Callable[[_Reading], str | None]:
    return lambda reading: reading.text(name)


_READERS: dict[str, Callable[[_Reading], Any]] = {
    **{name: _text_reader(name) for name in ("title", "abstract", "comments", "journal_ref", "full_text")},
    "authors": _authors,
    "tldr": _tldr,
    "venue": _venue,
    "year": _year,
    "keywords": _keywords,
    "ids": _ids,
    "links": _links,
    "materials": _materials,
    "is_retracted": _is_retracted,
}
"""A member -> how it is read."""


def paper_input_schema() -> JsonObject:
    """The JSON schema of what `read_paper_input` takes, for the OpenAPI document."""
    text: JsonObject = {"type": ["string", "null"]}
    texts: JsonObject = {"type": ["object", "null"], "additionalProperties": {"type": ["string", "null"]}}
    return {
        "type": "object",
        "properties": {
            "title": {**text, "maxLength": LONGEST["title"]},
            "authors": {"type": ["array", "null"], "items": {"oneOf": [{"type": "string"}, _object_with("name")]}},
            "abstract": {**text, "maxLength": LONGEST["abstract"]},
            "tldr": {"oneOf": [text, _object_with("text")]},
            "venue": {"oneOf": [text, {"type": "object"}]},
            "year": {"type": ["integer", "null"], "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
            "keywords": {"type": ["array", "null"], "items": {"oneOf": [{"type": "string"}, _object_with("value")]}},
            "ids": texts,
            "links": texts,
            "materials": {"type": ["array", "null"], "items": {"enum": [str(each) for each in Material]}},
            "comments": text,
            "journal_ref": text,
            "full_text": text,
            "is_retracted": {"type": ["boolean", "null"]},
        },
    }


def _object_with(name: str) -> JsonObject:
    return {"type": "object", "properties": {name: {"type": "string"}}, "required": [name]}
