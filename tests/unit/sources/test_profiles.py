"""A profiles.toml in a source's folder says what the page itself does not."""

import pytest

from papersearch.errors import SourceError
from papersearch_ingest.sources.profiles import load_profiles
from papersearch_ingest.sources.reading import read_source
from tests.support.paths import SAMPLES


def test_the_samples_profile_names_their_conference() -> None:
    profiles = (SAMPLES / "profiles.toml").read_text("utf-8")
    reading = read_source(SAMPLES / "cvpr-2016-explorer.txt", "cvpr-2016-explorer.txt", profiles=profiles)
    assert {(record.venue, record.year) for record in reading.items} == {("CVPR", 2016)}


@pytest.mark.parametrize("broken", ["[[profile", "[[profile]]\nparser = 'x'\nname = 'y'\nvenu = 'z'", "profile = 3"])
def test_a_broken_profile_is_told(broken: str) -> None:
    with pytest.raises(SourceError, match=r"profiles\.toml"):
        load_profiles(broken)
