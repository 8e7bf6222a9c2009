"""The forms of metadata: Dublin Core, which every repository has, and `papersearch`, which has the whole paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from papersearch.paper import JsonObject, KeywordSource, Paper, TldrSource, paper_to_json
from papersearch_api.formats.publication import address_of, container_of, date_parts, kind_of, own_keywords
from papersearch_api.formats.xml import attribute, element

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
PAPER_NAMESPACE = "urn:papersearch:paper:1"
_LEFT_OUT = frozenset({"thumbnail", "sources", "provenance", "added_at", "updated_at", "version"})
"""What an instance says of its own copy, not of the paper."""
_KEYED = frozenset({"ids", "other_ids", "links"})
_PAGE_END = "\f"


@dataclass(frozen=True, slots=True)
class MetadataForm:
    """A form of metadata. `schema` is an address, or a path below the server's root. `write`: paper, site -> XML."""

    prefix: str
    namespace: str
    schema: str
    write: Callable[[Paper, str], str]

    def schema_address(self, site: str) -> str:
        """Where the schema is."""
        return f"{site}{self.schema}" if self.schema.startswith("/") else self.schema


def dublin_core(paper: Paper, site: str) -> str:
    """The fifteen elements of Dublin Core, as far as they are known."""
    kind = kind_of(paper)
    members = [
        ("title", paper.title),
        *(("creator", author.name) for author in paper.authors),
        *(("subject", keyword) for keyword in own_keywords(paper)),
        ("description", paper.abstract),
        ("publisher", paper.publisher),
        *(("contributor", editor.name) for editor in paper.editors),
        ("date", "-".join(f"{part:02}" for part in date_parts(paper))),
        ("type", str(kind) if kind else None),
        ("identifier", address_of(paper)),
        *(("identifier", f"{scheme}:{value}") for scheme, value in paper.ids.items()),
        ("identifier", f"{site}/papers/{quote(paper.id)}"),
        ("source", container_of(paper)),
        ("language", paper.language),
        *(("relation", link) for name, link in paper.links.items() if name != "html"),
    ]
    inside = "".join(element(f"dc:{name}", value) for name, value in members)
    return (
        f'<oai_dc:dc xmlns:oai_dc="{_DC}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'{_schema_location(DUBLIN_CORE, site)}>{inside}</oai_dc:dc>'
    )  # fmt: skip


def whole_paper(paper: Paper, site: str) -> str:
    """The members of a paper's JSON as elements of their names; a list is a repeated element.

    Identifiers and links have their scheme in `key`; each page of the full text is an element. What was extracted here
    is left out, since every instance extracts it for itself.
    """
    body = {name: value for name, value in paper_to_json(paper).items() if name not in _LEFT_OUT}
    body["keywords"] = [each for each in body["keywords"] if each["source"] != KeywordSource.EXTRACTED]
    body["full_text"] = (body["full_text"] or "").split(_PAGE_END) if body["full_text"] else []
    if paper.tldr and paper.tldr.source is TldrSource.EXTRACTED:
        body["tldr"] = None
    inside = "".join(_written(name, value) for name, value in body.items())
    return f'<paper xmlns="{PAPER_NAMESPACE}" {_schema_location(WHOLE_PAPER, site)}>{inside}</paper>'


def _written(name: str, value: Any) -> str:
    match value:
        case None | False:
            return ""
        case list():
            return "".join(_written(name, each) for each in value)
        case dict() if name in _KEYED:
            return "".join(_keyed(name, key, each) for key, each in value.items())
        case dict():
            return f"<{name}>{_members(value)}</{name}>"
        case bool():
            return element(name, "true")
        case _:
            return element(name, str(value)) or f"<{name}/>"


def _members(value: JsonObject) -> str:
    return "".join(_written(name, each) for name, each in value.items())


def _keyed(name: str, key: str, value: str | list[str]) -> str:
    values = value if isinstance(value, list) else [value]
    return "".join(element(name, each, attribute("key", key)) for each in values)


def _schema_location(form: MetadataForm, site: str) -> str:
    return f'xmlns:xsi="{_XSI}"{attribute("xsi:schemaLocation", f"{form.namespace} {form.schema_address(site)}")}'


DUBLIN_CORE = MetadataForm("oai_dc", _DC, "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", dublin_core)
WHOLE_PAPER = MetadataForm("papersearch", PAPER_NAMESPACE, "/oai/paper.xsd", whole_paper)
FORMS: Mapping[str, MetadataForm] = {form.prefix: form for form in (DUBLIN_CORE, WHOLE_PAPER)}
