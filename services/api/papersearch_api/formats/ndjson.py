"""Newline-delimited JSON: one paper a line."""

from collections.abc import Iterable, Iterator

import msgspec

from papersearch.paper import JsonObject


def papers_to_ndjson(papers: Iterable[JsonObject]) -> Iterator[str]:
    """One line per paper, keys in the order of a paper's JSON."""
    for paper in papers:
        yield msgspec.json.encode(paper).decode() + "\n"
