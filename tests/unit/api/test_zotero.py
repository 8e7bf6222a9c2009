"""Every kind of paper as Zotero takes it from our pages and files, by its documented rules."""

import re
from typing import Any

import bibtexparser
import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from papersearch.paper import Author, Keyword, KeywordSource, Paper, PaperType, SourceRef, Venue, paper_to_json
from papersearch_api.formats import FORMATS, Heading
from papersearch_api.formats.coins import coins
from papersearch_api.pages.paper_metadata import highwire_metas
from tests.support.api_app import make_app
from tests.support.zotero import BIBTEX_TYPES, ITEM_TYPES, item_of_coins, item_of_page, items_of_ris

SITE = "https://papers.example.org"
ZOTERO = {
    PaperType.ARTICLE: "preprint", PaperType.JOURNAL_ARTICLE: "journalArticle",
    PaperType.CONFERENCE_PAPER: "conferencePaper", PaperType.CHAPTER: "bookSection", PaperType.BOOK: "book",
    PaperType.THESIS: "thesis", PaperType.REPORT: "report", PaperType.DATASET: "dataset",
    PaperType.SOFTWARE: "computerProgram", PaperType.PATENT: "patent", PaperType.REVIEW: "journalArticle",
    PaperType.STANDARD: "standard", PaperType.ENTRY: "encyclopediaArticle", PaperType.NEWS: "magazineArticle",
    PaperType.WEBPAGE: "webpage", PaperType.PRESENTATION: "presentation",
}  # fmt: skip
IN_RIS = {**ZOTERO, PaperType.ARTICLE: "manuscript", PaperType.STANDARD: "report"}
"""RIS knows neither preprints nor Zotero's standards."""
AUTHORS = (
    Author("Dan van der Berg", "Dan", "van der Berg"),
    Author("Ellis P. Farrow Jr.", "Ellis P.", "Farrow", "Jr."),
    Author("Bureau of Odd Names", literal="Bureau of Odd Names"),
    Author("Ana Peña"),
)
READ_AUTHORS = [
    ("author", "van der Berg", "Dan"),
    ("author", "Farrow", "Ellis P."),
    ("author", "Bureau of Odd Names", ""),
    ("author", "Peña", "Ana"),
]


def paper(kind: PaperType, **changes: Any) -> Paper:
    whole = Paper(
        "p_aaaaaaaaaaaa", type=kind, title="Sorting & Searching", authors=AUTHORS,
        editors=(Author("Bo Li", "Bo", "Li"),), abstract="What it says.",
        venue=Venue("things", "Acta of Things"), container="Acta of Things", volume="12", issue="3", pages="11-19",
        publisher="House", issn=("1234-5679",), isbn=("9783161484100",), year=2001, month=3, day=4, language="en",
        keywords=(Keyword("data sets", KeywordSource.AUTHOR), Keyword("ours", KeywordSource.EXTRACTED)),
        ids={"doi": "10.1000/x", "pmid": "77"}, sources=(SourceRef("x"),),
        links={"html": "https://example.org/a?b=1&c=2", "pdf": "https://example.org/a.pdf"},
    )  # fmt: skip
    return replace(whole, **changes)


def page_of(paper: Paper) -> str:
    metas = (f'<meta name="{name}" content="{content}">' for name, content in highwire_metas(paper, SITE))
    return "".join(metas).replace("&", "&amp;")


def ris_item(paper: Paper) -> dict[str, Any]:
    (item,) = items_of_ris("".join(FORMATS["ris"].write([paper_to_json(paper)], Heading())))
    return item


def test_the_names_of_types_are_zotero_s() -> None:
    assert set(ZOTERO) == set(PaperType)
    assert set(ZOTERO.values()) <= ITEM_TYPES


