import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.naming.identity import normalise_id, paper_id, parse_identifier, strong_keys
from papersearch.record import Record


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1810.02340", ("arxiv", "1810.02340")),
        ("arXiv:1810.02340v2", ("arxiv", "1810.02340")),
        ("https://arxiv.org/abs/1810.02340v1", ("arxiv", "1810.02340")),
        ("http://www.arxiv.org/pdf/1810.02340.pdf", ("arxiv", "1810.02340")),
        ("hep-th/9901001v3", ("arxiv", "hep-th/9901001")),
        ("math.GT/0309136", ("arxiv", "math/0309136")),
        ("10.48550/arXiv.1810.02340", ("arxiv", "1810.02340")),
        ("10.1000/a/b(1)", ("doi", "10.1000/a/b(1)")),
        ("doi:10.1000/ABC.", ("doi", "10.1000/abc")),
        ("https://dx.doi.org/10.1007/978-3-319-25393-0_25", ("doi", "10.1007/978-3-319-25393-0_25")),
        ("https://openreview.net/forum?id=B1VZqjAcYX", ("openreview", "B1VZqjAcYX")),
        ("https://openreview.net/pdf?id=B1VZqjAcYX", ("openreview", "B1VZqjAcYX")),
        ("https://www.aclweb.org/anthology/P18-1001", ("acl", "P18-1001")),
        ("https://aclanthology.org/2020.acl-main.1/", ("acl", "2020.acl-main.1")),
        ("P18-1001", ("acl", "P18-1001")),
        ("p_abcdefghijkl", ("id", "p_abcdefghijkl")),
        ("data augmentation", None),
        ("B1VZqjAcYX", None),
        ("", None),
        ("arxiv:", None),
        ("1810.02340 pruning", None),
    ],
)
def test_whole_text_as_identifier(text, expected):
    assert parse_identifier(text) == expected


def test_version_and_case_make_no_other_paper():
    assert paper_id(Record(ids={"arxiv": "1810.02340v1"})) == paper_id(Record(title="x", ids={"arxiv": "1810.02340"}))
    assert paper_id(Record(ids={"doi": "10.1000/A"})) == paper_id(Record(ids={"doi": "https://doi.org/10.1000/a"}))


def test_doi_made_by_arxiv_is_the_arxiv_id():
    assert strong_keys({"doi": "10.48550/arXiv.1810.02340"}) == (("arxiv", "1810.02340"),)


def test_id_without_strong_key_is_of_title_author_and_year():
    record = Record(title="Ein Größerer Test", authors=("LeCun, Yann",), year=2019)
    same = Record(title="ein gröSSerer test!", authors=("Yann LeCun",), year=2019)
    assert paper_id(record) == paper_id(same)
    assert paper_id(record) != paper_id(Record(title="Ein Größerer Test", authors=("Yann LeCun",), year=2018))


@given(st.text(), st.integers(1900, 2100))
def test_id_has_a_fixed_shape(title, year):
    assert re.fullmatch(r"p_[a-z]{12}", paper_id(Record(title=title, year=year)))


@given(st.sampled_from(["arxiv", "doi", "openreview", "acl"]), st.text(max_size=40))
def test_normalising_is_idempotent(scheme, text):
    once = normalise_id(scheme, text)
    assert once is None or normalise_id(scheme, once) == once


def test_record_round_trips_as_json():
    record = Record(
        title="T", authors=("A",), year=2019, ids={"doi": "10.1/x"}, profile_fields=frozenset({"year"}), raw="r"
    )
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record
