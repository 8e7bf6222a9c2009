"""Sidecar files: the metadata next to a PDF under the same name. `deep.pdf` and `deep.bib` are one paper.

In an archive a record may also name its PDF, as exports of reference managers do: `{"title": "…", "file": "deep.pdf"}`.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from msgspec.structs import replace

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.sources.parsed_source import MemberStart

DOCUMENTS = frozenset({".pdf"})
METADATA = (".json", ".bib", ".ris", ".nbib", ".xml", ".nxml")
"""Endings of files that can describe the PDF of the same name; the first that exists is used."""
MOST_RECORDS = 50_000
"""Records of an archive's metadata that are kept in memory to be joined with PDFs; later ones are not joined."""
MOST_CHARACTERS = 50_000_000
"""Length of the texts of PDFs that wait for their metadata; beyond it the oldest are given up waiting for."""
_FILE = re.compile(r"(?<![^\"'{}:;,|<>\[\]\n])[^\"'{}:;,|<>\[\]\n]+\.pdf\b", re.IGNORECASE)
"""Looked for only where a name can begin: from every letter of a long text it would take the square of its length."""
_ENDING = re.compile(r"\.[pP][dD][fF]")
_ESCAPED = re.compile(r"\\(?=[_&%#$/])")


def join_members(items: Iterable[Any]) -> Iterator[Any]:
    """Give each PDF of an archive the identity in its metadata, which may come before it or after.

    A PDF whose metadata have not come yet waits for the end of the archive. The metadata remain records of their own.
    Raises what reading the archive raises, after the items that were read before.
    """
    known = _Metadata()
    waiting: deque[tuple[MemberStart, Record]] = deque()
    length = 0
    start, is_document = MemberStart("", "", 0, ""), False
    damage: SourceError | None = None
    try:
        for item in items:
            if isinstance(item, MemberStart):
                start, is_document = item, PurePosixPath(item.path).suffix.lower() in DOCUMENTS
            if not isinstance(item, Record):
                yield item
            elif not is_document:
                known.add(start.path, item)
                yield item
            elif metadata := known.of(start.path):
                yield _joined(item, metadata)
            else:
                waiting.append((start, item))
                length += len(item.full_text or "")
                while length > MOST_CHARACTERS:
                    first, document = waiting.popleft()
                    length -= len(document.full_text or "")
                    yield from (first, document, start)
    except SourceError as error:
        damage = error
    for first, document in waiting:
        metadata = known.of(first.path)
        yield from (first, _joined(document, metadata) if metadata else document)
    if damage:
        raise damage


@dataclass(slots=True)
class _Metadata:
    """The records of an archive's other members, by their member's name and by the files that they name."""

    by_member: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    by_file: dict[str, list[tuple[PurePosixPath, Record]]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0

    def add(self, path: str, record: Record) -> None:
        """A record of this member."""
        if self.count >= MOST_RECORDS:
            return
        self.count += 1
        of_member, names = self.by_member[path], _named_files(record.raw)
        is_wanted = len(of_member) < 2  # of several none can be told to be the PDF's
        if not (is_wanted or names):
            return
        slim = replace(record, raw="", full_text=None, extra={}, picture=None)
        if is_wanted:
            of_member.append(slim)
        for name in names:
            self.by_file[name.name.lower()].append((PurePosixPath(path).parent / name, slim))

    def of(self, path: str) -> Record | None:
        """Return the one record that describes the PDF of this path."""
        place = PurePosixPath(path)
        for ending in METADATA:
            of_member = self.by_member.get(str(place.with_suffix(ending)), ())
            if len(of_member) == 1:
                return of_member[0]
        named = self.by_file.get(place.name.lower(), ())
        chosen = [record for full, record in named if full == place] or [record for _, record in named]
        return chosen[0] if len(chosen) == 1 else None


def _named_files(raw: str) -> list[PurePosixPath]:
    """Return the PDFs that a record's own text names, each once, without addresses."""
    if not _ENDING.search(raw):
        return []
    lines = [line for line in raw.split("\n") if _ENDING.search(line)]  # no name goes on in the next
    text = _ESCAPED.sub("", "\n".join(lines)).replace("\\", "/")
    names = {found.group().strip() for found in _FILE.finditer(text)}
    return [PurePosixPath(name) for name in names if not name.startswith("//")]


def add_sidecar_metadata(
    items: Iterable[Record | Reject | MemberStart], sidecar: Iterable[Record | Reject]
) -> Iterator[Record | Reject | MemberStart]:
    """Give a PDF's record the identity in its sidecar file, so that both become one paper.

    The sidecar's metadata replace what was guessed from the first page. A sidecar with several records, or with none
    that can be read, is ignored.
    """
    metadata = _only_record(sidecar)
    for item in items:
        yield _joined(item, metadata) if isinstance(item, Record) and metadata else item


def _only_record(sidecar: Iterable[Record | Reject]) -> Record | None:
    try:
        found = [item for item in islice(sidecar, 2) if isinstance(item, Record)]
    except (SourceError, ValueError, LookupError):
        return None
    return found[0] if len(found) == 1 else None


def _joined(document: Record, metadata: Record) -> Record:
    return replace(
        document,
        title=metadata.title or document.title,
        authors=metadata.authors or document.authors,
        abstract=metadata.abstract or document.abstract,
        year=metadata.year or document.year,
        venue=metadata.venue or document.venue,
        keywords=metadata.keywords or document.keywords,
        ids={**document.ids, **metadata.ids},
        links={**document.links, **metadata.links},
    )
