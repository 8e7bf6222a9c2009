"""JSON: one paper a line, or all papers in one array."""

from collections.abc import Iterable, Iterator

import msgspec

from papersearch.paper import JsonObject
from papersearch_api.formats.heading import Heading


def papers_to_ndjson(papers: Iterable[JsonObject], _: Heading) -> Iterator[str]:
    """One line per paper, keys in the order of a paper's JSON."""
    return json_lines(papers)


def papers_to_json(papers: Iterable[JsonObject], _: Heading) -> Iterator[str]:
    """An array with one paper a line."""
    return json_array(msgspec.json.encode(paper).decode() for paper in papers)


def json_lines(items: Iterable[object]) -> Iterator[str]:
    """Any plain data, one item a line."""
    for item in items:
        yield msgspec.json.encode(item).decode() + "\n"


def json_array(items: Iterable[str]) -> Iterator[str]:
    """An array of items that are JSON already, written one by one."""
    opening = "[\n"
    for item in items:
        yield opening + item
        opening = ",\n"
    yield "\n]\n" if opening != "[\n" else "[]\n"
