"""A paper as a BibTeX entry."""

import re

from papersearch.naming.names import split_name
from papersearch.paper import Paper
from papersearch.text import words
from papersearch_api.maths import FORMULA, mathml

_COMMANDS = {character: f"\\{character}" for character in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile("|".join(map(re.escape, _COMMANDS)))
_PLAIN_BRACE = re.compile(r"(?<!\\)[{}]")


def bibtex(paper: Paper, key: str | None = None) -> str:
    """One entry, UTF-8: an article where there is a journal reference, in proceedings where there is a venue.

    `key` in place of the paper's own `citation_key`.
    """
    kind = "article" if paper.journal_ref else "inproceedings" if paper.venue else "misc"
    fields = {
        "title": f"{{{_escaped(paper.title)}}}" if paper.title else None,
        "author": " and ".join(_name(author.name) for author in paper.authors) or None,
        "booktitle": _escaped(paper.venue.label) if paper.venue and kind == "inproceedings" else None,
        "journal": _escaped(paper.journal_ref) if paper.journal_ref else None,
        "year": str(paper.year) if paper.year else None,
        "doi": _verbatim(paper.ids.get("doi")),
        "eprint": _verbatim(paper.ids.get("arxiv")),
        "archiveprefix": "arXiv" if "arxiv" in paper.ids else None,
        "url": _verbatim(paper.links.get("html")),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{key or citation_key(paper)},\n" + ",\n".join(lines) + "\n}\n"


def citation_key(paper: Paper) -> str:
    """Surname, year and first longer title word, `lecun1998gradient`; without all of these the paper's id.

    Letters and digits of ASCII only, which every BibTeX takes.
    """
    surname = _ascii("".join(split_name(paper.authors[0].name).surname)) if paper.authors else ""
    first = next((word for word in map(_ascii, words(paper.title or "")) if len(word) > 3), "")
    return f"{surname}{paper.year or ''}{first}" if surname or first else paper.id


def _ascii(word: str) -> str:
    return "".join(character for character in word if character.isascii() and character.isalnum())


def _name(name: str) -> str:
    """In braces where the word that separates names is part of one."""
    escaped = _escaped(name)
    return f"{{{escaped}}}" if re.search(r"\sand\s", name, re.IGNORECASE) else escaped


def _escaped(text: str) -> str:
    """Text with what TeX would read otherwise as commands; formulas stay as they are."""
    parts = []
    end = 0
    for match in FORMULA.finditer(text):
        if _is_balanced(match.group()) and mathml(match["tex"], is_block=False) is not None:
            parts += [_plain(text[end : match.start()]), match.group()]
            end = match.end()
    return "".join([*parts, _plain(text[end:])])


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda match: _COMMANDS[match.group()], text)


def _verbatim(text: str | None) -> str | None:
    """An identifier or address, in which BibTeX takes everything as it is but braces and blanks."""
    return text and re.sub(r"[{}\s]", lambda match: f"%{ord(match.group()):02X}", text)


def _is_balanced(tex: str) -> bool:
    depth = 0
    for match in _PLAIN_BRACE.finditer(tex):
        depth += 1 if match.group() == "{" else -1
        if depth < 0:
            return False
    return depth == 0
