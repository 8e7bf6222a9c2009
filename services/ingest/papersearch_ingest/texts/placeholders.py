"""What databases write where they have nothing: `[No abstract available]` is no abstract."""

import re

from msgspec.structs import replace

from papersearch.record import Record

_LONGEST = 80
_MISSING = r"(?:available|provided|found|given|listed|identified|indicated|present(?:ed)?|supplied|entered|assigned)"
_NOTHING = r"n/?a|none|null|nil|not available|unknown|-+|\?+"
_ABSTRACT = re.compile(
    rf"(?:there is )?no (?:abstract|summary)(?: (?:is|was|has been))?(?: {_MISSING})?"
    rf"|(?:the )?(?:abstract|summary)(?: (?:is|was))? (?:not|un|none) ?{_MISSING}|abstract|{_NOTHING}"
)
_TITLE = re.compile(rf"no title {_MISSING}|title not {_MISSING}|n/a|not available|-+|\?+")
_AUTHOR = re.compile(
    rf"no (?:author|authors|authorship|creator)(?:\(s\))?(?: ?names?)?,?(?: (?:is|was|were))?(?: {_MISSING})?"
    rf"|authors? not {_MISSING}|author unknown|unknown author|et al|{_NOTHING}"
)
_AUTHOR_HINT = re.compile(
    rf"\b(?:{_MISSING}|unknown|et al|no authors?)\b|(?:^|\|)\W*(?:n/?a|none|null|nil)?\W*(?:\||$)", re.I
)


def without_placeholders(record: Record) -> Record:
    """The record without a title, an abstract, authors and keywords that only say that there is none."""
    changes: dict[str, object] = {}
    if is_placeholder(record.title, _TITLE):
        changes["title"] = None
    if is_placeholder(record.abstract, _ABSTRACT):
        changes["abstract"] = None
    kept = [not is_placeholder(name, _AUTHOR) for name in record.authors] if _may_miss_authors(record) else []
    if not all(kept):
        changes["authors"] = tuple(name for name, is_kept in zip(record.authors, kept, strict=True) if is_kept)
        parts = record.author_parts
        if parts:
            changes["author_parts"] = tuple(one for one, is_kept in zip(parts, kept, strict=True) if is_kept)
    return replace(record, **changes) if changes else record


def _may_miss_authors(record: Record) -> bool:
    """Whether one of the names may be a placeholder: sooner asked of all of them at once."""
    return bool(_AUTHOR_HINT.search("|".join(record.authors)))


def is_placeholder(text: str | None, pattern: re.Pattern[str] = _TITLE) -> bool:
    """Whether a text says only that there is nothing."""
    if not text or len(text) > _LONGEST:
        return False
    return bool(pattern.fullmatch(" ".join(text.lower().strip(" \t\r\n[](){}.!*\"'").split())))
