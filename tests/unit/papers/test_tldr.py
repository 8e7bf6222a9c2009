from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from papersearch.document import has_values
from papersearch.paper import Tldr, TldrSource
from papersearch.record import Record, StoredRecord
from papersearch.settings import load_settings
from papersearch_ingest.papers.merging import merge_records
from papersearch_ingest.papers.tldr import extract_tldr, sentences

ABSTRACT = (
    "Large networks are slow, cf. Fig. 2, and e.g. phones have no room for them. "
    "In this paper, we propose spectral pruning of large networks that keeps 1.5 percent of the weights. "
    "Experiments on three data sets show that nothing is lost. Our code is public."
)
TOLD = "We propose spectral pruning of large networks that keeps 1.5 percent of the weights."


def stored(**fields) -> StoredRecord:
    return StoredRecord(Record(title="Spectral Pruning", abstract=ABSTRACT, **fields), "a")


def test_sentence_on_what_the_authors_do_without_its_link():
    assert extract_tldr("Spectral Pruning", ABSTRACT) == TOLD


def test_abbreviations_and_decimals_end_no_sentence():
    assert len(sentences(ABSTRACT)) == 4
    assert sentences("It runs. It stops.It ends here again.") == ["It runs.", "It stops.", "It ends here again."]


@pytest.mark.parametrize("abstract", [None, "", "  ", "Withdrawn.", "?!. . .", "Too short."])
def test_nothing_is_made_of_nothing(abstract):
    assert extract_tldr("A Title", abstract) is None


def test_one_is_extracted_only_on_wish_and_says_so():
    assert merge_records([stored()]).tldr is None
    paper = merge_records([stored()], extracts_tldr=True)
    assert paper.tldr == Tldr(TOLD, TldrSource.EXTRACTED)
    assert paper.provenance["tldr"] == "extracted"


def test_a_sources_own_tldr_is_kept():
    for source in (TldrSource.AUTHORS, TldrSource.AUTO):
        own = Tldr("Pruning, by spectra.", source)
        assert merge_records([stored(tldr=own)], extracts_tldr=True).tldr == own


def test_extracted_one_is_not_counted_as_a_tldr():
    paper = merge_records([stored()], extracts_tldr=True)
    assert "tldr" not in has_values(paper)
    assert "tldr" in has_values(replace(paper, tldr=Tldr("x", TldrSource.AUTO)))


def test_setting():
    home = {"PAPERSEARCH_HOME": "/nowhere"}
    assert load_settings(home).extract_tldr is False
    assert load_settings(home | {"PAPERSEARCH_EXTRACT_TLDR": "true"}).extract_tldr is True
    assert load_settings(home).home == Path("/nowhere")


@given(st.text(max_size=60), st.text(max_size=400))
def test_whatever_the_text_it_is_a_part_of_it(title, abstract):
    found = extract_tldr(title, abstract)
    if found:
        plain = " ".join(abstract.split())
        assert found[1:] in plain or found[:1].lower() != found[:1]
