"""What each form says of the publication, and where a record has it: type, container, pages, people, references."""

import json
from typing import Any

import pytest

from papersearch.paper import Author, PaperType
from papersearch.record import Record
from papersearch_ingest.parsers.dates import Date, date_in, date_of
from papersearch_ingest.parsers.people import family_first, named, person_in
from papersearch_ingest.parsers.publication import (
    abbreviated_pages,
    language_in,
    pages_in,
    serial_numbers,
    source_parts,
)
from papersearch_ingest.sources.reading import read_source
from tests.support.parser_samples import VALID


def only(text: str | bytes | dict[str, Any]) -> Record:
    data = json.dumps(text) if isinstance(text, dict) else text
    (record,) = read_source(data.encode() if isinstance(data, str) else data, "x").items
    assert isinstance(record, Record), record
    return record


@pytest.mark.parametrize("name", VALID)
def test_author_parts_are_the_authors(name):
    for record in read_source(VALID[name], "x").items:
        if isinstance(record, Record) and record.author_parts:
            assert tuple(author.name for author in record.author_parts) == record.authors


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019-05-07", (2019, 5, 7)),
        ("2019/05/07/Spring", (2019, 5, 7)),
        ("2014//", (2014, None, None)),
        ("2014/03//", (2014, 3, None)),
        ("Apr 2018", (2018, 4, None)),
        ("7 May 2018", (2018, 5, 7)),
        ("May 7th, 2018", (2018, 5, 7)),
        ("2018 Jan-Feb", (2018, 1, None)),
        ("Sept. 2018", (2018, 9, None)),
        ("3 août 2018", (2018, None, None)),
        ("15 octobre 2018", (2018, 10, 15)),
        ("Marriage and Augmented Decisions June 2018", (2018, 6, None)),
        ("Market 2018", (2018, None, None)),
        ("August 26-30, 2011", (2011, 8, None)),
        ("20190507", (2019, 5, 7)),
        ("2004-21", (2004, None, None)),
        ("2004-02-29T10:00:00Z", (2004, 2, 29)),
        ("2004-02-31", (2004, 2, None)),
        ("Mon, 2 Apr 2007 19:18:42 GMT", (2007, 4, 2)),
        ("2013-10/2014-01", (2013, 10, None)),
        ("Spring 1998", (1998, None, None)),
        ("c1999", (1999, None, None)),
        ("May", (None, None, None)),
        ("0000", (None, None, None)),
        (None, (None, None, None)),
    ],
)
def test_dates(text, date):
    assert date_in(text) == Date(*date)


def test_month_and_day_of_their_own():
    assert date_of(2019, "jan") == Date(2019, 1)
    assert date_of("2019", "10 Jan") == Date(2019, 1, 10)
    assert date_of(2019, 5, 7) == Date(2019, 5, 7)
    assert date_of(2019, 13) == Date(2019)
    assert date_of(None, 5) == Date()


@pytest.mark.parametrize(
    ("given", "pages"),
    [
        (("11--19",), "11-19"),
        (("pp. 11 – 19",), "11-19"),
        (("11", "19"), "11-19"),
        (("11-19", "19"), "11-19"),
        (("7", "7"), "7"),
        (("e1002",), "e1002"),
        (("n/a-n/a",), None),
        (("pages 3-4",), "3-4"),
        (("Pages",), "Pages"),
        ((12,), "12"),
    ],
)
def test_pages(given, pages):
    assert pages_in(*given) == pages


@pytest.mark.parametrize(
    ("short", "long"),
    [("1377-96", "1377-1396"), ("S12-9", "S12-S19"), ("9-12", "9-12"), ("e5", "e5"), ("1-4-9", "1-4-9")],
)
def test_pages_that_leave_out_what_they_share(short, long):
    assert abbreviated_pages(short) == long


