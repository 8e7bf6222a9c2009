"""OAI-PMH without a network: what answers say, which request comes next, where a list goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.store.harvests import Harvest, Listing
from papersearch_ingest.harvest.oai_pmh import Header, MalformedAnswerError, Page, ProtocolError, is_by_day, read_page
from papersearch_ingest.harvest.progress import (
    HarvestRequest,
    add_page,
    end_listing,
    page_request,
    restart_listing,
    resumable,
    start_listing,
)
from papersearch_ingest.harvest.repositories import Repository, read_repositories

LAB = Repository("lab", "https://lab.example.org/oai", "arXiv")


def answer(content: str, prefix: str = "") -> bytes:
    name = f"{prefix}:OAI-PMH" if prefix else "OAI-PMH"
    xmlns = f"xmlns:{prefix}" if prefix else "xmlns"
    return (
        f'<?xml version="1.0"?><{name} {xmlns}="http://www.openarchives.org/OAI/2.0/">'
        f"<responseDate>2026-11-21T12:00:00Z</responseDate>{content}</{name}>"
    ).encode()


def record(identifier: str, stamp: str, status: str = "", metadata: str = "<metadata/>") -> str:
    return (
        f"<record><header{status}><identifier>{identifier}</identifier><datestamp>{stamp}</datestamp></header>"
        f"{metadata}</record>"
    )


def page(*stamps: str, token: str | None = None) -> Page:
    headers = tuple(Header(f"oai:{number}", stamp, is_deleted=False) for number, stamp in enumerate(stamps))
    return Page(headers, token, responded_at="2026-11-21T12:00:00Z")


def test_an_answer_tells_its_items_and_how_to_go_on() -> None:
    deleted = record("oai:2", "2026-11-02", ' status="deleted"', "")
    token = '<resumptionToken completeListSize="42" cursor="0"> a|b </resumptionToken>'
    found = read_page(answer(f"<ListRecords>{record('oai:1', '2026-11-01')}{deleted}{token}</ListRecords>"))
    assert found.headers == (
        Header("oai:1", "2026-11-01", is_deleted=False),
        Header("oai:2", "2026-11-02", is_deleted=True),
    )
    assert (found.token, found.total, found.responded_at) == ("a|b", 42, "2026-11-21T12:00:00Z")
    assert found.withdrawn == {"oai:2": "2026-11-02"}


@pytest.mark.parametrize("closing", ["", "<resumptionToken/>", "<resumptionToken> </resumptionToken>"])
def test_a_list_without_a_token_or_with_an_empty_one_ends(closing: str) -> None:
    assert read_page(answer(f"<ListRecords>{record('oai:1', '2026')}{closing}</ListRecords>")).token is None


def test_an_error_of_the_protocol_is_told_with_the_words_of_the_repository() -> None:
    found = read_page(answer('<error code="badArgument">no\n such   set</error>'))
    assert found.error == ProtocolError("badArgument", "no such set")


def test_a_header_inside_metadata_is_no_item() -> None:
    inner = "<metadata><x><header><identifier>no</identifier></header></x></metadata>"
    assert [h.identifier for h in read_page(answer(record("oai:1", "2026-11-01", metadata=inner))).headers] == ["oai:1"]


def test_a_broken_record_leaves_the_others() -> None:
    found = read_page(answer(record("oai:1", "2026-11-01", metadata="<a><b></a>") + record("oai:2", "2026-11-02")))
    assert [header.identifier for header in found.headers] == ["oai:2"]
    assert found.broken == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"<html></html>", answer("x")[:-5], answer("<resumptionToken><b></resumptionToken>"), b"{}", b"\0" * 10],
)
def test_what_is_not_the_whole_of_an_answer_is_malformed(data: bytes) -> None:
    with pytest.raises(MalformedAnswerError):
        read_page(data)


def test_entities_of_a_document_type_do_nothing() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    data = bomb + answer(record("oai:1", "2026-11-01", metadata="<metadata>&f;&a;</metadata>"))
    assert read_page(data).broken == 1


@given(st.binary(max_size=300), st.integers(0, 300), st.integers(0, 40))
def test_whatever_comes_is_a_page_or_malformed(junk: bytes, place: int, cut: int) -> None:
    whole = answer(f"<ListRecords>{record('oai:1', '2026-11-01')}<resumptionToken>t</resumptionToken></ListRecords>")
    try:
        read_page(whole[:place] + junk + whole[place + cut :])
    except MalformedAnswerError:
        return


@pytest.mark.parametrize(
    ("granularity", "expected"), [("YYYY-MM-DD", True), ("YYYY-MM-DDThh:mm:ssZ", False), ("", True)]
)
def test_the_granularity_is_days_unless_times_are_named(granularity: str, expected: bool) -> None:
    assert is_by_day(answer(f"<Identify><granularity>{granularity}</granularity></Identify>")) is expected


def test_a_first_list_has_no_date_and_the_next_begins_where_it_ended() -> None:
    first = start_listing(None, LAB, HarvestRequest("cs"), 1, by_day=True)
    assert first.listing
    assert page_request(first, first.listing).url.endswith("?verb=ListRecords&metadataPrefix=arXiv&set=cs")
    done = end_listing(first, add_page(first.listing, page("2026-11-01", "2026-11-03")))
    second = start_listing(done, LAB, HarvestRequest("cs"), 2, by_day=True)
    assert second.listing
    assert second.listing.since == "2026-11-03"


def test_a_token_is_asked_with_alone_and_the_page_keeps_a_name_without_it() -> None:
    harvest = start_listing(None, LAB, HarvestRequest(since="2026-11-01"), 1, by_day=True)
    assert harvest.listing
    listing = add_page(harvest.listing, page("2026-11-01", token="a b|c"))
    asked = page_request(harvest, listing)
    assert asked.url == "https://lab.example.org/oai?verb=ListRecords&resumptionToken=a+b%7Cc"
    assert asked.location.endswith("metadataPrefix=arXiv&from=2026-11-01#page-2")


def test_a_date_in_the_future_does_not_hide_what_comes_before_it() -> None:
    harvest = start_listing(None, LAB, HarvestRequest(), 1, by_day=False)
    assert harvest.listing
    done = end_listing(harvest, add_page(harvest.listing, page("2026-11-01T00:00:00Z", "2099-01-01T00:00:00Z")))
    assert done.until == "2026-11-21T12:00:00Z"


def test_an_empty_list_does_not_move_the_date() -> None:
    harvest = Harvest("lab", "", LAB.url, LAB.prefix, until="2026-11-01", listing=Listing(1))
    assert end_listing(harvest, add_page(Listing(1), page())).until == "2026-11-01"


def test_a_list_from_long_ago_does_not_move_the_date_back() -> None:
    harvest = Harvest("lab", "", LAB.url, LAB.prefix, until="2026-11-01", listing=Listing(1, "2001-01-01"))
    assert end_listing(harvest, add_page(Listing(1), page("2001-02-02"))).until == "2026-11-01"


@pytest.mark.parametrize(
    ("pages", "since"),
    [
        ([page("2026-11-01", "2026-11-02", token="t")], "2026-11-02"),
        ([page("2026-11-01", token="t"), page("2026-11-02", token="u")], "2026-11-02"),
        ([page("2026-11-02", "2026-11-01", token="t")], None),
        ([page("2026-11-02", token="t"), page("2026-11-01", token="u")], None),
        ([page("2026-11-02", "2026-11-02", token="t")], None),
        ([page(token="t")], None),
    ],
)
def test_only_a_list_in_the_order_of_dates_goes_on_from_the_last(pages: list[Page], since: str | None) -> None:
    listing = Listing(1)
    for each in pages:
        listing = add_page(listing, each)
    again = restart_listing(listing, by_day=True)
    assert (again.since, again.token, again.pages) == (since, None, 0)


def test_a_list_that_was_begun_is_gone_on_with_unless_another_is_wished() -> None:
    listing = Listing(1, asked="2026-11-01", since="2026-11-05", token="t")
    harvest = Harvest("lab", "", LAB.url, LAB.prefix, listing=listing)
    assert resumable(harvest, LAB, None) == resumable(harvest, LAB, "2026-11-01") == listing
    assert resumable(harvest, LAB, "2026-10-01") is None
    assert resumable(harvest, Repository("lab", "https://moved.example.org/", "arXiv"), None) is None
    assert resumable(harvest, Repository("lab", LAB.url, "oai_dc"), None) is None


@pytest.mark.parametrize(
    "text",
    [
        "[[repository]]\nname = 'a'",
        "[[repository]]\nurl = 'a'",
        "[[repository]]\nname = 'a'\nurl = 'b'\nspeed = 1",
        "[[repository]]\nname = 'a'\nurl = 1",
        "[[repository]]\nname = 'a'\nurl = 'b'\ninterval_s = -1",
        "[[repository]\n",
    ],
)
def test_a_repository_with_mistakes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_repositories(text)
