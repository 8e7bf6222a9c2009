"""A kept source of any kind as its records: compressed ones unpacked, each member of an archive read by its form."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.source import Source
from papersearch_ingest.sources.archives import ArchiveMember, is_packed, unpack
from papersearch_ingest.sources.parsed_source import Found, MemberStart, ParsedSource
from papersearch_ingest.sources.reading import SourceReading, read_source
from papersearch_ingest.sources.sidecar_files import add_metadata_beside, join_members

ARCHIVE = "archive"
"""What stands for a parser's name where each member has its own."""


def parse_source(path: Path, name: str, options: Mapping[str, Any]) -> ParsedSource:
    """Reads a source in this process: see `parsed_source.Parse`.

    Files of an archive that no parser recognises are left out, as in a folder. Raises SourceError for an archive of
    which nothing is recognised, once it has been read to its end.
    """
    source = Source.from_path(path, name)
    with source.open() as stream:
        head = stream.read(512)
    if is_packed(head):
        opened = unpack(source, path.stat().st_size)
        if not isinstance(opened, Source):
            return ParsedSource(ARCHIVE, 1, ARCHIVE, join_members(_read_members(opened, name, options)))
        source = opened
    reading = _read(source, options)
    items: Iterator[Found] = reading.items
    if beside := options.get("beside_path"):
        found = read_source(Path(beside), str(options.get("beside_name", beside)))
        items = add_metadata_beside(reading.items, found.items)
    return ParsedSource(reading.parser.name, reading.parser.version, reading.source_name, items)


def _read(source: Source, options: Mapping[str, Any]) -> SourceReading:
    return read_source(
        source,
        source.name,
        parser_name=options.get("parser"),
        venue=options.get("venue"),
        year=options.get("year"),
        profiles=options.get("profiles"),
        pictures=bool(options.get("pictures")),
    )


def _read_members(
    members: Iterator[ArchiveMember | Reject], name: str, options: Mapping[str, Any]
) -> Iterator[Record | Reject | MemberStart]:
    has_any = False
    for member in members:
        if isinstance(member, Reject):
            has_any = True
            yield member
            continue
        try:
            reading = _read(member.source, options)
        except SourceError:
            continue
        has_any = True
        yield MemberStart(member.path, reading.parser.name, reading.parser.version, reading.source_name)
        try:
            yield from reading.items
        except SourceError as error:
            yield Reject(f"{member.path}: {error}")
    if not has_any:
        raise SourceError(f"{name} holds no file that a parser recognises.")