def test_serial_numbers_are_told_apart_by_their_length():
    found = serial_numbers(["0028-0836 (Print) 1476-4687 (Linking)", "978-3-16-148410-0", "3161484100; 1234567x"])
    assert found.issn == ("0028-0836", "1476-4687", "1234-567X")
    assert found.isbn == ("9783161484100", "3161484100")


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        (["Things; Vol. 4 No. 2 (2019): Odd Things; 11-19"], ("Things", "4", "2", "11-19")),
        (["1234-5679", "Things & Others; Vol 4, No 2-3 (2019); 11–19"], ("Things & Others", "4", "2-3", "11-19")),
        (["Things; v. 4 n. 2 (2019)"], ("Things", "4", "2", None)),
        (["Dinge; Bd. 4, Nr. 2"], ("Dinge", "4", "2", None)),
        (["Cosas; Núm. 2 (2019); 11-19"], ("Cosas", None, "2", "11-19")),
        (["Things; 4(2), 11-19"], ("Things", "4", "2", "11-19")),
        (["Things; Stuff and nonsense"], ("Things; Stuff and nonsense", None, None, None)),
        (["Things"], ("Things", None, None, None)),
        (["1234-5679"], (None, None, None, None)),
        ([], (None, None, None, None)),
    ],
)
def test_sources_of_dublin_core(texts, parts):
    assert source_parts(texts) == parts


@pytest.mark.parametrize(
    ("said", "tag"), [("eng", "en"), ("English", "en"), ("Deutsch", "de"), ("en_US", "en-US"), ("eng; fre", "en"),
                      ("Klingon", "Klingon"), ("und", None), ("", None)]
)  # fmt: skip
def test_languages(said, tag):
    assert language_in(said) == tag


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Doe, Jane Q.", Author("Jane Q. Doe", "Jane Q.", "Doe")),
        ("King, Jr., M. L.", Author("M. L. King Jr.", "M. L.", "King", "Jr.")),
        ("King, M. L., Jr.", Author("M. L. King Jr.", "M. L.", "King", "Jr.")),
        ("King Jr., M. L.", Author("M. L. King Jr.", "M. L.", "King", "Jr.")),
        ("Beethoven, Ludwig van", Author("Ludwig van Beethoven", "Ludwig", "van Beethoven")),
        ("Bureau of Odd Names,", Author("Bureau of Odd Names", literal="Bureau of Odd Names")),
        ("Jane Doe", Author("Jane Doe")),
        ("Odd & Even, Inc.", Author("Odd & Even, Inc.", literal="Odd & Even, Inc.")),
        ("Odd Names, Pty Ltd", Author("Odd Names, Pty Ltd", literal="Odd Names, Pty Ltd")),
        ("Odd, Even and Co.", Author("Odd, Even and Co.", literal="Odd, Even and Co.")),
        ("Ng, Co", Author("Co Ng", "Co", "Ng")),
        ("Incze, Inca", Author("Inca Incze", "Inca", "Incze")),
    ],
)
def test_names_in_one_text(name, author):
    assert named(name) == author


def test_names_with_their_initials_last():
    assert family_first("van Dyk A.B.") == Author("A.B. van Dyk", "A.B.", "van Dyk")
    assert family_first("Brinjikji W") == Author("W Brinjikji", "W", "Brinjikji")
    assert family_first("The Group of Seven") == Author("The Group of Seven")


def test_people_of_objects():
    assert person_in({"given": "L.", "non-dropping-particle": "van der", "family": "Berg", "suffix": "Jr."}) == Author(
        "L. van der Berg Jr.", "L.", "van der Berg", "Jr."
    )
    orcid = "https://orcid.org/0000-0002-1825-0097"
    assert person_in({"name": "A Lab", "ORCID": orcid}) == Author("A Lab", orcid="0000-0002-1825-0097")
    assert person_in({"literal": "A Lab, Inc."}) == Author("A Lab, Inc.", literal="A Lab, Inc.")


BIBTEX_TYPES = {
    "article": "article-journal", "inproceedings": "paper-conference", "conference": "paper-conference",
    "incollection": "chapter", "inbook": "chapter", "book": "book", "mastersthesis": "thesis", "phdthesis": "thesis",
    "techreport": "report", "manual": "book", "unpublished": "article", "proceedings": "book", "dataset": "dataset",
    "software": "software", "online": "webpage", "patent": "patent", "inreference": "entry-encyclopedia",
    "review": "review", "misc": None,
}  # fmt: skip


@pytest.mark.parametrize("entry", BIBTEX_TYPES)
def test_types_of_bibtex(entry):
    assert only(f"@{entry}{{k, title = {{T}}, author = {{Doe, J.}}}}").type == BIBTEX_TYPES[entry]


@pytest.mark.parametrize(
    "fields",
    ["journal = {arXiv preprint arXiv:1706.03762}", "journal = {CoRR}, volume = {abs/1401.0001}", "journal = {bioRxiv}",
     "eprint = {1706.03762}, archiveprefix = {arXiv}"],
)  # fmt: skip
def test_an_article_on_a_preprint_server_is_no_journal_article(fields):
    assert only(f"@article{{k, title = {{T}}, {fields}}}").type is PaperType.ARTICLE
    assert only(f"@misc{{k, title = {{T}}, publisher = {{arXiv}}, {fields}}}").type is PaperType.ARTICLE


