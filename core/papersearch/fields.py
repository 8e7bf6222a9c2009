"""The one table of fields; mapping, parameters, facets, errors and documentation derive from it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field is compared: as running text, as a whole value, as a number, as a moment, as an identifier."""

    TEXT = "text"
    TAG = "tag"
    INTEGER = "integer"
    DATE = "date"
    ID = "id"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a paper.

    `name` is its name in queries and parameters, `json_name` its key in a paper's JSON. `boost` is the weight of a word
    in it for a search over all fields, or None where such a search leaves it out: see `query.ranking`. `is_multi`: a
    paper can have several values. `title` is its name for people.

    A new facet is one row: a tag field whose `json_name` is a member of `Paper`. Parameters, both engines, the API, the
    page and the OpenAPI document find it here.
    """

    name: str
    json_name: str
    kind: Kind
    doc: str
    example: str
    aliases: tuple[str, ...] = ()
    boost: float | None = None
    is_facet: bool = False
    is_multi: bool = False
    is_sortable: bool = False
    is_exported: bool = True
    label: str = ""

    @property
    def title(self) -> str:
        """The field's name for people."""
        return self.label or self.name.capitalize()


FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        "title",
        Kind.TEXT,
        "The paper's title.",
        'title:"graph networks"',
        ("ti",),
        1.25,
        is_sortable=True,
    ),
    Field(
        "keyword",
        "keywords",
        Kind.TAG,
        "Keywords by the authors, or extracted.",
        'keyword:"data augmentation"',
        ("kw", "tag"),
        1.1,
        is_facet=True,
        is_multi=True,
    ),
    Field("tldr", "tldr", Kind.TEXT, "The one-sentence summary.", "tldr:pruning", (), 1.0),
    Field(
        "author",
        "authors",
        Kind.TAG,
        "Authors; a query also accepts surname and initial.",
        "author:lecun_y",
        ("au",),
        1.0,
        is_facet=True,
        is_multi=True,
    ),
    Field("abstract", "abstract", Kind.TEXT, "The abstract.", "abstract:robustness", ("abs",), 1.0),
    Field("comments", "comments", Kind.TEXT, "The authors' comment line.", "comments:figures", ("co",), 1.0),
    Field(
        "fulltext",
        "full_text",
        Kind.TEXT,
        "The full text, if available.",
        'fulltext:"ablation study"',
        ("ft",),
        1.0,
        is_exported=False,
    ),
    Field("venue", "venue", Kind.TAG, "Conference or journal.", "venue:ICLR", (), is_facet=True),
    Field(
        "year",
        "year",
        Kind.INTEGER,
        "Year of publication.",
        "year:2018..2020",
        (),
        is_facet=True,
        is_sortable=True,
    ),
    Field(
        "source",
        "sources",
        Kind.TAG,
        "Sources of the paper.",
        "source:arxiv-listing",
        (),
        is_facet=True,
        is_multi=True,
    ),
    Field(
        "has",
        "materials",
        Kind.TAG,
        "What is available for a paper.",
        "has:code",
        (),
        is_facet=True,
        is_multi=True,
        is_exported=False,
        label="Available",
    ),
    Field(
        "is",
        "is",
        Kind.TAG,
        "State of a paper: retracted or merged.",
        "is:retracted",
        (),
        is_multi=True,
        is_exported=False,
    ),
    Field("id", "id", Kind.ID, "The paper's own id.", "id:p_abcdefghijkl"),
    Field("arxiv", "ids.arxiv", Kind.ID, "arXiv id, with or without version.", "arxiv:1810.02340"),
    Field("doi", "ids.doi", Kind.ID, "Digital object identifier.", 'doi:"10.1000/182"'),
    Field(
        "cites",
        "references",
        Kind.ID,
        "Papers that cite this one, by any of its ids.",
        'cites:"10.1000/182"',
        is_exported=False,
    ),
    Field("added", "added_at", Kind.DATE, "When the paper was added.", "added:>=2024-01-01", (), is_sortable=True),
    Field("updated", "updated_at", Kind.DATE, "When the paper last changed.", "", (), is_sortable=True),
)
"""`fields.FIELDS` in the order in which they are shown."""

BY_NAME: dict[str, Field] = {name: f for f in FIELDS for name in (f.name, *f.aliases)}
SEARCHED: tuple[Field, ...] = tuple(f for f in FIELDS if f.boost is not None)
"""The fields that a word or phrase without a field name is looked for in, the heaviest first."""
FACETS: tuple[Field, ...] = tuple(f for f in FIELDS if f.is_facet)

HAS_VALUES = (
    "abstract",
    "tldr",
    "keywords",
    "fulltext",
    "doi",
    "arxiv",
    "pdf",
    "code",
    "slides",
    "poster",
    "video",
)
IS_VALUES = ("retracted", "merged")
MISSING = "~missing"
"""The facet value that selects papers without one."""
