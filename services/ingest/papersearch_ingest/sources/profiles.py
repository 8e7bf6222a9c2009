"""Source profiles: the label, venue and year of a source form whose pages name none."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from msgspec.structs import replace

from papersearch.errors import SourceError
from papersearch.record import Record
from papersearch_ingest.parsers.source import Sample

PROFILES_FILE = "profiles.toml"
"""The name of a file of profiles in the folder of sources."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile of a source form; data/profiles.toml says what each field does."""

    parser: str
    name: str
    label: str = ""
    venue: str | None = None
    year: int | None = None
    contains: str | None = None


def load_profiles(own: str | None = None) -> tuple[Profile, ...]:
    """The profiles that ship with us, after those of the user's own, given as the text of a profiles.toml.

    Raises SourceError when that text is not well formed or has an unknown key.
    """
    if not own:
        return _shipped()
    try:
        return _parse(own) + _shipped()
    except (tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        raise SourceError(f"Cannot read the {PROFILES_FILE} in the source's folder: {error}.") from error


@lru_cache(maxsize=1)
def _shipped() -> tuple[Profile, ...]:
    return _parse(resources.files("papersearch_ingest").joinpath("data/profiles.toml").read_text("utf-8"))


def _parse(text: str) -> tuple[Profile, ...]:
    return tuple(Profile(**entry) for entry in tomllib.loads(text).get("profile", ()))


def profile_for(parser: str, sample: Sample, profiles: tuple[Profile, ...]) -> Profile:
    """The first profile that fits; a form without one is named after its parser."""
    fitting = (p for p in profiles if p.parser == parser and (p.contains or "") in (sample.text or ""))
    return next(fitting, Profile(parser, parser, parser))


def apply_profile(record: Record, profile: Profile) -> Record:
    """The record with the profile's venue and year where it has none of its own."""
    given = {
        name: value
        for name, value in (("venue", profile.venue), ("year", profile.year))
        if value is not None and getattr(record, name) is None
    }
    return _fill(record, given) if given else record


def apply_options(record: Record, venue: str | None, year: int | None) -> Record:
    """The record with the venue and year that the user gave, whatever it said before."""
    given = {name: value for name, value in (("venue", venue), ("year", year)) if value is not None}
    return replace(_fill(record, given), option_fields=record.option_fields | given.keys()) if given else record


def _fill(record: Record, given: Mapping[str, Any]) -> Record:
    return replace(record, **given, profile_fields=record.profile_fields | given.keys())
