"""Identifiers in queries: which texts are one, and what they look like in an index."""

import re
from urllib.parse import unquote

from papersearch.naming.identity import CATALOGUE_SCHEMES, WORK_SCHEMES, normalise_id
from papersearch.query.escapes import QUOTES
from papersearch.query.nodes import Identifier, Node, Phrase, Word, conjunction
from papersearch.text import fold, words

_ARXIV = r"(?:\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z][a-z-]{1,15}(?:\.[a-z]{2})?/\d{7})"
_VERSION = re.compile(r"v\d{1,3}$", re.IGNORECASE)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.({_ARXIV}(?:v\d{{1,3}})?)")
_NO_QUOTES = dict.fromkeys(map(ord, QUOTES + "\\"))
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (scheme, re.compile(pattern, re.IGNORECASE))
    for scheme, pattern in (
        ("id", r"(p_[a-z0-9]{12})"),
        ("arxiv", rf"(?:arxiv\s*:\s*)?({_ARXIV}(?:v\d{{1,3}})?)(?:\s*\[[a-z.-]+\])?"),
        ("arxiv", rf"(?:https?://)?(?:\w+\.)?arxiv\.org/[a-z]+/({_ARXIV}(?:v\d{{1,3}})?)(?:\.pdf)?/?(?:[?#]\S*)?"),
        ("doi", r"(?:doi\s*:\s*)?(10\.\d{4,9}/\S+)"),
        ("doi", r"(?:https?://)?(?:dx\.|www\.)?doi\.org/(10\.\d{4,9}/\S+)"),
        ("openreview", r"(?:https?://)?(?:\w+\.)?openreview\.net/[a-z]+\?(?:\S*&)?id=([\w-]+)(?:[&#]\S*)?"),
        ("acl", r"(?:https?://)?(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)/([\w.-]+?)(?:\.pdf)?/?"),
        ("pmid", r"pmid\s*:?\s*(\d{1,9})"),
        ("pmid", r"(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,9})/?"),
        ("pmcid", r"(?:pmcid\s*:\s*)?(PMC\d{4,9})"),
        ("pmcid", r"(?:https?://)?(?:www\.)?(?:pmc\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pmc)/articles/(PMC\d+)/?"),
        ("openalex", r"(?:openalex\s*:\s*|https?://(?:api\.)?openalex\.org/(?:works/)?)(W\d+)"),
    )
)
SCHEMES = ("id", *WORK_SCHEMES)
_ACL = re.compile(r"[A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+", re.IGNORECASE)
_OPENREVIEW = re.compile(r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w-]{9,12}", re.ASCII)
"""Bare, it looks like a word (`MobileNetV2`), so it counts only among the words of a query, and next to them."""
_MAY_BE = re.compile(r"[\d/]|^p_", re.IGNORECASE)
"""What each identifier has, and few words."""


def recognise(text: str) -> Identifier | None:
    """The identifier that a whole text is: an id of ours, an arXiv id, a DOI, or an address of one of them."""
    stripped = text.strip()
    for scheme, pattern in _FORMS:
        if match := pattern.fullmatch(stripped):
            return identifier(scheme, unquote(match[1]) if "//" in stripped else match[1])
    return None


def mentioned(text: str) -> Identifier | None:
    """The identifier that a text among words is or can be: also `acl:N19-1423`, and bare ids of ACL and OpenReview."""
    if not _MAY_BE.search(text):
        return None
    if found := recognise(text):
        return found
    head, _, rest = text.partition(":")
    if rest and head.lower() in WORK_SCHEMES and normalise_id(head.lower(), rest):
        return identifier(head.lower(), rest)
    scheme = "acl" if _ACL.fullmatch(text) else "openreview" if _OPENREVIEW.fullmatch(text) else ""
    return identifier(scheme, text) if scheme else None


def mentioned_words(text: str) -> Node:
    """The words of such a text: side by side, but for what may be a word with a hyphen (`Wav2Vec-U`)."""
    found = words(text)
    is_phrase = len(found) > 1 and not _OPENREVIEW.fullmatch(text)
    return Phrase(text) if is_phrase else conjunction(*map(Word, found))


def identifier(scheme: str, value: str) -> Identifier | None:
    """The identifier of a scheme, canonical, or None for a value that is empty. A DOI that arXiv gave is the arXiv id.

    Folded; without the scheme's name in front, an arXiv version, or the full stop that ends a sentence after a DOI.
    `id:arxiv:1810.02340` names its scheme in the value.
    """
    kept = (character for character in fold(value).translate(_NO_QUOTES) if character.isprintable())
    plain = "".join("".join(kept).split())
    head, colon, rest = plain.partition(":")
    while colon and head in SCHEMES and scheme in ("id", head):
        scheme, plain = head, rest
        head, colon, rest = plain.partition(":")
    if scheme == "id" and not plain.startswith("p_") and (known := recognise(plain)):
        return known
    if scheme == "arxiv":
        plain = _VERSION.sub("", plain.removeprefix("arxiv:"))
    elif scheme == "doi":
        plain = re.sub(r"^(?:https?://)?(?:dx\.)?doi\.org/", "", plain).rstrip(".,;")
        if of_arxiv := _ARXIV_DOI.fullmatch(plain):
            scheme, plain = "arxiv", _VERSION.sub("", of_arxiv[1])
    elif scheme in CATALOGUE_SCHEMES:
        plain = fold(normalise_id(scheme, plain) or plain)
    return Identifier(scheme, plain) if plain else None
