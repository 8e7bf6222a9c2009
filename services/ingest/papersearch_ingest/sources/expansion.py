"""Read a stored source of any kind: compressed ones are unpacked, and each member of an archive is read by its form."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from papersearch.errors import SourceError
from papersearch.packed_file import size_of
from papersearch.record import Record, Reject
from papersearch.work_items import SourceItem
from papersearch_ingest.parsers.source import Source
from papersearch_ingest.sources.archives import ArchiveMember, is_packed, unpack
from papersearch_ingest.sources.parsed_source import Found, MemberStart, ParsedSource
from papersearch_ingest.sources.reading import SourceReading, read_source
from papersearch_ingest.sources.sidecar_files import add_sidecar_metadata, join_members

ARCHIVE = "archive"
"""The name of an archive's parser; each member has its own."""
Read = Callable[[Source], SourceReading]


def parse_source(
    path: Path, name: str, source: SourceItem, sidecar: Path | None = None, *, pictures: bool = False
) -> ParsedSource:
    """Read a source in this process: see `parsed_source.Parse`. With `pictures`, PDFs get one of their first page.

    Files of an archive that no parser recognises are skipped, as in a folder. Raises SourceError for an archive in
    which nothing is recognised, once it has been read to its end.
    """
    read = partial(_read, source, pictures=pictures)
    opened = Source.from_path(path, name)
    with opened.open() as stream:
        head = stream.read(512)
    if is_packed(head):
        unpacked = unpack(opened, size_of(path))
        if not isinstance(unpacked, Source):
            return ParsedSource(ARCHIVE, 1, ARCHIVE, join_members(_read_members(unpacked, name, read)))
        opened = unpacked
    reading = read(opened)
    items: Iterator[Found] = reading.items
    if sidecar and source.sidecar:
        items = add_sidecar_metadata(reading.items, read_source(sidecar, source.sidecar.name).items)
    return ParsedSource(reading.parser.name, reading.parser.version, reading.source_name, items)


def _read(source: SourceItem, opened: Source, *, pictures: bool) -> SourceReading:
    given = source.options
    return read_source(opened, opened.name, given.parser, given.venue, given.year, source.profiles, pictures=pictures)


def _read_members(
    members: Iterator[ArchiveMember | Reject], name: str, read: Read
) -> Iterator[Record | Reject | MemberStart]:
    has_any = False
    for member in members:
        if isinstance(member, Reject):
            has_any = True
            yield member
            continue
        try:
            reading = read(member.source)
        except SourceError:
            continue
        has_any = True
        yield MemberStart(member.path, reading.parser.name, reading.parser.version, reading.source_name)
        try:
            yield from reading.items
        except SourceError as error:
            yield Reject(f"{member.path}: {error}")
    if not has_any:
        raise SourceError(f"No parser recognises any file in {name}.")
