"""The formats in which papers are handed out: one table; a new format is a module here and a line in it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from papersearch.paper import JsonObject
from papersearch_api.formats import atom
from papersearch_api.formats.bibtex import papers_to_biblatex, papers_to_bibtex
from papersearch_api.formats.csl import papers_to_csl_json
from papersearch_api.formats.csv import papers_to_csv
from papersearch_api.formats.heading import Heading
from papersearch_api.formats.json import papers_to_json, papers_to_ndjson
from papersearch_api.formats.references import reference_writer
from papersearch_api.formats.ris import papers_to_ris

__all__ = [
    "BY_SUFFIX", "EXPORT_FORMATS", "FORMATS", "RESULT_FORMATS", "Format", "Heading", "PaperWriter", "split_suffix",
]  # fmt: skip
PaperWriter = Callable[[Iterable[JsonObject], Heading], Iterator[str]]
"""Papers, as their JSON objects, to text; lazily, so that a whole corpus can pass through."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of papers.

    `suffix` ends addresses and names of files. `is_whole`: an export in this format has the papers' full text.
    `has_answer`: endpoints answer in this format with their own shape, of which papers are a part; `write` is for
    papers alone. `is_citation`: formatted references, which need the extra `citations`.
    """

    name: str
    media_type: str
    suffix: str
    label: str
    doc: str
    write: PaperWriter
    is_whole: bool = False
    has_answer: bool = False
    is_citation: bool = False


_REFERENCES = "text/x-bibliography"
_ALL = (
    Format("json", "application/json", "json", "JSON", "One JSON document", papers_to_json, is_whole=True,
           has_answer=True),
    Format("ndjson", "application/x-ndjson", "ndjson", "JSON Lines", "One paper a line, as JSON", papers_to_ndjson,
           is_whole=True),
    Format("csv", "text/csv", "csv", "CSV", "A table with one paper a row", papers_to_csv),
    Format("bibtex", "application/x-bibtex", "bib", "BibTeX", "One BibTeX entry a paper", papers_to_bibtex),
    Format("biblatex", "application/x-biblatex", "biblatex", "BibLaTeX", "One BibLaTeX entry a paper",
           papers_to_biblatex),
    Format("ris", "application/x-research-info-systems", "ris", "RIS", "For reference managers", papers_to_ris),
    Format("csl-json", "application/vnd.citationstyles.csl+json", "csl.json", "CSL-JSON",
           "For citation processors", papers_to_csl_json),
    Format("atom", atom.MEDIA_TYPE, "atom", "Atom", "A feed", atom.papers_to_atom),
    *(Format(style, _REFERENCES, f"{style}.txt", label, f"References in the style {label}", reference_writer(style),
             is_citation=True)
      for style, label in (("apa", "APA"), ("ieee", "IEEE"), ("acm", "ACM"), ("chicago", "Chicago"))),
)  # fmt: skip
FORMATS: dict[str, Format] = {each.name: each for each in _ALL}
RESULT_FORMATS: tuple[str, ...] = tuple(FORMATS)
"""Formats of a paper and of a page of results."""
EXPORT_FORMATS: tuple[str, ...] = tuple(sorted(FORMATS, key=lambda name: name != "ndjson"))
"""Formats of a whole result list, the default first."""
BY_SUFFIX: dict[str, Format] = {each.suffix: each for each in _ALL}
"""The formats by what ends their addresses."""
_LONGEST_FIRST = sorted(BY_SUFFIX, key=lambda suffix: -suffix.count("."))


def split_suffix(name: str) -> tuple[str, str | None]:
    """What is named and the format asked for after it: `p_….csv` is (`p_…`, `csv`)."""
    for suffix in _LONGEST_FIRST:
        if len(name) > len(suffix) + 1 and name.endswith(f".{suffix}"):
            return name[: -len(suffix) - 1], suffix
    return name, None
