"""The National Library of Medicine's habits, which its XML and its tagged form share, taken off."""

import re

_PLACE = re.compile(r"\s*\([^()]*(?:,|\s:\s)[^()]*\)$")
_SUBTITLE = re.compile(r"\s+[:=]\s.*$", re.DOTALL)
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
