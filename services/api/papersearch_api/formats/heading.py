"""What a written document says of itself, beyond its papers."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """The title and addresses of a document; only some formats show them.

    `site` is the root of the server (`https://papers.example.org`), "" where there is none, as on the command line.
    `address` and `html_address` are paths below it: the document's own, and the page with the same papers.
    `neighbours` are link relations and paths, such as `("next", "/feeds/papers.atom?page=2")`. `updated_at` is the
    latest change of the papers, None where that is not known before they are written.
    """

    title: str = "papersearch"
    site: str = ""
    address: str = ""
    html_address: str = "/"
    neighbours: tuple[tuple[str, str], ...] = ()
    updated_at: datetime | None = None
