"""What a paper's page says beside the paper: links that are links, reasons, and sources that disagree."""

from msgspec.structs import replace

from papersearch.paper import Author, Keyword, KeywordSource, Paper, Venue, paper_to_json
from papersearch.record import Record, StoredRecord
from papersearch.results import Hit, Shared
from papersearch.search.conflicts import conflicts
from papersearch_api.pages.paper_model import facts, reasons, web_links, worth_showing

PAPER = Paper(
    "p_a",
    title="Graph Networks Without Supervision",
    authors=(Author("Ana Peña"), Author("Bo Li")),
    venue=Venue("iclr", "ICLR"),
    year=2019,
    keywords=(Keyword("graph networks", KeywordSource.AUTHOR),),
    ids={"doi": "10.1000/a(1)", "unknown": "7"},
)
BODY = paper_to_json(PAPER)


def told(source: str, **fields: object) -> StoredRecord:
    return StoredRecord(Record(**fields), source)  # type: ignore[arg-type]


def test_links_that_run_as_script_are_left_out() -> None:
    links = {"html": "https://a.example/", "pdf": "javascript:alert(1)", "code": " data:text/html,x", "video": "x"}
    assert web_links(links) == {"html": "https://a.example/"}


def test_the_pdf_comes_first() -> None:
    links = {"code": "https://a.example/c", "html": "https://a.example/", "pdf": "https://a.example/p"}
    assert list(web_links(links)) == ["pdf", "html", "code"]


def test_known_identifiers_are_links() -> None:
    by_name = {fact.name: fact for fact in facts(BODY)}
    assert by_name["DOI"].href == "https://doi.org/10.1000/a(1)"
    assert by_name["unknown"].href is None
    assert by_name["Id"].value == "p_a"


def test_what_exists_at_no_known_address_is_named_as_people_say_it() -> None:
    body = paper_to_json(replace(PAPER, materials=("pdf", "slides", "poster"), links={"pdf": "https://a.example/1"}))
    (fact,) = [fact for fact in facts(body) if fact.name == "Also exists"]
    assert fact.value == "slides, poster (no address known)"
    assert "Also exists" not in {fact.name for fact in facts(BODY)}


def test_shared_authors_come_before_shared_keywords_and_words() -> None:
    shared = Shared(keywords=("graph networks",), authors=("Ana Peña",), phrases=("graph networks", "row mixing"))
    assert [(each.kind, each.text) for each in reasons(Hit({"id": "p_b"}, shares=shared))] == [
        ("author", "Ana Peña"), ("keyword", "graph networks"), ("words", "row mixing"),
    ]  # fmt: skip


def test_sources_that_say_the_same_in_other_letters_agree() -> None:
    records = [
        told("a", title="Graph networks without supervision", authors=("Ana Peña", "Bo Li"), venue="ICLR", year=2019),
        told("b", title="GRAPH NETWORKS WITHOUT SUPERVISION", authors=("Peña, Ana", "Li, Bo"), venue="iclr"),
    ]
    assert conflicts(BODY, records) == []


def test_sources_that_disagree_are_quoted_and_the_shown_one_is_named() -> None:
    records = [told("a", title="Graph Networks Without Supervision", year=2019), told("b", year=2018)]
    (found,) = conflicts(BODY, records)
    assert found.field == "year"
    assert [(each.source, each.text, each.is_taken) for each in found.statements] == [
        ("a", "2019", True), ("b", "2018", False),
    ]  # fmt: skip


def shown(title: str, abstract: str | None, *values: str, own: tuple[str, ...] = ()) -> list[str]:
    keywords = [
        *({"value": value, "source": "author"} for value in own),
        *({"value": value, "source": "extracted"} for value in values),
    ]
    return [each["value"] for each in worth_showing({"title": title, "abstract": abstract, "keywords": keywords}, 40)]


def test_an_extracted_keyword_within_another_is_not_shown() -> None:
    assert shown("The Lottery Ticket Hypothesis", None, "ticket hypothesis", "lottery ticket hypothesis") == [
        "lottery ticket hypothesis"
    ]


def test_extracted_keywords_are_shown_that_the_title_has_or_the_text_twice() -> None:
    text = "Sparse networks train well. We prune a sparse network once; weight decay helps."
    assert shown("Finding lottery tickets", text, "weight decay", "sparse network", "lottery ticket") == [
        "sparse network", "lottery ticket",
    ]  # fmt: skip
    assert shown("On pruning", text, "weight decay", "network training") == ["weight decay"]


def test_single_words_are_shown_only_where_there_is_nothing_else() -> None:
    assert shown("Pruning sparse networks", None, "pruning", "sparse network") == ["sparse network"]
    assert shown("Pruning", None, "pruning") == ["pruning"]


def test_at_most_five_extracted_keywords_are_shown_and_all_of_the_authors() -> None:
    phrases = [f"phrase {letter}" for letter in "abcdefg"]
    assert shown(" ".join(phrases), None, *phrases) == phrases[:5]
    assert shown(" ".join(phrases), None, "sparse network", own=("ticket", *phrases)) == ["ticket", *phrases]
