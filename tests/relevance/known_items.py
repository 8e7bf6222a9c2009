"""Known items: searches for one paper that somebody remembers, made from any corpus by a seed."""

from collections.abc import Callable, Sequence
from random import Random
from string import ascii_lowercase
from typing import NamedTuple

from papersearch.paper import Paper
from papersearch.query.ranking import is_scored
from papersearch.text import index_text, words

LEAST_TITLE_WORDS = 5
LEAST_ABSTRACT_WORDS = 30


class KnownItem(NamedTuple):
    """What is typed, and the id of the paper that is meant."""

    query: str
    paper: str


def known_items(papers: Sequence[Paper], number: int, seed: int = 1) -> dict[str, list[KnownItem]]:
    """Up to `number` items of each kind.

    Titles with a word missing, in another order, or with one letter wrong; three to five words of a title that stand
    side by side in no other title; a surname, a word of the title and the year; five words of the abstract.
    """
    rng = Random(seed)
    titled = [paper for paper in papers if paper.title and len(words(paper.title)) >= LEAST_TITLE_WORDS]
    dated = [paper for paper in titled if paper.authors and paper.year]
    described = [paper for paper in papers if len(words(paper.abstract or "")) >= LEAST_ABSTRACT_WORDS]
    found = {
        "word missing": _made(titled, number, rng, _without_a_word),
        "other order": _made(titled, number, rng, _in_other_order),
        "typo": _made(titled, number, rng, _with_a_typo),
        "author word year": _made(dated, number, rng, _author_word_year),
        "five words": _made(described, number, rng, _five_words),
    }
    titles = " | ".join(f" {index_text(paper.title or '')} " for paper in papers)
    runs = (KnownItem(_run(paper, rng), paper.id) for paper in rng.sample(titled, min(3 * number, len(titled))))
    return found | {"phrase": [item for item in runs if titles.count(f" {item.query} ") == 1][:number]}


def _made(papers: Sequence[Paper], number: int, rng: Random, make: Callable[[Paper, Random], str]) -> list[KnownItem]:
    return [KnownItem(make(paper, rng), paper.id) for paper in rng.sample(papers, min(number, len(papers)))]


def _without_a_word(paper: Paper, rng: Random) -> str:
    typed = (paper.title or "").split()
    typed.pop(rng.randrange(len(typed)))
    return " ".join(typed)


def _in_other_order(paper: Paper, rng: Random) -> str:
    typed = (paper.title or "").split()
    return " ".join(rng.sample(typed, len(typed)))


def _with_a_typo(paper: Paper, rng: Random) -> str:
    typed = (paper.title or "").split()
    place = rng.choice([at for at, word in enumerate(typed) if len(word) > 4] or [0])
    letters = list(typed[place])
    letters[rng.randrange(1, max(2, len(letters) - 1))] = rng.choice(ascii_lowercase)
    return " ".join([*typed[:place], "".join(letters), *typed[place + 1 :]])


def _author_word_year(paper: Paper, rng: Random) -> str:
    title = words(paper.title or "")
    surname = words(paper.authors[0].name)[-1:]
    return " ".join([*surname, rng.choice([w for w in title if is_scored(w) and len(w) > 3] or title), str(paper.year)])


def _five_words(paper: Paper, rng: Random) -> str:
    said = [word for word in dict.fromkeys(words(paper.abstract or "")) if is_scored(word)]
    return " ".join(rng.sample(said, min(5, len(said))))


def _run(paper: Paper, rng: Random) -> str:
    title = words(paper.title or "")
    length = rng.randint(3, 5)
    start = rng.randrange(len(title) - length + 1)
    return " ".join(title[start : start + length])
