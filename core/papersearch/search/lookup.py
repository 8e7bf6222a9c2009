"""Any name of a paper to the paper: our id, also one merged away, an arXiv id, a DOI, an address, a title."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from papersearch.engine import Reader
from papersearch.errors import NotFoundError
from papersearch.paper import Paper
from papersearch.query.identifiers import identifier, recognise
from papersearch.query.nodes import Identifier, Phrase, Word, disjunction
from papersearch.query.request import SearchRequest
from papersearch.text import index_text, words

GOOD_MATCH = 0.75
"""Similarity of folded titles from which one counts as found."""
_TITLE_WORDS = 32
_CANDIDATES = 10


class PaperSource(Protocol):
    """What a look-up needs of the store's papers."""

    def get(self, ids: Sequence[str]) -> list[Paper | None]:
        """The papers in the same order, None for one that is not there."""

    def resolve(self, paper_id: str) -> str:
        """The id under which a merged paper lives on; any other id as it is."""


@dataclass(frozen=True, slots=True)
class Found:
    """A paper; `is_moved`: it was asked for by the id of a paper that was merged into it."""

    paper: Paper
    is_moved: bool


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """The paper whose title is nearest to a given one; `score` is 1 where they are equal but for case and signs."""

    paper: Paper
    score: float


class PaperLookup:
    """Identifiers are found through the engine, papers are read from the store."""

    def __init__(self, reader: Reader, papers: PaperSource) -> None:
        self._reader = reader
        self._papers = papers

    def find(self, name: str) -> Found:
        """The paper of any of its names. Raises NotFoundError."""
        own_id = self.own_id(name)
        resolved = self._papers.resolve(own_id)
        paper = self._papers.get([resolved])[0]
        if paper is None:
            raise NotFoundError(f"Paper {name!r} not found.")
        return Found(paper, is_moved=resolved != own_id)

    def find_many(self, names: Sequence[str]) -> list[Paper | None]:
        """The papers of these names in the same order, None where there is none."""
        found: list[Paper | None] = []
        for name in names:
            try:
                found.append(self.find(name).paper)
            except NotFoundError:
                found.append(None)
        return found

    def own_id(self, name: str) -> str:
        """Our id for any name of a paper. Raises NotFoundError for an identifier that no paper has."""
        node = recognise(name) or identifier("id", name)
        if node is None:
            raise NotFoundError("No id was given.")
        return node.value if node.scheme == "id" else self._holder(node, name)

    def match_title(self, title: str) -> TitleMatch:
        """The one best paper for a title. Raises NotFoundError when none is near enough."""
        wanted = words(title)[:_TITLE_WORDS]
        if wanted:
            for request in self._title_searches(wanted):
                ids = [hit.id for hit in self._reader.search(request).hits]
                papers = [paper for paper in self._papers.get(ids) if paper is not None]
                scored = [TitleMatch(paper, title_similarity(title, paper.title or "")) for paper in papers]
                best = max(scored, key=lambda match: match.score, default=None)
                if best and best.score >= GOOD_MATCH:
                    return best
        raise NotFoundError(f"No paper with a title like {title!r} found.")

    def _title_searches(self, wanted: Sequence[str]) -> tuple[SearchRequest, ...]:
        """From narrow to wide: the title as a phrase, then papers with the most and rarest of its words."""
        phrase = Phrase(" ".join(wanted), "title")
        any_word = disjunction(*(Word(word, "title") for word in dict.fromkeys(wanted)))
        return (
            SearchRequest(query=phrase, limit=_CANDIDATES),
            SearchRequest(query=any_word, limit=_CANDIDATES),
        )

    def _holder(self, node: Identifier, name: str) -> str:
        hits = self._reader.search(SearchRequest(query=node, limit=1)).hits
        if not hits:
            raise NotFoundError(f"No paper with the identifier {name!r} found.")
        return hits[0].id


def title_similarity(first: str, second: str) -> float:
    """From 0 to 1: 1 for titles that fold to the same words (Ratcliff and Obershelp, as in `difflib`)."""
    return SequenceMatcher(None, index_text(first), index_text(second), autojunk=False).ratio()