RIS_TYPES = {"JOUR": "article-journal", "CONF": "paper-conference", "CPAPER": "paper-conference", "CHAP": "chapter",
             "BOOK": "book", "THES": "thesis", "RPRT": "report", "DATA": "dataset", "COMP": "software",
             "PAT": "patent", "STAND": "standard", "ENCYC": "entry-encyclopedia", "NEWS": "article-magazine",
             "ELEC": "webpage", "SLIDE": "speech", "UNPB": "article", "GEN": None}  # fmt: skip


@pytest.mark.parametrize("kind", RIS_TYPES)
def test_types_of_ris(kind):
    assert only(f"TY  - {kind}\nTI  - T\nER  - \n").type == RIS_TYPES[kind]


@pytest.mark.parametrize("kind", list(PaperType))
def test_our_own_types_come_back(kind):
    assert only({"title": "T", "type": kind.value}).type is kind
    assert only(f"Title,Type,DOI\nT,{kind.value},10.1000/x\n").type is kind


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"type": "journal-article"}, "article-journal"),
        ({"type": "posted-content"}, "article"),
        ({"type": "book-chapter"}, "chapter"),
        ({"type": "peer-review"}, "review"),
        ({"type": "component"}, None),
    ],
)
def test_types_of_crossref(value, kind):
    marks = {"DOI": "10.1000/x", "title": ["T"], "deposited": {}, "indexed": {}}
    assert only(marks | value).type == kind


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"type": "article"}, "article-journal"),
        ({"type": "review"}, "article-journal"),
        ({"type": "preprint"}, "article"),
        ({"type": "article", "primary_location": {"source": {"type": "repository", "display_name": "R"}}}, "article"),
        ({"type": "article", "type_crossref": "proceedings-article"}, "paper-conference"),
        ({"type": "dissertation"}, "thesis"),
    ],
)
def test_types_of_openalex(value, kind):
    marks = {"id": "https://openalex.org/W1", "display_name": "T", "authorships": [], "publication_year": 2001}
    assert only(marks | value).type == kind


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"publicationTypes": ["JournalArticle"]}, "article-journal"),
        ({"publicationTypes": ["Conference", "Review"]}, "paper-conference"),
        (
            {"publicationTypes": ["JournalArticle", "Conference"], "publicationVenue": {"type": "journal"}},
            "article-journal",
        ),
        ({"venue": "arXiv.org", "publicationTypes": ["JournalArticle"]}, "article"),
        ({}, None),
    ],
)
def test_types_of_semantic_scholar(value, kind):
    assert only({"paperId": "ab", "corpusId": 1, "title": "T"} | value).type == kind


def test_bibtex_fills_the_record():
    record = only(r"""@article{doe2019, title = {T}, author = {Jane van der Doe and {The Lab}}, editor = {Roe, R.},
        journal = {Z. Dinge}, fjournal = {Zeitschrift f\"ur Dinge}, volume = 4, number = {2}, pages = {11--19},
        publisher = {P {\&} Co}, edition = {2}, issn = {1234-5679}, isbn = {978-3-16-148410-0}, year = 2019,
        month = "10~" # jan, language = {german}}""")
    assert record.author_parts == (
        Author("Jane van der Doe", "Jane", "van der Doe"),
        Author("The Lab", literal="The Lab"),
    )
    assert record.editors == (Author("R. Roe", "R.", "Roe"),)
    assert (record.venue, record.container) == ("Z. Dinge", "Zeitschrift für Dinge")
    assert (record.volume, record.issue, record.pages, record.publisher) == ("4", "2", "11-19", "P & Co")
    assert (record.edition, record.issn, record.isbn) == ("2", ("1234-5679",), ("9783161484100",))
    assert (record.year, record.month, record.day, record.language) == (2019, 1, 10, "de")
    assert record.citation_key == "doe2019"
    assert record.extra == {"type": "article"}


