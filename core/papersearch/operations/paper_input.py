"""A paper as a program sends it: read strictly, each wrong field named, so that nothing is lost by a misspelling.

What `GET /papers/{id}` answers can be sent back as it is: members that the service itself fills in are passed over.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from papersearch.errors import DocumentError, Problem
from papersearch.naming.identity import STRONG_SCHEMES, normalise_id
from papersearch.paper import Author, JsonObject, KeywordSource, Material, PaperType, Reference, Tldr, TldrSource
from papersearch.query.spelling import nearest
from papersearch.record import Record

Name = Annotated[str, Meta(max_length=1_000, pattern=r"\S")]
"""A text that is not empty."""
Line = Annotated[str, Meta(max_length=2_000)]
Year = Annotated[int, Meta(ge=1000, le=2999)]
Texts = dict[str, Annotated[str, Meta(max_length=2_000)] | None]
FILLED_IN = frozenset({"id", "sources", "provenance", "added_at", "updated_at", "version", "thumbnail", "conflicts",
                       "score", "matched", "highlights", "shares"})  # fmt: skip
"""Members of an answer that the service fills in."""


class AuthorInput(msgspec.Struct):
    """An author as an object; the parts of the name as in `paper.Author`."""

    name: Name
    given: Line | None = None
    family: Line | None = None
    suffix: Line | None = None
    literal: Line | None = None
    orcid: Annotated[str, Meta(pattern=r"^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$")] | None = None


class ReferenceInput(msgspec.Struct):
    """A work that the paper cites, as in `paper.Reference`."""

    ids: Texts | None = None
    title: Line | None = None
    year: Year | None = None
    authors: Annotated[list[Name], Meta(max_length=10_000)] | None = None
    text: Annotated[str, Meta(max_length=10_000)] | None = None


class TldrInput(msgspec.Struct):
    """A summary and who made it."""

    text: Name
    source: TldrSource = TldrSource.AUTHORS


class VenueInput(msgspec.Struct):
    """A venue as an object: one of the two is needed."""

    label: Annotated[str, Meta(max_length=1_000)] | None = None
    id: Annotated[str, Meta(max_length=1_000)] | None = None


class KeywordInput(msgspec.Struct):
    """A keyword as an object; those that the service extracted are extracted again."""

    value: Name
    source: KeywordSource = KeywordSource.AUTHOR


class PaperInput(msgspec.Struct, kw_only=True):
    """A paper as a program sends it: every member may be missing or null."""

    type: PaperType | None = None
    title: Line | None = None
    authors: Annotated[list[Name | AuthorInput], Meta(max_length=10_000)] | None = None
    abstract: Annotated[str, Meta(max_length=100_000)] | None = None
    tldr: Name | TldrInput | None = None
    venue: Annotated[str, Meta(max_length=1_000)] | VenueInput | None = None
    year: Year | None = None
    month: Annotated[int, Meta(ge=1, le=12)] | None = None
    day: Annotated[int, Meta(ge=1, le=31)] | None = None
    container: Line | None = None
    volume: Line | None = None
    issue: Line | None = None
    pages: Line | None = None
    publisher: Line | None = None
    edition: Line | None = None
    editors: Annotated[list[Name | AuthorInput], Meta(max_length=10_000)] | None = None
    issn: Annotated[list[Name], Meta(max_length=20)] | None = None
    isbn: Annotated[list[Name], Meta(max_length=20)] | None = None
    language: Line | None = None
    citation_key: Line | None = None
    references: Annotated[list[ReferenceInput], Meta(max_length=10_000)] | None = None
    other_ids: dict[str, Annotated[list[Name], Meta(max_length=100)]] | None = None
    keywords: Annotated[list[Name | KeywordInput], Meta(max_length=200)] | None = None
    ids: Texts | None = None
    links: Texts | None = None
    materials: list[Material] | None = None
    comments: Annotated[str, Meta(max_length=10_000)] | None = None
    journal_ref: Line | None = None
    full_text: Annotated[str, Meta(max_length=5_000_000)] | None = None
    is_retracted: bool | None = None


_TYPES = {each.name: each.type for each in msgspec.structs.fields(PaperInput)}
_ENTRIES: dict[str, Any] = {"authors": Name | AuthorInput, "editors": Name | AuthorInput, "references": ReferenceInput,
                            "keywords": Name | KeywordInput, "materials": Material,
                            "ids": str | None, "links": str | None}  # fmt: skip
"""Members of several entries, and the type of each."""
_SENTENCES = tuple((re.compile(pattern), words) for pattern, words in (
    (r"matching regex .\^", "must look like 0000-0002-1825-0097"),
    (r"matching regex", "must not be empty"),
    (r"`str` of length <= (\d+)", r"is longer than \1 characters"),
    (r"`array` of length <= (\d+)", r"has more than \1 entries"),
    (r"`int` ([<>]=) (\d+)", r"must be \1 \2"),
    (r"Invalid enum value (.+)", r"has the unknown value \1"),
    (r"missing required field `(\w+)`", r"needs \1"),
))  # fmt: skip
_KINDS = {"str": "a text", "array": "a list", "object": "an object", "int": "a whole number", "bool": "true or false"}


def read_paper_input(body: object) -> Record:
    """The record that a JSON object says. Raises DocumentError with everything that is wrong."""
    if not isinstance(body, Mapping):
        raise DocumentError(Problem("body", "A paper is a JSON object."))
    problems = [_unknown(str(name)) for name in body if name not in _TYPES and name not in FILLED_IN]
    given = PaperInput(**{name: _converted(name, body.get(name), kind, problems) for name, kind in _TYPES.items()})
    authors = _people(given.authors)
    record = Record(
        type=given.type,
        title=_text(given.title),
        authors=tuple([author.name for author in authors]),
        author_parts=authors if any(author != Author(author.name) for author in authors) else (),
        editors=_people(given.editors),
        container=_text(given.container),
        volume=_text(given.volume),
        issue=_text(given.issue),
        pages=_text(given.pages),
        publisher=_text(given.publisher),
        edition=_text(given.edition),
        language=_text(given.language),
        citation_key=_text(given.citation_key),
        month=given.month,
        day=given.day,
        issn=tuple(given.issn or ()),
        isbn=tuple(given.isbn or ()),
        references=tuple([_reference(each, problems) for each in given.references or ()]),
        versions={scheme: tuple(values) for scheme, values in (given.other_ids or {}).items()},
        abstract=_text(given.abstract),
        tldr=_tldr(given.tldr),
        venue=_venue(given.venue, problems),
        year=given.year,
        keywords=tuple(_texts(filter(_is_own, given.keywords or ()), lambda keyword: keyword.value)),
        ids=_ids(given.ids, problems),
        links=_links(given.links, problems),
        materials=tuple(given.materials or ()),
        comments=_text(given.comments),
        journal_ref=_text(given.journal_ref),
        full_text=_text(given.full_text),
        is_retracted=bool(given.is_retracted),
        raw=msgspec.json.encode(body, order="sorted").decode(),
    )
    if not (record.title or record.abstract or record.ids or problems):
        problems.append(Problem("title", "A paper needs a title, an abstract or an identifier in ids."))
    if problems:
        raise DocumentError(*problems)
    return record


def _converted(name: str, value: Any, kind: Any, problems: list[Problem]) -> Any:
    """The value in its type, or None, with a problem for each entry that is not of it."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        place = place.removesuffix("`")
    if place.startswith("[") and name in _ENTRIES:
        listed = value.items() if isinstance(value, Mapping) else ((f"[{at}]", each) for at, each in enumerate(value))
        for at, entry in listed:
            _converted(f"{name}{at}" if at.startswith("[") else f"{name}.{at}", entry, _ENTRIES[name], problems)
    else:
        problems.append(Problem(f"{name}{place}", f"{name}{place} {_sentence(reason)}."))
    return None


def _sentence(reason: str) -> str:
    """Msgspec's reason in plain words: `Expected `str | null`, got `int`` -> `must be a text`."""
    for pattern, words in _SENTENCES:
        if match := pattern.search(reason):
            return match.expand(words)
    wanted = re.search(r"`(\w+)", reason)
    return f"must be {_KINDS.get(wanted[1], wanted[1])}" if wanted else f"is not valid: {reason}"


