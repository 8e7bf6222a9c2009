"""arXiv's categories made readable: `cs.LG` is "Machine Learning".

They are no keywords: nobody chose them for what the paper says, and every paper has one, so they would drown those that
authors did choose. They stay in `Record.extra["categories"]`, each with its name.
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib import resources


def named_categories(codes: Iterable[str]) -> list[dict[str, str]]:
    """`[{"id": "cs.LG", "name": "Machine Learning"}]`, each once; an unknown code is its own name."""
    return [{"id": code, "name": _names().get(code, code)} for code in dict.fromkeys(codes) if code]


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    text = resources.files("papersearch_ingest").joinpath("data/arxiv_categories.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {line[0]: line[1] for line in pairs}