@pytest.mark.parametrize(
    ("journal", "name"),
    [(r"\apjl", "The Astrophysical Journal Letters"), (r"Actes du 4$^{\textrm{ème}}$ Congrès", "Actes du 4ème Congrès"),
     (r"Revista Espa{\~n}ola", "Revista Española"), ("Nature", "Nature")],
)  # fmt: skip
def test_tex_in_the_name_of_a_journal(journal, name):
    record = only(f"@article{{k, title = {{T}}, journal = {{{journal}}}}}")
    assert (record.venue, record.container) == (name, name)


def test_ris_fills_the_record():
    record = only(
        "TY  - CHAP\nTI  - T\nAU  - Doe, Jane\nA2  - Roe, R.\nT2  - Book\nVL  - 4\nIS  - 2\nSP  - 11\nEP  - 19\n"
        "PB  - P\nET  - 2\nSN  - 978-3-16-148410-0\nPY  - 2019\nDA  - 2019/05/07\nLA  - en\nID  - doe2019\nER  - \n"
    )
    assert record.editors == (Author("R. Roe", "R.", "Roe"),)
    assert (record.container, record.volume, record.issue, record.pages) == ("Book", "4", "2", "11-19")
    assert (record.publisher, record.edition, record.isbn) == ("P", "2", ("9783161484100",))
    assert (record.year, record.month, record.day, record.language) == (2019, 5, 7, "en")
    assert record.citation_key == "doe2019"


@pytest.mark.parametrize(
    ("tags", "place"),
    [
        ("CONF\nT2  - A Meeting\nC3  - Papers of a Meeting", ("Papers of a Meeting", "A Meeting", None)),
        ("CONF\nT2  - A Meeting", ("A Meeting", "A Meeting", None)),
        ("JOUR\nT2  - J\nC3  - PMC1\nM1  - Suppl. 2", ("J", "J", "Suppl. 2")),
        ("JOUR\nT2  - J\nM1  - 3-4", ("J", "J", "3-4")),
        ("JOUR\nT2  - J\nM1  - 2 Pt 1", ("J", "J", "2 Pt 1")),
        ("JOUR\nT2  - J\nM1  - e1002", ("J", "J", None)),
    ],
)
def test_places_of_ris(tags, place):
    record = only(f"TY  - {tags}\nTI  - T\nER  - \n")
    assert (record.container, record.venue, record.issue) == place


@pytest.mark.parametrize(
    ("tags", "date"),
    [
        ("Y1  - 1900/01/01\nDA  - 1950/02/03", (1950, 2, 3)),
        ("DA  - 1950/02/03\nY1  - 1900/01/01", (1950, 2, 3)),
        ("PY  - 2019\nDA  - 2018/12/31", (2019, None, None)),
        ("PY  - 2019\nDA  - 2019/12/31", (2019, 12, 31)),
        ("Y1  - 2001//", (2001, None, None)),
    ],
)
def test_ris_dates_that_disagree(tags, date):
    record = only(f"TY  - JOUR\nTI  - T\n{tags}\nER  - \n")
    assert (record.year, record.month, record.day) == date


def test_editors_where_there_is_no_author():
    for record in (
        only("@book{k, title = {T}, editor = {Doe, Jane}}"),
        only("TY  - EDBOOK\nTI  - T\nAU  - Doe, Jane\nER  - \n"),
        only("TY  - BOOK\nTI  - T\nA3  - Doe, Jane\nA2  - Series, Ed\nER  - \n"),
    ):
        assert record.authors == ()
        assert record.editors == (Author("Jane Doe", "Jane", "Doe"),)


def test_crossref_fills_the_record():
    record = only({
        "DOI": "10.1000/x", "title": ["T"], "type": "journal-article", "deposited": {}, "indexed": {},
        "author": [{"given": "J.", "family": "Doe", "suffix": "Jr.", "ORCID": "http://orcid.org/0000-0002-1825-009X"},
                   {"name": "The Lab"}],
        "editor": [{"given": "R.", "family": "Roe"}], "container-title": ["J"], "volume": "4", "issue": "2",
        "page": "11-19", "publisher": "P", "ISSN": ["1234-5679"], "language": "en",
        "issued": {"date-parts": [[2019, 5, 7]]},
        "reference": [{"key": "1", "DOI": "10.1000/Y", "article-title": "Cited", "year": "2001", "author": "Roe"},
                      {"key": "2", "unstructured": "Roe. <i>Other</i>. 1999."}, {"key": "3"}],
        "relation": {"has-preprint": [{"id-type": "doi", "id": "10.1101/2"}]},
    })  # fmt: skip
    assert record.author_parts[0] == Author("J. Doe Jr.", "J.", "Doe", "Jr.", orcid="0000-0002-1825-009X")
    assert record.authors == ("J. Doe Jr.", "The Lab")
    assert record.editors[0].family == "Roe"
    assert (record.container, record.volume, record.issue, record.pages) == ("J", "4", "2", "11-19")
    assert (record.publisher, record.issn, record.month, record.day) == ("P", ("1234-5679",), 5, 7)
    cited, other = record.references
    assert (cited.ids, cited.title, cited.year, cited.authors) == ({"doi": "10.1000/y"}, "Cited", 2001, ("Roe",))
    assert other.text == "Roe. Other. 1999."
    assert record.versions == {"doi": ("10.1101/2",)}


