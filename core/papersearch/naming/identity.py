"""Who is who: normalised identifiers, and the paper's own id."""

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from string import ascii_lowercase
from typing import NamedTuple
from urllib.parse import unquote

from papersearch.naming.names import author_key
from papersearch.record import Record
from papersearch.text import long_words

STRONG_SCHEMES = ("doi", "arxiv", "openreview", "acl")
"""Schemes whose identifiers make the paper's id, in this order."""
CATALOGUE_SCHEMES = ("pmid", "pmcid", "openalex")
"""Schemes of catalogues: such an identifier belongs to one paper as well, but does not make its id."""
WORK_SCHEMES = (*STRONG_SCHEMES, *CATALOGUE_SCHEMES)
"""Schemes whose identifiers belong to one paper each."""
ID_LETTERS = 12

_ARXIV = re.compile(r"(?P<id>\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_ACL = re.compile(r"[A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9]+(?:_[a-z0-9]+)*-[a-z0-9]+(?:_[a-z0-9]+)*\.\d+", re.IGNORECASE)
_OPENREVIEW = re.compile(r"[\w-]{8,20}", re.ASCII)
_PMID = re.compile(r"(?:(?:pmid|pubmed|medline)\s*:?\s*)?0*(\d{1,9})", re.IGNORECASE)
_PMCID = re.compile(r"(?:pmcid\s*:?\s*)?(?:PMC)?\s*0*(\d{1,9})(?:\.\d{1,3})?", re.IGNORECASE)
_OPENALEX = re.compile(r"(?:openalex\s*:\s*)?(W\d+)", re.IGNORECASE)
_OWN = re.compile(rf"p_[a-z]{{{ID_LETTERS}}}")
_PREFIX = re.compile(r"(?:arxiv|doi|openreview|acl|id)\s*:\s*(?=\S)", re.IGNORECASE)
_URL = re.compile(
    r"(?:https?://)?(?:www\.|export\.|dx\.)?(?:"
    r"(?P<arxiv>arxiv\.org)/(?:abs|pdf|html|format|ps)/(?P<arxiv_id>[^?#\s]+?)(?:\.pdf)?/?|"
    r"(?P<doi>doi\.org)/(?P<doi_id>\S+)|"
    r"(?P<openreview>openreview\.net)/(?:forum|pdf|revisions|references)\?(?:\S*?&)?id=(?P<openreview_id>[^&#\s]+)\S*|"
    r"(?P<acl>aclanthology\.org|aclweb\.org/anthology)/(?P<acl_id>[^/?#\s]+?)(?:\.pdf|\.bib)?/?"
    r")(?:[?#]\S*)?",
    re.IGNORECASE,
)


class Identifier(NamedTuple):
    """A normalised identifier; the scheme of a paper's own id is `id`."""

    scheme: str
    value: str


def normalise_id(scheme: str, value: str) -> str | None:
    """The one spelling of an identifier, or None when it is none of its scheme.

    Versions, prefixes, case and addresses around it do not count. One of an unknown scheme is only trimmed.
    """
    return _remembered(scheme, value) if len(value) < _LONGEST_REMEMBERED else _normalised(scheme, value)


def _normalised(scheme: str, value: str) -> str | None:
    value = value.strip()
    normalise = _NORMALISERS.get(scheme)
    return normalise(value) if normalise else value or None


_LONGEST_REMEMBERED = 200
_remembered = lru_cache(maxsize=1024)(_normalised)
"""A record's ids are normalised when it is cleaned, for its keys and for its paper's id."""


def _arxiv(value: str) -> str | None:
    text = _bare(value, "arxiv")
    if doi := _ARXIV_DOI.fullmatch(text):
        text = doi["id"]
    found = _ARXIV.fullmatch(text.strip())
    if not found:
        return None
    archive, slash, number = found["id"].rpartition("/")
    return f"{archive.lower().partition('.')[0]}/{number}" if slash else found["id"]


def _doi(value: str) -> str | None:
    text = unquote(_bare(value, "doi")).strip().rstrip(".,;")
    while text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].rstrip(".,;")
    return text.lower() if _DOI.fullmatch(text) else None


def _acl(value: str) -> str | None:
    text = _bare(value, "acl")
    spelling = text.upper() if text[:1].isalpha() else text.lower()
    return spelling if _ACL.fullmatch(text) else None


def _openreview(value: str) -> str | None:
    text = _bare(value, "openreview")
    return text if _OPENREVIEW.fullmatch(text) else None


def _pmid(value: str) -> str | None:
    found = _PMID.fullmatch(_last_part(value))
    return found[1] if found else None


