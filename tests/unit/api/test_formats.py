"""Papers in their written forms, read by independent readers."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import bibtexparser
import feedparser
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from papersearch.errors import ParameterError
from papersearch.paper import Author, Keyword, KeywordSource, Paper, PaperType, Tldr, TldrSource, Venue, paper_to_json
from papersearch_api.commands.search import FORMATS_OFFERED
from papersearch_api.formats import BY_SUFFIX, EXPORT_FORMATS, FORMATS, Heading, references, split_suffix

ARTICLE = Paper(
    id="p_aaaaaaaaaaaa",
    type=PaperType.JOURNAL_ARTICLE,
    title="Sorting with GANs & 50% {odd",
    authors=(
        Author("Ana Peña"),
        Author("Ellis P. Farrow Jr.", given="Ellis P.", family="Farrow", suffix="Jr."),
        Author("Bureau of Odd Names", literal="Bureau of Odd Names"),
    ),
    editors=(Author("Bo Li", given="Bo", family="Li"),),
    abstract="First line.\nSecond <line> & more.",
    tldr=Tldr("=SUM(A1)", TldrSource.AUTO),
    venue=Venue("acta", "Acta"),
    container="Acta of Careful Things",
    volume="12",
    issue="3",
    pages="11-19",
    publisher="House & Sons",
    edition="2",
    issn=("1234-5679",),
    isbn=("9783161484100",),
    year=2019,
    month=3,
    day=4,
    language="en",
    keywords=(Keyword("data sets", KeywordSource.AUTHOR), Keyword("ours", KeywordSource.EXTRACTED)),
    ids={"arxiv": "1801.00001", "doi": "10.1000/a_b(1)", "pmid": "77"},
    links={"html": "https://example.org/a?b=1&c=2", "pdf": "https://example.org/a.pdf"},
    citation_key="pena:2019",
)
EMPTY = Paper("p_bbbbbbbbbbbb")
HEADING = Heading("graphs & <trees>", "https://papers.example.org", "/feeds/papers.atom?q=a&b=c", "/?q=a&b=c")


def written(name: str, *papers: Paper) -> str:
    return "".join(FORMATS[name].write([paper_to_json(paper) for paper in papers], HEADING))


def test_ndjson_has_one_paper_a_line() -> None:
    assert [json.loads(line) for line in written("ndjson", ARTICLE, EMPTY).splitlines()] == [
        paper_to_json(ARTICLE), paper_to_json(EMPTY),
    ]  # fmt: skip


@pytest.mark.parametrize("papers", [(), (ARTICLE,), (ARTICLE, EMPTY)])
def test_json_is_one_array(papers: tuple[Paper, ...]) -> None:
    assert json.loads(written("json", *papers)) == list(map(paper_to_json, papers))


def test_csv_reads_back_with_quotes_commas_and_newlines() -> None:
    row, empty = csv.DictReader(io.StringIO(written("csv", ARTICLE, EMPTY), newline=""))
    assert row["title"] == ARTICLE.title
    assert row["abstract"] == ARTICLE.abstract
    assert row["authors"] == "Ana Peña; Ellis P. Farrow Jr.; Bureau of Odd Names"
    assert (row["year"], row["month"], row["volume"], row["pages"]) == ("2019", "3", "12", "11-19")
    assert (row["keywords"], row["type"], row["container"]) == ("data sets", "article-journal", ARTICLE.container)
    assert {value for name, value in empty.items() if name != "id"} == {""}


def test_csv_cells_are_no_formulas() -> None:
    assert next(csv.DictReader(io.StringIO(written("csv", ARTICLE))))["tldr"] == "'=SUM(A1)"


def test_what_we_extracted_is_in_no_format_but_json() -> None:
    paper = Paper("p_c", title="x", tldr=Tldr("extracted tldr", TldrSource.EXTRACTED), keywords=ARTICLE.keywords[1:])
    others = [each for each in FORMATS if each not in {"json", "ndjson"}]
    texts = [written(name, paper) for name in others]
    assert not [name for name, text in zip(others, texts, strict=True) if "ours" in text or "extracted tldr" in text]


def test_bibtex_is_read_by_bibtexparser() -> None:
    library = bibtexparser.parse_string(written("bibtex", ARTICLE, EMPTY))
    assert not library.failed_blocks
    entry, empty = library.entries
    assert (entry.entry_type, entry.key, empty.key) == ("article", "pena:2019", "p_bbbbbbbbbbbb")
    found = {field.key: field.value for field in entry.fields}
    assert found["author"] == "Ana Peña and Farrow, Jr., Ellis P. and {Bureau of Odd Names}"
    assert found["abstract"] == r"First line. Second {\textless}line{\textgreater} \& more."
    assert (found["volume"], found["number"], found["pages"]) == ("12", "3", "11--19")
    assert (found["doi"], found["url"]) == (ARTICLE.ids["doi"], ARTICLE.links["html"])


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_names_are_read_by_pybtex_as_they_were_meant(name: str) -> None:
    entry = parse_string(written(name, ARTICLE), "bibtex").entries["pena:2019"]
    people = entry.persons["author"]
    assert [" ".join(each.last_names) for each in people] == ["Peña", "Farrow", "{Bureau of Odd Names}"]
    assert people[1].lineage_names == ["Jr."]
    assert people[1].first_names + people[1].middle_names == ["Ellis", "P."]
    assert str(entry.persons["editor"][0]) == "Li, Bo"
    assert entry.fields["keywords"] == "data sets"


def test_ris_is_read_by_rispy() -> None:
    record, empty = rispy.loads(written("ris", ARTICLE, EMPTY))
    assert record == {
        "type_of_reference": "JOUR", "id": "pena:2019", "title": ARTICLE.title,
        "authors": ["Peña, Ana", "Farrow, Ellis P., Jr.", "Bureau of Odd Names"], "secondary_authors": ["Li, Bo"],
        "secondary_title": ARTICLE.container, "alternate_title3": ARTICLE.container, "volume": "12", "number": "3",
        "start_page": "11", "end_page": "19", "edition": "2", "publisher": "House & Sons",
        "issn": "1234-5679", "year": "2019", "date": "2019/03/04/", "language": "en", "doi": ARTICLE.ids["doi"],
        "accession_number": "arXiv:1801.00001", "urls": [ARTICLE.links["html"], "https://arxiv.org/abs/1801.00001"],
        "file_attachments1": ARTICLE.links["pdf"], "keywords": ["data sets"],
        "abstract": "First line. Second <line> & more.",
    }  # fmt: skip
    assert empty["type_of_reference"] == "GEN"


def test_csl_json_has_names_in_parts_and_dates_in_parts() -> None:
    item, empty = json.loads(written("csl-json", ARTICLE, EMPTY))
    assert (item["id"], item["type"], item["container-title"]) == ("pena:2019", "article-journal", ARTICLE.container)
    assert item["author"] == [
        {"family": "Peña", "given": "Ana"},
        {"family": "Farrow", "given": "Ellis P.", "suffix": "Jr."},
        {"literal": "Bureau of Odd Names"},
    ]
    assert item["issued"] == {"date-parts": [[2019, 3, 4]]}
    assert (item["page"], item["DOI"], item["PMID"]) == ("11-19", ARTICLE.ids["doi"], "77")
    assert (item["abstract"], item["keyword"]) == (ARTICLE.abstract, "data sets")
    assert empty == {"id": EMPTY.id, "citation-key": EMPTY.id, "type": "document"}


def test_a_feed_is_read_by_feedparser() -> None:
    feed = feedparser.parse(written("atom", ARTICLE, EMPTY))
    assert not feed.bozo
    assert feed.feed.title == HEADING.title
    assert feed.feed.id == "https://papers.example.org/feeds/papers.atom?q=a&b=c"
    entry, empty = feed.entries
    assert entry.title == ARTICLE.title
    assert [author.name for author in entry.authors] == [author.name for author in ARTICLE.authors]
    assert entry.summary == ARTICLE.abstract
    assert [tag.term for tag in entry.tags] == ["data sets"]
    assert entry.link == "https://papers.example.org/papers/p_aaaaaaaaaaaa"
    assert (entry.prism_doi, entry.prism_volume, entry.prism_publicationname) == (
        ARTICLE.ids["doi"], "12", ARTICLE.container,
    )  # fmt: skip
    assert entry.id != empty.id


@given(st.text(max_size=40))
def test_a_feed_is_xml_whatever_the_texts(text: str) -> None:
    paper = Paper("p_a", title=text, abstract=text, authors=(Author(text or "x"),), links={"html": text})
    ET.fromstring("".join(FORMATS["atom"].write([paper_to_json(paper)], Heading(text))))


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_ris_record_ends_where_it_should(text: str) -> None:
    lines = written("ris", Paper("p_a", title=text, abstract=text, container=f"x\nER  - \n{text}")).split("\n")
    assert [line for line in lines if line.startswith("ER")] == ["ER  - "]
    assert all(len(line) >= 6 and line[2:6] == "  - " for line in lines if line)


@pytest.mark.parametrize(
    ("style", "beginning", "part"),
    [
        ("apa", "Peña, A., Farrow, E. P., Jr., & Bureau of Odd Names. (2019).", "12(3), 11–19."),
        ("ieee", "[1] A. Peña, E. P. Farrow Jr., and Bureau of Odd Names,", "vol. 12, no. 3, pp. 11–19"),
        ("acm", "[1] Ana Peña, Ellis P. Farrow Jr., and Bureau of Odd Names. 2019.", "12, 3"),
        ("chicago", "Peña, A., E. P. Farrow Jr., and Bureau of Odd Names. 2019.", "12 (3): 11–19."),
    ],
)
def test_references_are_formatted(style: str, beginning: str, part: str) -> None:
    first, second = written(style, ARTICLE, ARTICLE).splitlines()
    assert first.startswith(beginning)
    assert part in first
    assert second == (first.replace("[1]", "[2]", 1) if first.startswith("[") else first)


def test_references_without_their_extra_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "find_spec", lambda name: None)
    with pytest.raises(ParameterError, match=r"pip install 'papersearch\[citations\]'"):
        FORMATS["apa"].write([], HEADING)


def test_papers_are_written_as_they_are_read() -> None:
    def endless() -> Iterator[dict[str, object]]:
        while True:
            yield paper_to_json(ARTICLE)

    for form in FORMATS.values():
        pieces = form.write(endless(), HEADING)
        assert len("".join(next(pieces) for _ in range(4))) > 100


def test_the_command_offers_every_format() -> None:
    assert set(FORMATS_OFFERED) == set(EXPORT_FORMATS)


@pytest.mark.parametrize("suffix", BY_SUFFIX)
def test_a_suffix_names_a_format(suffix: str) -> None:
    assert split_suffix(f"doi:10.1/a.b.{suffix}") == ("doi:10.1/a.b", suffix)
    assert split_suffix("p_a.exe") == ("p_a.exe", None)