def test_references_of_openalex_and_semantic_scholar():
    work = {"id": "https://openalex.org/W1", "display_name": "T", "authorships": [],
            "referenced_works": ["https://openalex.org/W2", "https://openalex.org/W3"],
            "biblio": {"volume": "4", "issue": None, "first_page": "11", "last_page": "19"},
            "publication_year": 2019, "publication_date": "2019-01-01"}  # fmt: skip
    record = only(work)
    assert [each.ids for each in record.references] == [{"openalex": "W2"}, {"openalex": "W3"}]
    assert (record.pages, record.volume, record.year, record.month) == ("11-19", "4", 2019, None)
    record = only({
        "paperId": "ab", "title": "T", "externalIds": {}, "year": 2019, "publicationDate": "2019-05-07",
        "journal": {"name": "J", "volume": "4", "pages": "11 - 19"},
        "references": [{"paperId": "cd", "title": "Cited", "year": 2001, "authors": [{"name": "R. Roe"}]}],
    })  # fmt: skip
    (cited,) = record.references
    assert (cited.ids, cited.title, cited.year, cited.authors) == ({"s2": "cd"}, "Cited", 2001, ("R. Roe",))
    assert (record.container, record.pages, record.month) == ("J", "11-19", 5)


JATS = """<article article-type="research-article" xml:lang="en"><front><journal-meta><journal-title>J</journal-title>
<issn pub-type="epub">1234-5679</issn><publisher><publisher-name>P</publisher-name></publisher></journal-meta>
<article-meta><title-group><article-title>T</article-title></title-group><contrib-group>
<contrib contrib-type="author"><contrib-id contrib-id-type="orcid">https://orcid.org/0000-0002-1825-0097</contrib-id>
<name><surname>Doe</surname><given-names>J</given-names><suffix>Jr</suffix></name></contrib>
<contrib contrib-type="editor"><name><surname>Roe</surname><given-names>R</given-names></name></contrib></contrib-group>
<pub-date pub-type="epub"><day>7</day><month>5</month><year>2019</year></pub-date><volume>4</volume><issue>2</issue>
<fpage>11</fpage><lpage>19</lpage></article-meta></front><back><ref-list>
<ref id="r1"><element-citation><person-group><name><surname>Roe</surname><given-names>R</given-names></name>
</person-group><article-title>Cited</article-title><source>J</source><year>2001</year>
<pub-id pub-id-type="doi">10.1000/y</pub-id></element-citation></ref>
<ref id="r2"><mixed-citation>Roe R. <italic>Other.</italic> 1999.</mixed-citation></ref></ref-list></back></article>"""


def test_jats_fills_the_record():
    record = only(JATS)
    assert record.author_parts == (Author("J Doe Jr", "J", "Doe", "Jr", orcid="0000-0002-1825-0097"),)
    assert record.editors == (Author("R Roe", "R", "Roe"),)
    assert (record.type, record.container, record.volume, record.issue) == ("article-journal", "J", "4", "2")
    assert (record.pages, record.publisher, record.issn, record.language) == ("11-19", "P", ("1234-5679",), "en")
    assert (record.year, record.month, record.day) == (2019, 5, 7)
    cited, other = record.references
    assert (cited.ids, cited.title, cited.year, cited.authors) == ({"doi": "10.1000/y"}, "Cited", 2001, ("R Roe",))
    assert other.text == "Roe R. Other. 1999."


