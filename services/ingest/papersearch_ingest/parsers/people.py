"""People and organisations as sources name them, with the parts of their names where a source tells them apart."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from papersearch.paper import Author
from papersearch_ingest.parsers.author_names import is_suffix, turned_parts
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.values import first_value, list_in, mapping_in, text_in

_ORCID = re.compile(r"(?<![\dX])\d{4}-\d{4}-\d{4}-\d{3}[\dX](?![\dX])", re.IGNORECASE)
_FAMILY = ("family", "last", "last_name", "lastName", "surname", "lastname", "familyName")
_GIVEN = ("given", "first", "first_name", "firstName", "forename", "firstname", "givenName")
_WHOLE = ("literal", "name", "full_name", "display_name", "text")
_COMPANY = re.compile(
    r"(?:,?\s(?:Inc|Ltd|LLC|GmbH)\b\.?,?"
    r"|,\s(?:Incorporated|Limited|Corp|Corporation|Pty\.? Ltd|S\.p\.A|(?:[^,]{1,60}\s)?(?:&|and) Co(?:mpany)?)\.?)$"
)
_ORGANISATIONS = frozenset({"organization", "organisation", "organizational", "institution", "corporate"})


def person(given: str | None, family: str | None, suffix: str | None = None, orcid: str | None = None) -> Author | None:
    """A person whose given names and family name the source tells apart; None without a name.

    Given names of signs alone (`.`, `-`) stand for none.
    """
    given = " ".join(given.split()) if given and any(map(str.isalnum, given)) else None
    family = " ".join(family.split()) if family else None
    suffix = " ".join(suffix.split()) if suffix else None
    name = " ".join([part for part in (given, family, suffix) if part])
    return Author(name, given or None, family or None, suffix or None, orcid=orcid) if name else None


def organisation(name: str | None, orcid: str | None = None) -> Author | None:
    """An organisation or a group, whose name has no parts; None without a name."""
    text = " ".join((name or "").split())
    return Author(text, literal=text, orcid=orcid) if text else None


def named(name: str | None, orcid: str | None = None) -> Author | None:
    """Somebody named by one text: `Doe, Jane` has parts, `Jane Doe` has none.

    `Bureau of Odd Names,` and `Odd Names, Inc.` are organisations.
    """
    text = " ".join((name or "").split())
    if (text.endswith(",") and text.count(",") == 1) or _COMPANY.search(text):
        return organisation(text.removesuffix(","), orcid)
    parts = turned_parts(text)
    if parts is not None and parts.family and (parts.given or parts.suffix):
        return person(parts.given, parts.family, parts.suffix, orcid)
    shown = parts.name if parts is not None else text
    return Author(shown, orcid=orcid) if shown else None


def person_in(value: Any) -> Author | None:
    """The person in a text or an object: `{"given", "family", ...}`, `{"first", "middle", "last"}`, `{"name"}`.

    CSL's particles go before the family name, a suffix after it; `literal` is the whole name of an organisation. A list
    is `["Family", "Given", "Suffix"]`, as arXiv's `authors_parsed` has it; affiliations may follow.
    """
    if isinstance(value, list):
        family, given, suffix = (text_in(value[i]) if i < len(value) else None for i in range(3))
        return person(given, family, suffix)
    parts = mapping_in(value)
    if not parts:
        return named(text_in(value))
    orcid = orcid_in(first_value(parts, ("orcid", "ORCID", "orcid_id")))
    family = plain_text(text_in(first_value(parts, _FAMILY)))
    if family is None:
        return _whole(parts, orcid)
    middle = first_value(parts, ("middle", "middle_name"))
    names = [
        plain_text(text_in(first_value(parts, _GIVEN))),
        " ".join(map(str, middle)) if isinstance(middle, list) else text_in(middle),
    ]
    particles = [text_in(parts.get("dropping-particle")), text_in(parts.get("non-dropping-particle"))]
    families = " ".join(filter(None, [*particles, family]))
    return person(" ".join(filter(None, names)), families, text_in(parts.get("suffix")), orcid)


def _whole(parts: Mapping[str, Any], orcid: str | None) -> Author | None:
    whole = plain_text(text_in(first_value(parts, _WHOLE)))
    kind = (text_in(first_value(parts, ("nameType", "type", "contributor_type"))) or "").lower()
    if whole and (parts.get("literal") or kind in _ORGANISATIONS):
        return organisation(whole, orcid)
    given = plain_text(text_in(first_value(parts, _GIVEN)))
    return named(whole, orcid) if whole else Author(given, orcid=orcid) if given else None


def people_in(value: Any) -> tuple[Author, ...]:
    """The people of a list of texts or objects."""
    return people(map(person_in, list_in(value)))


def people(found: Iterable[Author | None]) -> tuple[Author, ...]:
    """Those of these people that have a name."""
    return tuple([each for each in found if each is not None])


def author_fields(authors: Sequence[Author]) -> dict[str, Any]:
    """`authors` and `author_parts` of a record; the latter only where a name has parts."""
    names = tuple([author.name for author in authors])
    has_parts = any(author.family or author.literal or author.orcid for author in authors)
    return {"authors": names, "author_parts": tuple(authors) if has_parts else ()}


def orcid_in(value: Any) -> str | None:
    """The ORCID iD in a text, an address or a list of those."""
    found = _ORCID.search((text_in(value) or "")[:200])
    return found.group().upper() if found else None


def family_first(name: str) -> Author | None:
    """PubMed's and Scopus's short form: `Brinjikji W` and `van Dyk A.B.` have their initials last."""
    found = _INITIALS_LAST.fullmatch(" ".join(name.split()))
    return person(found["initials"], found["family"], found["suffix"]) if found else named(name)


_INITIALS_LAST = re.compile(
    r"(?P<family>[^\s,](?:[^,]*?[^\s,])?)\s(?P<initials>[A-Z]{1,4}(?:-[A-Z])?|(?:[^\W\d_a-z][a-z]{0,2}\.[- ]?){1,5})"
    r"(?:\s(?P<suffix>Jr|Sr|2nd|3rd)\.?)?"
)


def has_initials_last(name: str) -> bool:
    """Whether a name ends in initials with stops: `van Dyk A.B.`."""
    found = _INITIALS_LAST.fullmatch(name)
    return bool(found and found["initials"].endswith(".") and not is_suffix(found["initials"]))