@pytest.mark.parametrize("kind", PaperType)
@pytest.mark.parametrize("given", ["no volume", "title alone"])
def test_the_type_is_right_everywhere(kind: PaperType, given: str) -> None:
    """Whatever else is known: a thesis without its university is a thesis. A preprint with a volume is an article."""
    one = paper(kind, volume=None) if given == "no volume" else Paper("p_a", type=kind, title="x")
    assert item_of_coins(coins(paper_to_json(one)))["itemType"] == ZOTERO[kind]
    assert item_of_page(page_of(one))["itemType"] == ZOTERO[kind]
    assert ris_item(one)["itemType"] == IN_RIS[kind]


@pytest.mark.parametrize("kind", PaperType)
def test_coins_have_all_that_a_citation_needs(kind: PaperType) -> None:
    item = item_of_coins(coins(paper_to_json(paper(kind))))
    role = "inventor" if kind is PaperType.PATENT else "author"
    assert item["creators"] == [(role, family, given) for _, family, given in READ_AUTHORS]
    assert (item["title"], item["date"], item["DOI"]) == ("Sorting & Searching", "2001-03-04", "10.1000/x")
    assert item["url"] == "https://example.org/a?b=1&c=2"
    if kind is PaperType.PATENT:
        return
    assert (item["volume"], item["issue"], item["pages"], item["publisher"]) == ("12", "3", "11-19", "House")
    is_whole = kind in {PaperType.BOOK, PaperType.THESIS, PaperType.REPORT}
    assert item["series" if is_whole else "publicationTitle"] == "Acta of Things"


@pytest.mark.parametrize(
    ("author", "read"),
    [
        (Author("E.P. Farrow", "E.P.", "Farrow"), ("Farrow", "E. P.")),
        (Author("EP Farrow", "EP", "Farrow"), ("Farrow", "E. P.")),
        (Author("Jean-Pierre Farrow", "Jean-Pierre", "Farrow"), ("Farrow", "Jean-Pierre")),
        (Author("Élodie É. Farrow", "Élodie É.", "Farrow"), ("Farrow", "Élodie É")),
        (Author("Plato", family="Plato"), ("Plato", "")),
        (Author("Google", literal="Google"), ("Google", "")),
        (Author("李明", "明", "李"), ("李", "明")),
    ],
)
def test_the_first_author_is_there_once(author: Author, read: tuple[str, str]) -> None:
    for authors in ((author,), (author, Author("Ana Peña"))):
        item = item_of_coins(coins(paper_to_json(paper(PaperType.JOURNAL_ARTICLE, authors=authors))))
        assert item["creators"] == [("author", *read), ("author", "Peña", "Ana")][: len(authors)]


@pytest.mark.parametrize("kind", PaperType)
def test_a_page_has_all_that_a_citation_needs(kind: PaperType) -> None:
    item = item_of_page(page_of(paper(kind)))
    people = [each for each in item["creators"] if each[1] != "Names"]
    assert people == [each for each in READ_AUTHORS if "Bureau" not in each[1]] + [("editor", "Li", "Bo")]
    assert (item["title"], item["date"], item["DOI"]) == ("Sorting & Searching", "2001/03/04", "10.1000/x")
    assert (item["volume"], item["issue"], item["pages"], item["language"]) == ("12", "3", "11-19", "en")
    assert (item["abstractNote"], item["tags"], item["PMID"]) == ("What it says.", ["data sets"], "77")
    assert (item["attachment"], item["url"]) == ("https://example.org/a.pdf", f"{SITE}/papers/p_aaaaaaaaaaaa")
    containers = {item.get(name) for name in ("publicationTitle", "conferenceName", "series")}
    assert containers - {None} == {"Acta of Things"}
    publishers = {PaperType.THESIS: "university", PaperType.REPORT: "institution"}
    assert item[publishers.get(kind, "publisher")] == "House"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (Author("Ana Maria de la Cruz", "Ana Maria", "de la Cruz"), ("de la Cruz", "Ana Maria")),
        (Author("Ana Peña", "Ana", "Peña"), ("Peña", "Ana")),
        (Author("Ana Maria Peña"), ("Peña", "Ana Maria")),
    ],
)
def test_one_author_is_one_author(name: Author, parts: tuple[str, str]) -> None:
    item = item_of_page(page_of(paper(PaperType.JOURNAL_ARTICLE, authors=(name,), editors=())))
    assert item["creators"] == [("author", *parts)]


