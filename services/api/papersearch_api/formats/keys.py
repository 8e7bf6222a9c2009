"""Citation keys: the source's own where it can be used, else one that is made of the paper and stays the same."""

import re
from itertools import count

from papersearch.paper import Paper
from papersearch.text import words
from papersearch_api.formats.people import name_parts

_LEGAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._/+*-]*")
"""What BibTeX, biber and pandoc all accept."""
_LONGEST = 80
_SHORT_WORD = 3
_ID_LETTERS = 4


def citation_key(paper: Paper) -> str:
    """The source's key, else `he2016deep-x7qk`: surname, year, first longer title word and letters of the paper's id.

    The letters make the key the same in every file, whichever other papers are in it. Only the id where there is
    neither author nor title.
    """
    own = paper.citation_key or ""
    if len(own) <= _LONGEST and _LEGAL.fullmatch(own):
        return own
    parts = name_parts(paper.authors[0]) if paper.authors else None
    surname = "".join(map(_ascii, words(parts.family or parts.literal))) if parts else ""
    first = next((word for word in map(_ascii, words(paper.title or "")) if len(word) > _SHORT_WORD), "")
    return f"{surname}{paper.year or ''}{first}-{_id_letters(paper.id)}" if surname or first else paper.id


class UniqueKeys:
    """Keys of the papers of one file. BibTeX takes keys that differ only in case for equal, so these do, too.

    The second paper of a key gets letters of its id; memory grows with the number of papers.
    """

    def __init__(self) -> None:
        self._used: set[str] = set()

    def key_of(self, paper: Paper) -> str:
        """A key that no paper before has."""
        key = citation_key(paper)
        folded = key.lower()
        if folded in self._used:
            key = self._other_key(key, paper.id)
            folded = key.lower()
        self._used.add(folded)
        return key

    def _other_key(self, key: str, paper_id: str) -> str:
        for candidate in (f"{key}-{_id_letters(paper_id)}", f"{key}-{paper_id}"):
            if candidate.lower() not in self._used:
                return candidate
        numbered = (f"{key}-{paper_id}-{number}" for number in count(2))
        return next(candidate for candidate in numbered if candidate.lower() not in self._used)


def _id_letters(paper_id: str) -> str:
    return _ascii(paper_id.removeprefix("p_"))[:_ID_LETTERS]


def _ascii(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word
    return "".join(character for character in word if character.isascii() and character.isalnum())
