"""The National Library of Medicine's habits, which its XML and its tagged form share, taken off."""

import re
from collections.abc import Iterable

from papersearch.paper import PaperType
from papersearch_ingest.parsers.paper_types import is_preprint_server

_PLACE = re.compile(r"\s*\([^()]*(?:,|\s:\s)[^()]*\)$")
_SUBTITLE = re.compile(r"\s+[:=]\s.*$", re.DOTALL)
NO_TITLE = re.compile(r"\[?(?:not available|no title available|in process citation)\]?\.?\]?", re.IGNORECASE)
"""What stands where an article has no title in English, or none yet."""
AUTHORS_LISTS = frozenset({"", "NOTNLM"})
"""Owners of a list of keywords that make it the authors'; others (`NASA`, `PIP`, `KIE`, `NLM`) index by their own."""


def journal_name(title: str) -> str:
    """`Science (New York, N.Y.)` -> `Science`; `Toxicon : official journal of ...` -> `Toxicon`.

    The place tells journals of one name apart, the rest is a subtitle or the title in another language.
    """
    return _PLACE.sub("", _SUBTITLE.sub("", _PLACE.sub("", title))) or title


def without_full_stop(title: str) -> str:
    """The title without the full stop that is added to every one."""
    return title if title.endswith("..") else title.removesuffix(".")


_TELLING_TYPES = {
    "preprint": PaperType.ARTICLE, "dataset": PaperType.DATASET, "newspaper article": PaperType.NEWS,
    "academic dissertation": PaperType.THESIS, "dissertations/theses": PaperType.THESIS, "books": PaperType.BOOK,
    "book": PaperType.BOOK, "lecture": PaperType.PRESENTATION, "speeches/meeting papers": PaperType.CONFERENCE_PAPER,
    "reports - research": PaperType.REPORT, "reports - evaluative": PaperType.REPORT,
    "reports - descriptive": PaperType.REPORT, "information analyses": PaperType.REPORT,
}  # fmt: skip
"""Types of the library and of ERIC that say more than "Journal Article", which goes before the last three."""
_DEGREE = re.compile(r" - (?:doctoral|masters?'?s?|practicum|undergraduate) .*")
"""What ERIC adds to the type of a thesis."""
_JOURNAL_TYPES = frozenset({"journal article", "journal articles"})


def publication_type(types: Iterable[str], journal: str | None) -> PaperType | None:
    """The type that publication types make; what has a journal and none that says more is a journal article."""
    named = [each.strip().lower() for text in types for each in text.split(";")]
    known = [kind for each in named if (kind := _TELLING_TYPES.get(_DEGREE.sub("", each)))]
    if is_preprint_server(journal):
        return PaperType.ARTICLE
    if known and not (known[0] is PaperType.REPORT and _JOURNAL_TYPES & set(named)):
        return known[0]
    return PaperType.JOURNAL_ARTICLE if journal or _JOURNAL_TYPES & set(named) else None


_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{0,5}\d{1,8}")


def article_number(text: str) -> str | None:
    """A publisher's item identifier, where it is the number by which an electronic article goes: `e42692`."""
    return text if _ARTICLE_NUMBER.fullmatch(text) else None
