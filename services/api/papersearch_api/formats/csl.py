"""CSL-JSON (the schema of CSL 1.0.2): what citeproc processors, pandoc and Zotero read."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from papersearch.paper import Author, JsonObject, Paper
from papersearch_api.formats.heading import Heading
from papersearch_api.formats.json import json_array
from papersearch_api.formats.keys import UniqueKeys
from papersearch_api.formats.people import name_parts
from papersearch_api.formats.publication import (
    container_of,
    date_parts,
    kind_of,
    own_keywords,
    pages_of,
    shown_paper,
)

_OTHER = "document"


def papers_to_csl_json(papers: Iterable[JsonObject], _: Heading) -> Iterator[str]:
    """An array with one item a line."""
    keys = UniqueKeys()
    read = map(shown_paper, papers)
    return json_array(msgspec.json.encode(csl_item(paper, keys.key_of(paper))).decode() for paper in read)


def csl_item(paper: Paper, key: str) -> JsonObject:
    """A paper as an item of CSL; variables without a value are left out."""
    date = date_parts(paper)
    item: JsonObject = {
        "id": key,
        "citation-key": key,
        "type": str(kind_of(paper) or _OTHER),
        "title": paper.title,
        "author": [*map(_name, paper.authors)],
        "editor": [*map(_name, paper.editors)],
        "container-title": container_of(paper),
        "volume": paper.volume,
        "issue": paper.issue,
        "page": "-".join(filter(None, pages_of(paper))),
        "publisher": paper.publisher,
        "edition": paper.edition,
        "issued": {"date-parts": [list(date)]} if date else None,
        "ISSN": ", ".join(paper.issn),
        "ISBN": ", ".join(paper.isbn),
        "DOI": paper.ids.get("doi"),
        "PMID": paper.ids.get("pmid"),
        "PMCID": paper.ids.get("pmcid"),
        "archive": "arXiv" if "arxiv" in paper.ids else None,
        "archive_location": paper.ids.get("arxiv"),
        "URL": paper.links.get("html"),
        "language": paper.language,
        "keyword": ", ".join(own_keywords(paper)),
        "abstract": paper.abstract,
    }
    return {name: value for name, value in item.items() if value}


@lru_cache(maxsize=16_384)
def _name(author: Author) -> JsonObject:
    """A name as CSL has it. Whoever asks for it leaves it as it is."""
    parts = name_parts(author)
    return {name: value for name, value in parts._asdict().items() if value}