def test_acl_tells_journals_from_proceedings():
    journal = """<collection id="J10"><volume id="1"><meta><booktitle>Computational Linguistics, Volume 36, Number 1,
 March 2010</booktitle></meta><paper id="1"><title>T</title><pages>1-30</pages><bibkey>a-2010-t</bibkey></paper>
</volume></collection>"""
    record = only(journal)
    assert (record.type, record.container) == ("article-journal", "Computational Linguistics")
    assert (record.volume, record.issue, record.pages, record.month) == ("36", "1", "1-30", 3)
    proceedings = """<collection id="P18"><volume id="1"><meta><booktitle>Proceedings of Things (Volume 1: Long)
</booktitle><editor><first>R.</first><last>Roe</last></editor><publisher>ACL</publisher><month>July</month>
<year>2018</year></meta><paper id="1"><title>T</title></paper></volume></collection>"""
    record = only(proceedings)
    assert (record.type, record.container) == ("paper-conference", "Proceedings of Things (Volume 1: Long)")
    assert (record.volume, record.publisher, record.year, record.month) == (None, "ACL", 2018, 7)
    assert record.editors == (Author("R. Roe", "R.", "Roe"),)


def test_web_of_science_fills_the_record():
    record = only(
        "FN X\nVR 1.0\nPT J\nAU Doe, J\nAF Doe, Jane (jane@x.example)\n   Roe, R.\nCA The Lab\nTI T\n"
        "SO J OF THINGS\nVL 4\nIS 2\n"
        "BP 11\nEP 19\nPU BIG PRESS\nSN 1234-5679\nLA English\nPY 2019\nPD MAY 7\nDT Article\n"
        "CR Roe R, 2001, J THINGS, V4, P11, DOI 10.1000/y\nER\n\nEF\n"
    )
    assert record.authors == ("Jane Doe", "R. Roe", "The Lab")
    assert record.author_parts[2] == Author("The Lab", literal="The Lab")
    assert (record.type, record.container, record.volume, record.issue) == ("article-journal", "J of Things", "4", "2")
    assert (record.pages, record.publisher, record.issn, record.language) == (
        "11-19",
        "Big Press",
        ("1234-5679",),
        "en",
    )
    assert (record.year, record.month, record.day) == (2019, 5, 7)
    assert (record.references[0].ids, record.references[0].year) == ({"doi": "10.1000/y"}, 2001)


@pytest.mark.parametrize(
    ("form", "said", "kind"),
    [("J", "Article", "article-journal"),
     ("J", "Book Review", "review"), ("C", "Proceedings Paper", "paper-conference"),
     ("S", "Proceedings Paper", "paper-conference"), ("B", "Book", "book"), ("B", "Article; Book Chapter", "chapter")],
)  # fmt: skip
def test_types_of_web_of_science(form, said, kind):
    assert only(f"FN X\nVR 1.0\nPT {form}\nAU Doe, J\nTI T\nDT {said}\nPY 2001\nER\n").type == kind


def test_our_own_export_comes_back_whole():
    given = {
        "title": "T", "type": "article-journal", "authors": [
            {"name": "Jane Doe Jr.", "given": "Jane", "family": "Doe", "suffix": "Jr.", "orcid": "0000-0002-1825-0097"},
            {"name": "The Lab", "literal": "The Lab"}],
        "editors": [{"name": "R. Roe", "given": "R.", "family": "Roe"}], "container": "J", "volume": "4", "issue": "2",
        "pages": "11-19", "publisher": "P", "edition": "2", "issn": ["1234-5679"], "isbn": ["9783161484100"],
        "year": 2019, "month": 5, "day": 7, "language": "en", "citation_key": "doe2019",
        "references": [{"ids": {"doi": "10.1000/y"}, "title": "Cited", "year": 2001, "authors": ["R. Roe"],
                        "text": "X"}],
        "other_ids": {"doi": ["10.1000/z"]},
    }  # fmt: skip
    record = only(given)
    assert record.author_parts[0] == Author("Jane Doe Jr.", "Jane", "Doe", "Jr.", orcid="0000-0002-1825-0097")
    assert record.author_parts[1].literal == "The Lab"
    for name in ("type", "container", "volume", "issue", "pages", "publisher", "edition", "year", "month", "day",
                 "language", "citation_key"):  # fmt: skip
        assert getattr(record, name) == given[name], name
    assert (list(record.issn), list(record.isbn)) == (given["issn"], given["isbn"])
    (cited,) = record.references
    assert (cited.ids, cited.title, cited.year, cited.authors, cited.text) == (
        {"doi": "10.1000/y"}, "Cited", 2001, ("R. Roe",), "X",
    )  # fmt: skip
    assert record.versions == {"doi": ("10.1000/z",)}
    assert record.extra == {}
