"""ROUGE-L of extracted TL;DRs against the authors' own on a result page, beside simple ways, and the rate.

    python bench/tldr.py [FILE]     # the page "Search ICLR 2019" of the seeds

ROUGE-L is the F1 of the longest common subsequence of words (Lin, "ROUGE: A package for automatic evaluation of
summaries", 2004), folded and stemmed, the mean over the papers that have both a TL;DR of their authors and an
abstract, in percent. `best sentence` is what choosing a sentence could reach at most.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from papersearch.paper import TldrSource
from papersearch.record import Record
from papersearch.text import stem, words
from papersearch_ingest.papers.tldr import extract_tldr, sentences
from papersearch_ingest.sources.reading import read_source

SEEDS = Path(__file__).resolve().parent.parent.parent / "shared" / "seeds"


def rouge_l(told: str, own: str) -> float:
    """From 0 to 1."""
    a, b = ([stem(word) for word in words(text)] for text in (told, own))
    common = _common(a, b)
    return 2 * common / (len(a) + len(b)) if common else 0.0


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    row = [0] * (len(b) + 1)
    for word in a:
        before = 0
        for place, other in enumerate(b, start=1):
            above = row[place]
            row[place] = before + 1 if word == other else max(above, row[place - 1])
            before = above
    return row[-1]


def papers_with_tldr(path: Path) -> list[tuple[str, str, str]]:
    """(title, abstract, the authors' TL;DR) of a page."""
    records = [one for one in read_source(path, path.name).items if isinstance(one, Record)]
    return [
        (one.title or "", one.abstract, one.tldr.text)
        for one in records
        if one.abstract and one.tldr and one.tldr.source is TldrSource.AUTHORS
    ]


def mean(papers: Sequence[tuple[str, str, str]], way: Callable[[str, str, str], str]) -> float:
    """The mean ROUGE-L of a way of telling, in percent."""
    return 100 * sum(rouge_l(way(*paper), paper[2]) for paper in papers) / len(papers)


def best_sentence(title: str, abstract: str, own: str) -> str:  # noqa: ARG001 - one of the ways
    """The sentence that is most like the authors' own words."""
    return max(sentences(abstract) or [""], key=lambda sentence: rouge_l(sentence, own))


WAYS: dict[str, Callable[[str, str, str], str]] = {
    "title": lambda title, abstract, own: title,  # noqa: ARG005
    "first sentence": lambda title, abstract, own: (sentences(abstract) or [""])[0],  # noqa: ARG005
    "extracted": lambda title, abstract, own: extract_tldr(title, abstract) or "",  # noqa: ARG005
    "best sentence": best_sentence,
}


def main() -> None:
    """Print a line for each way."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else next(iter(sorted(SEEDS.glob("001*"))))
    papers = papers_with_tldr(path)
    start = time.process_time()
    for title, abstract, _ in papers:
        extract_tldr(title, abstract)
    seconds = time.process_time() - start
    print(f"{len(papers)} papers, {len(papers) / seconds:.0f} abstracts/s")
    for name, way in WAYS.items():
        print(f"{name:15} ROUGE-L F1 {mean(papers, way):5.1f} %")


if __name__ == "__main__":
    main()