@pytest.mark.parametrize("kind", PaperType)
def test_ris_has_all_that_a_citation_needs(kind: PaperType) -> None:
    item = ris_item(paper(kind))
    assert item["creators"] == [
        ("author", "van der Berg", "Dan"), ("author", "Farrow", "Ellis P., Jr."), ("author", "Bureau of Odd Names", ""),
        ("author", "Peña", "Ana"), ("editor", "Li", "Bo"),
    ]  # fmt: skip
    assert (item["title"], item["date"], item["DOI"]) == ("Sorting & Searching", "2001-03-04", "10.1000/x")
    assert (item["volume"], item["issue"], item["pages"], item["tags"]) == ("12", "3", "11-19", ["data sets"])
    assert (item["abstractNote"], item["publisher"], item["language"]) == ("What it says.", "House", "en")
    assert (item["attachment"], item["url"]) == ("https://example.org/a.pdf", "https://example.org/a?b=1&c=2")
    assert "journalAbbreviation" not in item
    titles = {
        value
        for name, value in item.items()
        if name.endswith("Title") or name in {"series", "conferenceName", "meetingName"}
    }
    assert titles == {"Acta of Things"}
    if kind is PaperType.CONFERENCE_PAPER:
        assert item["proceedingsTitle"] == "Acta of Things"
    assert item.get("ISSN", "1234-5679") == "1234-5679"
    assert item.get("ISBN", "9783161484100") == "9783161484100"


@pytest.mark.parametrize("kind", [None, *PaperType])
def test_zotero_knows_every_entry_of_bibtex(kind: PaperType | None) -> None:
    text = "".join(FORMATS["bibtex"].write([paper_to_json(Paper("p_a", type=kind, title="x"))], Heading()))
    assert re.match(r"@(\w+)\{", text)[1] in BIBTEX_TYPES  # type: ignore[index]


def test_bibtex_says_which_identifiers_there_are() -> None:
    """An arXiv id needs its scheme beside it, a keyword no comma, and a person no lone braces."""
    one = paper(PaperType.ARTICLE, ids={"arxiv": "2001.00001", "pmid": "7", "pmcid": "PMC7"})
    (entry,) = bibtexparser.parse_string("".join(FORMATS["bibtex"].write([paper_to_json(one)], Heading()))).entries
    found = {field.key: field.value for field in entry.fields}
    assert (found["eprint"], found["eprinttype"], found["pmid"], found["pmcid"]) == ("2001.00001", "arXiv", "7", "PMC7")
    assert re.split(r"\s*[,;]\s*", found["keywords"]) == ["data sets"]
    assert found["author"].split(" and ") == [
        "van der Berg, Dan",
        "Farrow, Jr., Ellis P.",
        "{Bureau of Odd Names}",
        "Ana Peña",
    ]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    papers = [
        paper(kind, id=f"p_{'abcdefghijklmnop'[place] * 12}", volume=None) for place, kind in enumerate(PaperType)
    ]
    return make_app(tmp_path_factory.mktemp("home"), papers).test_client()


def test_zotero_saves_several_papers_from_a_page_of_results(client: FlaskClient) -> None:
    html = client.get("/?q=sorting&per_page=50").get_data(as_text=True)
    titles = [each.replace("&amp;", "&") for each in re.findall(r'<span class="Z3988" title="([^"]*)"', html)]
    items = [item_of_coins(title) for title in titles]
    assert sorted(item["itemType"] for item in items) == sorted(ZOTERO.values())
    assert {item["title"] for item in items} == {"Sorting & Searching"}
    assert all(len(item["creators"]) == len(AUTHORS) for item in items)


def test_zotero_saves_one_paper_from_its_page(client: FlaskClient) -> None:
    item = item_of_page(client.get("/papers/p_aaaaaaaaaaaa").get_data(as_text=True))
    assert (item["itemType"], item["title"], item["DOI"]) == ("preprint", "Sorting & Searching", "10.1000/x")
