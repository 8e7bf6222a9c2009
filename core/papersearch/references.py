"""Cited works: how a reference and the paper that it means are told to be one.

Only the paper that cites has its references in its document, as `cites:` identifiers; who cites a paper is a search for
its keys. So a new paper never changes the documents of others. By identifier first, then by title and year.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from papersearch.naming.identity import normalise_id, strong_keys
from papersearch.text import fold, words

CITES = "cites"
"""The scheme of a document's identifiers that name what its paper cites."""
LEAST_TITLE_WORDS = 3
"""A shorter title is no sign of one work: `Preface`, `Book review`."""
_DIGEST_BYTES = 8


def reference_keys(reference: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of a work in a reference list, as its JSON: `doi:10.1/x`, `title:<hash>|2019`."""
    ids = reference.get("ids") or {}
    return tuple(dict.fromkeys([*_id_keys(ids.items()), *title_keys(reference.get("title"), [reference.get("year")])]))


def paper_keys(body: Mapping[str, Any]) -> tuple[str, ...]:
    """Every key by which a reference can mean this paper, given as its JSON; a reference may leave out the year."""
    others = ((scheme, value) for scheme, values in (body.get("other_ids") or {}).items() for value in values)
    ids = [*(body.get("ids") or {}).items(), *others]
    return tuple(dict.fromkeys([*_id_keys(ids), *title_keys(body.get("title"), [body.get("year"), None])]))


def key_number(key: str) -> int:
    """A key as a number that a column of an index can hold; 63 bits, so that two keys hardly ever share one."""
    return int.from_bytes(hashlib.blake2b(key.encode(errors="replace"), digest_size=_DIGEST_BYTES).digest(), "big") >> 1


def _id_keys(ids: Iterable[tuple[str, str]]) -> Iterator[str]:
    for scheme, value in ids:
        plain = normalise_id(scheme, value)
        if plain:
            yield f"{scheme}:{fold(plain)}"
        yield from (f"{strong.scheme}:{fold(strong.value)}" for strong in strong_keys({scheme: value}))


def title_keys(title: str | None, years: Iterable[int | None]) -> Iterator[str]:
    """The keys of a title of enough words in these years; None for a year that is not known."""
    found = words(title or "")
    if len(found) >= LEAST_TITLE_WORDS:
        digest = hashlib.blake2b(" ".join(found).encode(), digest_size=_DIGEST_BYTES).hexdigest()
        yield from (f"title:{digest}|{year or ''}" for year in years)
