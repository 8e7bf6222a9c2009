"""BibTeX: one entry a paper, each under a key of its own, since BibTeX refuses a file that has a key twice."""

from collections import Counter
from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from papersearch.paper import JsonObject, paper_from_json
from papersearch_api.formats.citation import bibtex, citation_key


def papers_to_bibtex(papers: Iterable[JsonObject]) -> Iterator[str]:
    """An entry for each paper and a blank line behind it; memory grows with the keys.

    The second paper of a key has `b` behind it, the third `c`. Of a paper that was cut to some members the entry has
    only these.
    """
    used: set[str] = set()
    repeated: Counter[str] = Counter()
    for data in papers:
        paper = paper_from_json(data)
        key = unique = citation_key(paper)
        while unique in used:
            repeated[key] += 1
            unique = key + _letters(repeated[key])
        used.add(unique)
        yield bibtex(paper, unique) + "\n"


def _letters(number: int) -> str:
    """1 -> b, 25 -> z, 26 -> ba."""
    head, digit = divmod(number, 26)
    return (_letters(head) if head else "") + ascii_lowercase[digit]
