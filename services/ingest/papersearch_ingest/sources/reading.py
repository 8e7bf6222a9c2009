"""From a source's bytes to cleaned records: detect, decode, parse, clean, fill in from profile and options."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.registry import check_not_empty, detect, parser_named
from papersearch_ingest.parsers.source import Parser, Source
from papersearch_ingest.sources.profiles import apply_options, apply_profile, load_profiles, profile_for
from papersearch_ingest.sources.thumbnails import first_page_picture
from papersearch_ingest.texts.cleaning import SourceWords, clean_record
from papersearch_ingest.texts.links import add_links

LONGEST_WHOLE = 32 << 20
"""Bytes of a source that is read as a whole. Pages of a conference have a fiftieth of it."""


@dataclass(frozen=True, slots=True)
class SourceReading:
    """A source being read. `items` is lazy and can be walked once; `source_name` is what `SourceRef.name` becomes."""

    parser: Parser
    source_name: str
    items: Iterator[Record | Reject]


def read_source(
    data: bytes | Path | Source,
    name: str,
    parser_name: str | None = None,
    venue: str | None = None,
    year: int | None = None,
    profiles: str | None = None,
    *,
    pictures: bool = False,
) -> SourceReading:
    """Cleaned records and rejects of one source, in its order.

    `data` is the content, a file that has it, or what opens it; `name` the file's name or address, a hint for the
    choice of the parser. `venue` and `year` win over what the source and its profile say; `profiles` is the text of
    a profiles.toml that goes before the one that ships. `pictures`: a PDF's record
    has one of its first page. Raises SourceError at once for a source that is empty, that no parser recognises, or that
    is too long for its form, and for an unknown `parser_name`.
    """
    source = _source(data, name)
    sample = source.sample()
    check_not_empty(sample, name)
    recognised = detect(sample, name) if parser_name is None else parser_named(parser_name)
    if not recognised.is_streaming and source.is_longer_than(LONGEST_WHOLE):
        raise SourceError(f"{name} exceeds {LONGEST_WHOLE >> 20} MB, the limit for the form {recognised.name}.")
    profile = profile_for(recognised.name, sample, load_profiles(profiles))

    def items() -> Iterator[Record | Reject]:
        words = SourceWords(lambda: sample.text or "" if recognised.is_streaming else source.text)
        for item in recognised.parse(source):
            if isinstance(item, Reject):
                yield item
            else:
                filled = apply_options(apply_profile(item, profile), venue, year)
                record = add_links(clean_record(filled, words))
                is_pictured = pictures and recognised.name == "pdf"
                yield replace(record, picture=first_page_picture(source)) if is_pictured else record

    return SourceReading(recognised, profile.name, items())


def _source(data: bytes | Path | Source, name: str) -> Source:
    match data:
        case bytes():
            return Source.from_bytes(data, name)
        case Path():
            return Source.from_path(data, name)
    return data
