"""The ids of papers by their titles."""

from collections.abc import Mapping
from dataclasses import dataclass

from papersearch.store import Store

from .page_types import PAPERS


@dataclass(frozen=True, slots=True)
class PaperIds:
    """`by_title` of all papers, `untitled` of the one without."""

    by_title: Mapping[str, str]
    untitled: str

    def starting(self, title: str) -> str:
        """The id of the paper whose title begins so."""
        return next(paper for known, paper in self.by_title.items() if known.startswith(title))

    @property
    def addresses(self) -> dict[str, str]:
        """Names of paper pages with their addresses, and a reading list of them all."""
        named = {name: f"/papers/{self.starting(title)}" for name, title in PAPERS.items()}
        ids = ",".join(address.rpartition("/")[2] for address in named.values())
        return {**named, "paper without title": f"/papers/{self.untitled}", "reading list": f"/list?ids={ids}"}


def read_paper_ids(store: Store, ids: list[str]) -> PaperIds:
    """From the papers of a store."""
    papers = [paper for paper in store.papers.get(ids) if paper is not None]
    untitled = next(
        paper.id for paper in papers if not paper.title and "told by its first words" in str(paper.abstract)
    )
    return PaperIds({paper.title: paper.id for paper in papers if paper.title}, untitled)
