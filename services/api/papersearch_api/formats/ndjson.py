"""Newline-delimited JSON: one paper a line."""

from collections.abc import Iterable, Iterator

import msgspec


def papers_to_ndjson(papers: Iterable[object]) -> Iterator[str]:
    """One line per paper, keys in the order of a paper's JSON."""
    for paper in papers:
        yield msgspec.json.encode(paper).decode() + "\n"