def _pmcid(value: str) -> str | None:
    found = _PMCID.fullmatch(_last_part(value))
    return f"PMC{found[1]}" if found else None


def _openalex(value: str) -> str | None:
    found = _OPENALEX.fullmatch(_last_part(value))
    return found[1].upper() if found else None


def _last_part(value: str) -> str:
    """What follows the last slash of an address; another text as it is."""
    return value.partition("?")[0].rstrip("/").rpartition("/")[2].strip()


_NORMALISERS: Mapping[str, Callable[[str], str | None]] = {
    "arxiv": _arxiv,
    "doi": _doi,
    "acl": _acl,
    "openreview": _openreview,
    "pmid": _pmid,
    "pmcid": _pmcid,
    "openalex": _openalex,
}


def _bare(value: str, scheme: str) -> str:
    """The value without `scheme:` and without the address around it."""
    url = _URL.fullmatch(value)
    if url and url[scheme]:
        return str(url[f"{scheme}_id"])
    prefix = _PREFIX.match(value)
    return value[prefix.end() :] if prefix and value.lower().startswith(scheme) else value


def parse_identifier(text: str) -> Identifier | None:
    """The identifier that a whole text is: for short cuts of a query, and for `/papers/{id}`.

    `arXiv:1810.02340v2`, `10.1000/a/b(1)`, `https://openreview.net/forum?id=B1VZqjAcYX`, `P18-1001`, `p_...`. A bare
    OpenReview id looks like any word, so it needs its address or its prefix.
    """
    text = text.strip().strip("<>").strip()
    if not text or re.search(r"\s", _PREFIX.sub("", text)):
        return None
    own = text.removeprefix("id:").strip()
    if _OWN.fullmatch(own):
        return Identifier("id", own)
    for scheme in _schemes_of(text):
        doi_of_arxiv = _ARXIV_DOI.search(text) if scheme == "arxiv" else None
        if value := normalise_id(scheme, doi_of_arxiv.group() if doi_of_arxiv else text):
            return Identifier(scheme, value)
    return None


def _schemes_of(text: str) -> tuple[str, ...]:
    """The schemes to try: the one that an address or a prefix names, else those that are told by their look."""
    if _ARXIV_DOI.search(text):
        return ("arxiv", "doi")
    url, prefix = _URL.fullmatch(text), _PREFIX.match(text)
    if url:
        return tuple(scheme for scheme in STRONG_SCHEMES if url[scheme])
    if prefix:
        named = prefix.group().rstrip(": \t").lower()
        return (named,) if named in _NORMALISERS else ()
    return ("arxiv", "doi", "acl")


def strong_keys(ids: Mapping[str, str]) -> tuple[Identifier, ...]:
    """The normalised identifiers that make two records one paper. A DOI that arXiv gave counts as the arXiv id."""
    found: dict[str, str] = {}
    for scheme in WORK_SCHEMES:
        if scheme in ids and (identifier := work_identifier(scheme, ids[scheme])):
            found.setdefault(*identifier)
    return tuple(Identifier(scheme, found[scheme]) for scheme in WORK_SCHEMES if scheme in found)


def work_identifier(scheme: str, value: str) -> Identifier | None:
    """The identifier under which a work is known: the arXiv id for a DOI that arXiv gave."""
    if scheme == "doi" and (parsed_arxiv := _ARXIV_DOI.search(value)):
        scheme, value = "arxiv", parsed_arxiv["id"]
    plain = normalise_id(scheme, value)
    return Identifier(scheme, plain) if plain else None


def paper_id(record: Record) -> str:
    """`p_` and 12 letters: of the first strong key, else of folded title, first author and year, else of the abstract.

    26^12 is about 2^56: among a million papers the chance that two get the same id is about 1 in 100,000.
    """
    keys = [key for key in strong_keys(record.ids) if key.scheme in STRONG_SCHEMES]
    if keys:
        basis = f"{keys[0].scheme}:{keys[0].value}"
    elif record.title:
        author = author_key(record.authors[0]) if record.authors else ""
        basis = f"title:{' '.join(long_words(record.title))}|{author}|{record.year or ''}"
    else:
        basis = f"abstract:{' '.join(long_words(record.abstract or ''))}|{record.year or ''}"
    number = int.from_bytes(hashlib.sha256(basis.encode("utf-8", "surrogatepass")).digest()[:16], "big")
    pairs = []
    for _ in range(ID_LETTERS // 2):
        number, rest = divmod(number, 26 * 26)
        pairs.append(_LETTER_PAIRS[rest])
    return "p_" + "".join(pairs)


_LETTER_PAIRS = [low + high for high in ascii_lowercase for low in ascii_lowercase]
"""What a number below 26 * 26 is in letters, its lowest digit first."""
