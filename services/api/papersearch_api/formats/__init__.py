"""The forms in which papers are handed out: one table; a new form is a module here and a line in it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from papersearch.paper import JsonObject
from papersearch_api.formats.bibtex import papers_to_bibtex
from papersearch_api.formats.csv import papers_to_csv
from papersearch_api.formats.ndjson import papers_to_ndjson

PaperWriter = Callable[[Iterable[JsonObject]], Iterator[str]]
"""Papers, as their JSON objects, to text; lazily, so that a whole corpus can pass through."""


@dataclass(frozen=True, slots=True)
class Format:
    """A form of an answer. `write` is None for JSON, whose shape depends on the endpoint.

    `suffix` ends addresses and names of files. `is_whole`: an export in this form has the papers' full text.
    """

    name: str
    media_type: str
    suffix: str
    doc: str
    write: PaperWriter | None = None
    is_whole: bool = False


_ALL = (
    Format("json", "application/json", "json", "One JSON document"),
    Format("ndjson", "application/x-ndjson", "ndjson", "One paper a line, as JSON", papers_to_ndjson, is_whole=True),
    Format("csv", "text/csv", "csv", "A table with one paper a row", papers_to_csv),
    Format("bibtex", "application/x-bibtex", "bib", "One entry a paper", papers_to_bibtex),
)
FORMATS: dict[str, Format] = {each.name: each for each in _ALL}
RESULT_FORMATS: tuple[str, ...] = tuple(FORMATS)
"""Forms of a page of results."""
EXPORT_FORMATS: tuple[str, ...] = tuple(name for name, each in FORMATS.items() if each.write)
"""Forms of a whole result list."""
BY_SUFFIX: dict[str, Format] = {each.suffix: each for each in _ALL}
"""The forms by what ends their addresses."""