def paper_input_schema() -> JsonObject:
    """The JSON schema of what `read_paper_input` takes, for the OpenAPI document, in one piece."""
    (schema,), components = msgspec.json.schema_components([PaperInput], ref_template="{name}")
    found: JsonObject = _inlined(schema, components)
    return found


def _inlined(schema: Any, components: Mapping[str, Any]) -> Any:
    match schema:
        case {"$ref": name}:
            return _inlined(components[name], components)
        case dict():
            return {key: _inlined(value, components) for key, value in schema.items() if key != "description"}
        case list():
            return [_inlined(each, components) for each in schema]
        case _:
            return schema


def _unknown(name: str) -> Problem:
    near = nearest(name, _TYPES)
    hint = f"Did you mean {near}?" if near else f"A paper has {', '.join(_TYPES)}."
    return Problem(name, f"Unknown field {name}. {hint}", suggestion=near)


def _text(text: str | None) -> str | None:
    return (text or "").strip() or None


def _texts(given: Iterable[Any] | None, text_of: Callable[[Any], str]) -> Iterable[str]:
    return (entry.strip() if isinstance(entry, str) else text_of(entry).strip() for entry in given or ())


def _people(given: Iterable[str | AuthorInput] | None) -> tuple[Author, ...]:
    entries = (AuthorInput(entry) if isinstance(entry, str) else entry for entry in given or ())
    named = [[_text(part) for part in msgspec.structs.astuple(each)] for each in entries]
    return tuple([Author(name, *parts) for name, *parts in named if name])


def _reference(given: ReferenceInput, problems: list[Problem]) -> Reference:
    ids = _ids(given.ids, problems)
    return Reference(ids, _text(given.title), given.year, tuple(given.authors or ()), _text(given.text))


def _is_own(keyword: str | KeywordInput) -> bool:
    return isinstance(keyword, str) or keyword.source is not KeywordSource.EXTRACTED


def _tldr(given: str | TldrInput | None) -> Tldr | None:
    if given is None:
        return None
    said = TldrInput(given) if isinstance(given, str) else given
    return Tldr(said.text.strip(), said.source)


def _venue(given: str | VenueInput | None, problems: list[Problem]) -> str | None:
    if not isinstance(given, VenueInput):
        return _text(given)
    found = _text(given.label) or _text(given.id)
    if found is None:
        problems.append(Problem("venue", "venue needs a label or an id."))
    return found


def _ids(given: Texts | None, problems: list[Problem]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for scheme, text in (given or {}).items():
        plain = normalise_id(scheme, text.strip()) if text and text.strip() else None
        if plain:
            ids[scheme] = plain
        elif text and text.strip() and scheme in STRONG_SCHEMES:
            problems.append(Problem(f"ids.{scheme}", f"{text!r} is not a valid {scheme} identifier."))
    return ids


def _links(given: Texts | None, problems: list[Problem]) -> dict[str, str]:
    links = {name: address.strip() for name, address in (given or {}).items() if address and address.strip()}
    wrong = [name for name, address in links.items() if not address.startswith(("http://", "https://"))]
    problems += [Problem(f"links.{name}", f"links.{name} must be an http or https address.") for name in wrong]
    return links
