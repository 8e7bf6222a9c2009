"""What the ledger's items and runs say: read a source, store a page of a harvest, or apply a write of papers.

The ledger stores each as JSON that names its type: `{"type": "source", "options": {"year": 2020}}`. What has its
default is left out. A change of a field needs a revision of the store's tables for what is stored already.
"""

from enum import StrEnum

import msgspec

from papersearch.paper import JsonObject


class IngestOptions(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a user says about sources: the parser to use, the venue and year, and whether gone papers are deleted."""

    parser: str | None = None
    venue: str | None = None
    year: int | None = None
    replace: bool = False


class Sidecar(msgspec.Struct, frozen=True):
    """A file with the metadata of a PDF: the sha256 of its bytes in `blobs`, and its name."""

    blob: str
    name: str


class SourceItem(msgspec.Struct, frozen=True, omit_defaults=True, tag="source"):
    """Read a source. `profiles` is the text of the profiles.toml in its folder.

    `request_id` is that of the API's request that it came with, so that what is done with it names the request.
    """

    options: IngestOptions = IngestOptions()
    from_folder: bool = False
    profiles: str | None = None
    sidecar: Sidecar | None = None
    request_id: str = ""


class HarvestPage(msgspec.Struct, frozen=True, omit_defaults=True, tag="harvest_page"):
    """Read a page of a repository's list.

    All records of a repository are kept under its `collection`, whatever page they came in. `withdrawn` are the items
    that the page says are deleted: identifier -> datestamp.
    """

    collection: str
    withdrawn: dict[str, str] = {}


class Action(StrEnum):
    """What a write does."""

    PUT = "put"
    DELETE = "delete"
    BULK = "bulk"


class PaperWrite(msgspec.Struct, frozen=True, omit_defaults=True, tag="paper_write"):
    """Apply a write of papers by API.

    `paper` and `if_version` (the version that the caller has seen, None for any) belong to a put or delete; `body` is
    a put's paper. A bulk's papers are lines of the item's blob; `lines` selects some of them, all when empty.
    `request_id` is that of the request that sent it.
    """

    action: Action
    paper: str = ""
    if_version: int | None = None
    body: JsonObject | None = None
    lines: tuple[int, ...] = ()
    request_id: str = ""


Work = SourceItem | HarvestPage | PaperWrite
"""What an item of the ledger asks for."""


class IngestRun(msgspec.Struct, frozen=True, omit_defaults=True, tag="ingest"):
    """The sources that a user named on the command line."""

    sources: tuple[str, ...] = ()
    options: IngestOptions = IngestOptions()


class HarvestRun(msgspec.Struct, frozen=True, omit_defaults=True, tag="harvest"):
    """A list of a repository; `set_spec` is empty for the whole repository."""

    repository: str
    set_spec: str = ""


class FulltextRun(msgspec.Struct, frozen=True, tag="fulltext"):
    """PDFs that were downloaded for papers that are known."""


class ReplayRun(msgspec.Struct, frozen=True, tag="replay"):
    """Sources of rejects, read again."""


class ApiRun(msgspec.Struct, frozen=True, tag="api"):
    """A write or a source file that came by API."""


RunOptions = IngestRun | HarvestRun | FulltextRun | ReplayRun | ApiRun
"""Why a run was started."""
