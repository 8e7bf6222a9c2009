"""DataCite, EndNote, Refer, Crossref's XML, MODS, Ovid and Zotero's RDF: recognised by content, and read whole."""

import json
from typing import Any

import pytest

from papersearch.paper import Author
from papersearch.record import Record, Reject
from papersearch_ingest.sources.reading import read_source


def read(parser: str, data: str | dict[str, Any]) -> list[Record]:
    reading = read_source((json.dumps(data) if isinstance(data, dict) else data).encode(), "x")
    items = list(reading.items)
    assert reading.parser.name == parser
    records = [item for item in items if isinstance(item, Record)]
    assert len(records) == len(items), items
    return records


DOE = Author("Jane Doe", "Jane", "Doe")
ROE = Author("R. Roe", "R.", "Roe")
PLACE = ("Things", "4", "2", "11-19")


def place_of(record: Record) -> tuple[str | None, ...]:
    return record.container, record.volume, record.issue, record.pages


DATACITE: dict[str, Any] = {
    "doi": "10.1000/X", "titles": [{"title": "Ein Titel", "titleType": "TranslatedTitle"}, {"title": "A <i>title</i>"},
                                   {"title": "And more", "titleType": "Subtitle"}],
    "creators": [
        {"name": "Doe, Jane", "givenName": "Jane", "familyName": "Doe",
         "nameIdentifiers": [{"nameIdentifier": "https://orcid.org/0000-0002-1825-0097"}]},
        {"name": "The Lab, Inc.", "nameType": "Organizational"}, {"name": "Roe, R."}, {"name": "Plain Name"}],
    "contributors": [{"name": "Roe, R.", "contributorType": "Editor"}, {"name": "X", "contributorType": "Sponsor"}],
    "publisher": {"name": "P"}, "publicationYear": 2019, "language": "eng",
    "dates": [{"date": "2018-01-01", "dateType": "Submitted"}, {"date": "2019-05-07", "dateType": "Issued"}],
    "subjects": [{"subject": "maps"}, {"subject": "FOS: Law", "subjectScheme": "FOS"}],
    "descriptions": [{"description": "Auf Deutsch.", "descriptionType": "Abstract", "lang": "de"},
                     {"description": "<p>In English.</p>", "descriptionType": "Abstract", "lang": "en"},
                     {"description": "How.", "descriptionType": "Methods"}],
    "types": {"resourceTypeGeneral": "Text", "resourceType": "Journal article"},
    "relatedItems": [{"relationType": "IsPublishedIn", "titles": [{"title": "Things"}], "volume": "4", "issue": "2",
                      "firstPage": "11", "lastPage": "19"}],
    "relatedIdentifiers": [
        {"relatedIdentifier": "10.1000/Y", "relatedIdentifierType": "DOI", "relationType": "References"},
        {"relatedIdentifier": "10.1000/v1", "relatedIdentifierType": "DOI", "relationType": "IsVersionOf"},
        {"relatedIdentifier": "https://x.example", "relatedIdentifierType": "URL", "relationType": "IsCitedBy"}],
}  # fmt: skip


@pytest.mark.parametrize(
    "wrap",
    [
        lambda work: work,
        lambda work: {"data": {"id": "10.1000/x", "type": "dois", "attributes": work}},
        lambda work: {"data": [{"id": "10.1000/x", "type": "dois", "attributes": work}], "meta": {"total": 1}},
    ],
)
def test_datacite(wrap):
    (record,) = read("datacite-json", wrap(DATACITE))
    assert record.title == "A title: And more"
    assert record.authors == ("Jane Doe", "The Lab, Inc.", "R. Roe", "Plain Name")
    assert record.author_parts[0].orcid == "0000-0002-1825-0097"
    assert record.author_parts[1].literal == "The Lab, Inc."
    assert (record.editors, record.abstract, record.keywords) == ((ROE,), "In English.", ("maps",))
    assert place_of(record) == PLACE
    assert (record.type, record.publisher, record.language) == ("article-journal", "P", "en")
    assert (record.year, record.month, record.day, record.ids) == (2019, 5, 7, {"doi": "10.1000/x"})
    assert [each.ids for each in record.references] == [{"doi": "10.1000/y"}]
    assert record.versions == {"doi": ("10.1000/v1",)}


def test_datacite_chapter_has_the_year_and_numbers_of_its_book():
    book = {"relationType": "IsPublishedIn", "titles": [{"title": "A book"}], "publicationYear": "2017",
            "firstPage": "11", "lastPage": "19", "relatedItemIdentifier": {
                "relatedItemIdentifier": "10.1000/9781234567897-3", "relatedItemIdentifierType": "DOI"}}  # fmt: skip
    number = {
        "relationType": "IsPublishedIn",
        "relatedIdentifierType": "ISBN",
        "relatedIdentifier": "978-0-306-40615-7",
    }
    work = DATACITE | {"relatedItems": [book], "relatedIdentifiers": [number], "container": {}}
    (record,) = read("datacite-json", work)
    assert (record.year, record.month, record.container, record.pages) == (2017, None, "A book", "11-19")
    assert (record.isbn, record.issn) == (("9780306406157",), ())


@pytest.mark.parametrize(
    ("general", "kind"),
    [("Dataset", "dataset"), ("Software", "software"), ("Dissertation", "thesis"), ("Preprint", "article"),
     ("ConferencePaper", "paper-conference"), ("BookChapter", "chapter"), ("Image", None)],
)  # fmt: skip
def test_types_of_datacite(general, kind):
    (record,) = read("datacite-json", DATACITE | {"types": {"resourceTypeGeneral": general}})
    assert record.type == kind


ENDNOTE = """<?xml version="1.0"?><xml><records>
<record><ref-type name="Journal Article">17</ref-type><contributors><authors><author>
<style face="normal">Doe, Jane</style></author><author>The Lab,</author></authors><secondary-authors>
<author>Roe, R.</author></secondary-authors>
</contributors><titles><title><style face="normal">Of </style><style face="italic">Things</style></title>
<secondary-title>Th.
</secondary-title></titles><periodical><full-title>Things</full-title></periodical><pages>11-19</pages><volume>4
</volume><number>2</number><edition>2</edition><keywords><keyword>one; two</keyword></keywords><dates>
<year>2019</year><pub-dates>
<date>May 7</date></pub-dates></dates><publisher>P</publisher><isbn>1234-5679 (Print)</isbn><notes>PMID: 12</notes>
<electronic-resource-num>https://doi.org/10.1000/x</electronic-resource-num><urls><pdf-urls>
<url>internal-pdf://x.pdf</url></pdf-urls><related-urls><url>https://x.example/a</url></related-urls></urls>
<language>English</language></record>
<record><ref-type name="Book Section">5</ref-type><titles><title>B</title><secondary-title>Book</secondary-title>
</titles>
</record></records></xml>"""


def test_endnote():
    record, section = read("endnote-xml", ENDNOTE)
    assert record.title == "Of Things"
    assert record.author_parts == (DOE, Author("The Lab", literal="The Lab"))
    assert (record.editors, record.keywords) == ((ROE,), ("one", "two"))
    assert place_of(record) == PLACE
    assert (record.type, record.publisher, record.edition, record.issn) == ("article-journal", "P", "2", ("1234-5679",))
    assert (record.year, record.month, record.day, record.language) == (2019, 5, 7, "en")
    assert record.ids == {"doi": "10.1000/x", "pmid": "12"}
    assert record.links == {"html": "https://x.example/a"}
    assert (section.type, section.container) == ("chapter", "Book")


REFER = """%0 Journal Article
%A Doe, Jane
%A The Lab,
%E Roe, R.
%T Of things
%J Things
%V 4
%N 2
%P 11-19
%D 2019
%8 May 7
%I P
%@ 1234-5679
%R 10.1000/x
%K one
two
%X First part.

Second part.
%U https://x.example/a
%F doe2019

%0 Book
%T B
%A Roe, R.
"""


def test_refer():
    record, book = read("refer", REFER)
    assert record.author_parts == (DOE, Author("The Lab", literal="The Lab"))
    assert (record.editors, record.keywords) == ((ROE,), ("one", "two"))
    assert place_of(record) == PLACE
    assert record.abstract == "First part. Second part."
    assert (record.type, record.publisher, record.issn) == ("article-journal", "P", ("1234-5679",))
    assert (record.year, record.month, record.day, record.citation_key) == (2019, 5, 7, "doe2019")
    assert (record.ids, record.links) == ({"doi": "10.1000/x"}, {"html": "https://x.example/a"})
    assert (book.type, book.author_parts) == ("book", (ROE,))


def test_refer_without_types():
    first, second, third = read(
        "refer", "%A Doe, Jane\n%T One\n%J Things\n\n%T Two\n%A Roe, R.\n%I P\n%D 1891\n\n\n%T Three\n%B Book\n"
    )
    assert (first.title, first.type) == ("One", "article-journal")
    assert (second.title, second.type, second.year) == ("Two", "book", 1891)
    assert (third.title, third.type, third.container) == ("Three", "chapter", "Book")


UNIXREF = """<crossref_result><query_result><body><query><doi_record><crossref>{}</crossref></doi_record></query></body>
</query_result></crossref_result>"""
PEOPLE = """<contributors><person_name contributor_role="author"><given_name>Jane</given_name><surname>Doe</surname>
<ORCID>https://orcid.org/0000-0002-1825-0097</ORCID></person_name><organization contributor_role="author">The Lab
</organization><person_name contributor_role="editor"><given_name>R.</given_name><surname>Roe</surname></person_name>
</contributors>"""


def test_crossref_xml_journal():
    (record,) = read("crossref-xml", UNIXREF.format(
        '<journal><journal_metadata language="en"><full_title>Things</full_title><abbrev_title>Th.</abbrev_title>'
        '<issn media_type="print">12345679</issn></journal_metadata><journal_issue><publication_date><year>2018</year>'
        "</publication_date><journal_volume><volume>4</volume></journal_volume><issue>2</issue></journal_issue>"
        f"<journal_article><titles><title>Of CO<sub>2</sub></title></titles>{PEOPLE}"
        '<publication_date media_type="online"><month>05</month><day>07</day><year>2019</year></publication_date>'
        "<pages><first_page>11</first_page><last_page>19</last_page></pages><doi_data><doi>10.1000/X</doi>"
        "<resource>https://x.example/a</resource></doi_data><citation_list><citation key='1'><doi>10.1000/y</doi>"
        "<cYear>2001</cYear><article_title>Cited</article_title><author>Roe</author></citation></citation_list>"
        "</journal_article></journal>"))  # fmt: skip
    assert record.title == "Of CO₂"
    assert record.authors == ("Jane Doe", "The Lab")
    assert (record.author_parts[0].orcid, record.author_parts[1].literal) == ("0000-0002-1825-0097", "The Lab")
    assert record.editors == (ROE,)
    assert place_of(record) == PLACE
    assert (record.type, record.issn, record.language) == ("article-journal", ("1234-5679",), "en")
    assert (record.year, record.month, record.day, record.ids) == (2019, 5, 7, {"doi": "10.1000/x"})
    (cited,) = record.references
    assert (cited.ids, cited.title, cited.year, cited.authors) == ({"doi": "10.1000/y"}, "Cited", 2001, ("Roe",))


def test_crossref_preprint_is_published_by_its_server():
    preprint = "<posted_content type='{0}'><group_title>A Server</group_title><titles><title>T</title></titles>"
    preprint += "</posted_content>"
    (record,) = read("crossref-xml", UNIXREF.format(preprint.format("preprint")))
    assert (record.type, record.publisher) == ("article", "A Server")
    (record,) = read("crossref-xml", UNIXREF.format(preprint.format("other")))
    assert record.publisher is None


PROCEEDINGS = "<conference><proceedings_metadata><proceedings_title>Proc.</proceedings_title></proceedings_metadata>"
EDITED = "<book><book_metadata><titles><title>Proc.</title></titles></book_metadata>"


@pytest.mark.parametrize(
    ("work", "kind"),
    [
        (PROCEEDINGS + "<conference_paper>{}</conference_paper></conference>", "paper-conference"),
        (EDITED + "<content_item>{}</content_item></book>", "chapter"),
        ("<book><book_metadata>{}</book_metadata></book>", "book"),
        ("<dissertation>{}</dissertation>", "thesis"),
        ("<posted_content>{}</posted_content>", "article"),
        ("<report-paper><report-paper_metadata>{}</report-paper_metadata></report-paper>", "report"),
    ],
)  # fmt: skip
def test_types_of_crossref_xml(work, kind):
    (record,) = read("crossref-xml", UNIXREF.format(work.format(
        f"{PEOPLE}<titles><title>T</title></titles><publication_date><year>2019</year></publication_date>"
        "<doi_data><doi>10.1000/x</doi></doi_data>")))  # fmt: skip
    assert (record.title, record.year, record.type) == ("T", 2019, kind)
    assert record.container == ("Proc." if "Proc." in work else None)
    assert record.authors[0] == "Jane Doe"


def test_crossref_xml_of_an_unknown_doi_is_a_reject():
    (item,) = read_source(UNIXREF.format("<error>doi:10.1000/x</error>").encode(), "x").items
    assert isinstance(item, Reject)
    assert "doi:10.1000/x" in item.reason


MODS = """<?xml version="1.0"?><modsCollection xmlns="http://www.loc.gov/mods/v3"><mods><titleInfo>
<nonSort>The </nonSort><title>Thing</title><subTitle>and more</subTitle></titleInfo><titleInfo type="translated">
<title>Das</title></titleInfo>
<name type="personal"><namePart type="family">Doe</namePart><namePart type="given">Jane</namePart><role><roleTerm
 type="code">aut</roleTerm></role></name><name type="corporate"><namePart>The Lab</namePart></name>
<name type="personal"><namePart>Roe, R.</namePart><role><roleTerm>editor</roleTerm></role></name>
<name type="personal"><namePart>Alm, Per [1848-1914]</namePart></name><name><namePart>Ink, I.</namePart><role><roleTerm>
illustrator</roleTerm></role></name><genre>journal article</genre><language><languageTerm>eng</languageTerm></language>
<abstract>Text.</abstract><subject><topic>maps</topic></subject><identifier type="doi">10.1000/x</identifier>
<identifier type="citekey">doe2019</identifier><location><url>https://x.example/a</url></location>
<relatedItem type="host"><titleInfo><title>Things</title></titleInfo><originInfo><publisher>P</publisher>
<dateIssued>2018</dateIssued></originInfo><identifier type="issn">1234-5679</identifier><part><detail type="volume">
<number>4</number></detail><detail type="issue"><number>2</number></detail><extent unit="pages"><start>11</start>
<end>19</end></extent><date>2019-05-07</date></part></relatedItem></mods></modsCollection>"""


def test_mods():
    (record,) = read("mods-xml", MODS)
    assert record.title == "The Thing: and more"
    assert record.author_parts == (DOE, Author("The Lab", literal="The Lab"), Author("Per Alm", "Per", "Alm"))
    assert (record.editors, record.abstract, record.keywords) == ((ROE,), "Text.", ("maps",))
    assert place_of(record) == PLACE
    assert (record.type, record.publisher, record.issn, record.language) == (
        "article-journal",
        "P",
        ("1234-5679",),
        "en",
    )
    assert (record.ids, record.citation_key) == ({"doi": "10.1000/x"}, "doe2019")
    assert record.links == {"html": "https://x.example/a"}


@pytest.mark.parametrize(
    ("rest", "kind"),
    [
        ("<genre>thesis</genre>", "thesis"),
        ("<originInfo><issuance>monographic</issuance></originInfo>", "book"),
        ('<relatedItem type="host"><part><extent unit="pages"><start>1</start></extent></part></relatedItem>',
         "chapter"),
        ('<relatedItem type="host"><originInfo><issuance>continuing</issuance></originInfo></relatedItem>',
         "article-journal"),
        (("<genre>conference publication</genre><originInfo><issuance>monographic</issuance></originInfo>"
         "<relatedItem type='host'><titleInfo><title>J</title></titleInfo></relatedItem>"), "book"),
        ("<typeOfResource>still image</typeOfResource>", None),
    ],
)  # fmt: skip
def test_types_of_mods(rest, kind):
    (record,) = read("mods-xml", f"<mods><titleInfo><title>T</title></titleInfo>{rest}</mods>")
    assert record.type == kind


def test_mods_without_an_author_has_who_made_it():
    name = '<name type="personal"><namePart>{0}</namePart><role><roleTerm type="code">{1}</roleTerm></role></name>'
    head = "<mods><titleInfo><title>T</title></titleInfo>"
    host = '<relatedItem type="host"><titleInfo type="uniform"><title>H</title></titleInfo></relatedItem></mods>'
    photographer, donor = name.format("Doe, Jane", "pht"), name.format("Roe, R.", "dnr")
    (record,) = read("mods-xml", head + donor + photographer + host)
    assert (record.author_parts, record.container) == ((DOE,), "H")
    (record,) = read("mods-xml", head + photographer + name.format("Roe, R.", "aut") + host)
    assert record.author_parts == (ROE,)


OVID = """<1. >
VN  - Ovid Technologies
DB  - Ovid MEDLINE(R)
UI  - 12345678
AU  - Doe, Jane MD, PhD 1,2,*
AU  - Roe, R. [Author, Reprint Author; E-mail: roe@x.example]
TI  - Of things. [Review].
SO  - Things. 4(2):11-9, 2019 May 7.
LG  - English.
IS  - 1234-5679
DO  - https://dx.doi.org/10.1000/x
PT  - Journal Article
AB  - Text
      goes on.

<2. >
VN  - Ovid Technologies
DB  - Books@Ovid
ED  - Roe, R.; Doe, Jane
TI  - A book
PU  - P; United Kingdom
YR  - 2016
"""


def test_ovid():
    record, book = read("ovid", OVID)
    assert record.title == "Of things"
    assert record.author_parts == (DOE, ROE)
    assert place_of(record) == PLACE
    assert (record.type, record.language, record.issn, record.abstract) == (
        "article-journal", "en", ("1234-5679",), "Text goes on.",
    )  # fmt: skip
    assert (record.year, record.ids) == (2019, {"pmid": "12345678", "doi": "10.1000/x"})
    assert (book.title, book.type, book.editors, book.publisher, book.year) == ("A book", "book", (ROE, DOE), "P", 2016)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Things. 4(2):11-9, 2019 May.", PLACE),
        ("Things. Vol.4(2), Sep 2019, pp. 11-19.", PLACE),
        ("Things January/February 2019;4(2):11-19", PLACE),
        ("Things December 2019;4:11-19", ("Things", "4", None, "11-19")),
        ("Things & Others 4, Winter 2019: 11-19.", ("Things & Others", "4", None, "11-19")),
        ("Things. 2019 7 May; 11-19.", ("Things", None, None, "11-19")),
        ("Things. 4(2-A(E)),2019, pp. No Pagination Specified.", ("Things", "4", "2-A(E)", None)),
        ("No form at all", (None, None, None, None)),
    ],
)
def test_source_lines_of_ovid(line, place):
    (record,) = read(
        "ovid", f" <7. >\n VN  - Ovid Technologies\n DB  - PsycINFO\n TI  - T\n YR  - 2019\n SO  - {line}\n"
    )
    assert (place_of(record), record.year) == (place, 2019)


BOOK_OF_THINGS = ("A book of things: and others", None, None, "11-19")


@pytest.mark.parametrize(
    ("lines", "editors"),
    [
        (("SO  - Doe, Jane [Ed]; Roe, R [Ed]. (2019). A book of things: and others (2nd ed.). (pp. 11-19). "
         "xvii, 254 pp. Oslo, Norway: A House; Norway.\nDT  - Chapter"), ("Jane Doe", "R Roe")),
        (("SO  - Doe, Jane [Editor, Reprint Author], Roe, R [Editor]. A book of things: and others.:11-19, 2019.\n"
         "Series Information:  Practice.\nPT  - Book Chapter"), ("Jane Doe", "R Roe")),
        (("BT  - Doe, Jane [Ed.]. A book of things: and others. A House, Oslo. 2019: 1-234. "
         "Chapter pagination: 11-19.\nPT  - Book chapter"), ("Jane Doe",)),
        (("BT  - Doe, Jane & Roe, R [Eds]. [A book of things: and others.] [En bok.] A House, Oslo. 2019: 1-234. "
         "Chapter pagination: 11-19.\nPT  - Book chapter"), ("Jane Doe", "R Roe")),
        ("XL  - http://x/?sid=OVID:db&isbn=&pages=11-19&title=A+book+of+things%3A+and+others\nDT  - Chapter", ()),
    ],
)  # fmt: skip
def test_chapters_of_ovid_have_their_book(lines, editors):
    (record,) = read("ovid", f"<7>\nVN  - Ovid Technologies\nAU  - Poe, Al\nTI  - T\nPI  - A House, Oslo 1\n{lines}\n")
    assert (record.type, record.authors, place_of(record)) == ("chapter", ("Al Poe",), BOOK_OF_THINGS)
    assert (tuple(each.name for each in record.editors), record.publisher) == (editors, "A House")
    assert record.edition == ("2nd" if "2nd" in lines else None)


def test_thesis_of_ovid_is_of_its_university():
    head = "<7>\nVN  - Ovid Technologies\nAU  - Poe, Al\nTI  - T\nPU  - A Seller; US\nDT  - Dissertation\n"
    (record,) = read("ovid", f"{head}IN  - Poe, Al: A University (Place), US\n")
    assert (record.type, record.publisher) == ("thesis", "A University (Place)")
    (record,) = read("ovid", head)
    assert record.publisher == "A Seller"


ZOTERO = """<rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
    <bib:Article rdf:about="https://x.example/a">
        <z:itemType>journalArticle</z:itemType>
        <dcterms:isPartOf rdf:resource="urn:issn:1234-5679"/>
        <bib:authors><rdf:Seq>
            <rdf:li><foaf:Person><foaf:surname>Doe</foaf:surname><foaf:givenName>Jane</foaf:givenName></foaf:Person></rdf:li>
            <rdf:li><foaf:Person><foaf:surname>The Lab</foaf:surname></foaf:Person></rdf:li>
        </rdf:Seq></bib:authors>
        <link:link rdf:resource="#item_5"/>
        <dc:subject>maps</dc:subject>
        <dc:subject><z:AutomaticTag><rdf:value>tides</rdf:value></z:AutomaticTag></dc:subject>
        <dc:title>Of &lt;i&gt;things&lt;/i&gt;</dc:title>
        <dcterms:abstract>Text.</dcterms:abstract>
        <dc:date>2019-05-07</dc:date>
        <z:language>eng</z:language>
        <bib:pages>11-19</bib:pages>
        <dc:identifier><dcterms:URI><rdf:value>https://x.example/a</rdf:value></dcterms:URI></dc:identifier>
        <dc:description>PMID: 12
Citation Key: doe2019</dc:description>
    </bib:Article>
    <bib:Journal rdf:about="urn:issn:1234-5679">
        <prism:volume>4</prism:volume><dc:title>Things</dc:title><prism:number>2</prism:number>
        <dc:identifier>DOI 10.1000/x</dc:identifier><dc:identifier>ISSN 1234-5679</dc:identifier>
    </bib:Journal>
    <z:Attachment rdf:about="#item_5"><z:itemType>attachment</z:itemType><dc:title>PDF</dc:title></z:Attachment>
    <bib:BookSection rdf:about="#item_9">
        <z:itemType>bookSection</z:itemType>
        <dcterms:isPartOf><bib:Book><dc:identifier>ISBN 978-3-16-148410-0</dc:identifier><dc:title>Book</dc:title>
        </bib:Book>        </dcterms:isPartOf>
        <dc:publisher><foaf:Organization><foaf:name>P</foaf:name></foaf:Organization></dc:publisher>
        <bib:editors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Roe</foaf:surname><foaf:givenname>R.</foaf:givenname>
        </foaf:Person></rdf:li></rdf:Seq></bib:editors>
        <dc:title>B</dc:title>
    </bib:BookSection>
</rdf:RDF>"""


def test_zotero_rdf():
    record, section = read("zotero-rdf", ZOTERO)
    assert (record.title, record.abstract, record.keywords) == ("Of things", "Text.", ("maps", "tides"))
    assert record.authors == ("Jane Doe", "The Lab")
    assert place_of(record) == PLACE
    assert (record.type, record.issn, record.language) == ("article-journal", ("1234-5679",), "en")
    assert (record.year, record.month, record.day) == (2019, 5, 7)
    assert record.ids == {"doi": "10.1000/x", "pmid": "12"}
    assert (record.citation_key, record.links) == ("doe2019", {"html": "https://x.example/a"})
    assert (record.line, record.raw.split("\n")[0]) == (6, '<bib:Article rdf:about="https://x.example/a">')
    assert (section.type, section.container, section.publisher) == ("chapter", "Book", "P")
    assert (section.editors, section.isbn) == ((ROE,), ("9783161484100",))


RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:bibo="http://purl.org/ontology/bibo/" xmlns:schema="http://schema.org/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:z="http://www.zotero.org/namespaces/export#">{}</rdf:RDF>"""
BIBO = """<z:UserItem rdf:about="#u"><z:repository>x.example</z:repository></z:UserItem>
<bibo:AcademicArticle rdf:about="https://x.example/a"><dcterms:title>A title</dcterms:title>
<dcterms:creator rdf:nodeID="b"/><dcterms:creator rdf:nodeID="a"/><bibo:authorList><rdf:Seq><rdf:li rdf:nodeID="a"/>
<rdf:li rdf:nodeID="b"/></rdf:Seq></bibo:authorList><bibo:editor rdf:nodeID="b"/><bibo:pages>11-19</bibo:pages>
<bibo:doi>10.1000/x</bibo:doi><dcterms:language rdf:resource="http://id.loc.gov/vocabulary/iso639-2/eng"/>
<dcterms:abstract>Text.</dcterms:abstract><dcterms:subject>maps</dcterms:subject>
<dcterms:isPartOf><bibo:Issue><bibo:issue>2</bibo:issue><bibo:volume>4</bibo:volume><dcterms:date>2019-05-07</dcterms:date>
<dcterms:isPartOf rdf:resource="#j"/></bibo:Issue></dcterms:isPartOf></bibo:AcademicArticle>
<bibo:Journal rdf:about="#j"><dcterms:title>Things</dcterms:title><bibo:issn>1234-5679</bibo:issn>
<dcterms:publisher><foaf:Organization><foaf:name>P</foaf:name></foaf:Organization></dcterms:publisher></bibo:Journal>
<foaf:Person rdf:nodeID="a"><foaf:givenname>Jane</foaf:givenname><foaf:surname>Doe</foaf:surname></foaf:Person>
<foaf:Person rdf:nodeID="b"><foaf:givenName>R.</foaf:givenName><foaf:familyName>Roe</foaf:familyName></foaf:Person>"""
SCHEMA = """<schema:ScholarlyArticle rdf:nodeID="n"><schema:name>A title</schema:name>
<schema:pageStart>11</schema:pageStart>
<schema:pageEnd>19</schema:pageEnd><schema:isPartOf rdf:resource="#i"/><schema:author>Doe, Jane</schema:author>
<schema:author rdf:resource="http://orcid.org/0000-0002-1825-0097"/><schema:editor>Roe, R.</schema:editor>
<schema:inLanguage>en</schema:inLanguage><schema:description>Text.</schema:description><schema:about>maps</schema:about>
<schema:sameAs rdf:resource="http://dx.doi.org/10.1000/x"/></schema:ScholarlyArticle>
<schema:PublicationIssue rdf:about="#i"><schema:name>May</schema:name><schema:issueNumber>2</schema:issueNumber>
<schema:datePublished>2019-05-07</schema:datePublished><schema:isPartOf><schema:Periodical><schema:volumeNumber>4
</schema:volumeNumber><schema:publisher>P</schema:publisher><schema:issn>1234-5679</schema:issn>
<schema:name>Things</schema:name></schema:Periodical></schema:isPartOf></schema:PublicationIssue>
<schema:Person rdf:about="http://orcid.org/0000-0002-1825-0097"><schema:givenName>R.</schema:givenName>
<schema:familyName>Roe</schema:familyName></schema:Person>"""


@pytest.mark.parametrize("text", [BIBO, SCHEMA])
def test_rdf(text):
    (record,) = read("rdf-xml", RDF.format(text))
    assert (record.title, record.authors, record.editors) == ("A title", ("Jane Doe", "R. Roe"), (ROE,))
    assert record.author_parts[0] == DOE
    assert place_of(record) == PLACE
    assert (record.type, record.publisher, record.issn, record.language) == (
        "article-journal", "P", ("1234-5679",), "en",
    )  # fmt: skip
    assert (record.year, record.month, record.day, record.ids) == (2019, 5, 7, {"doi": "10.1000/x"})
    assert (record.abstract, record.keywords) == ("Text.", ("maps",))


def test_rdf_of_dublin_core_alone():
    (record,) = read("rdf-xml", RDF.format(
        '<rdf:Description rdf:about="https://x.example/a"><dc:type>bookSection</dc:type><dc:title>A title</dc:title>'
        "<dc:creator>Doe, Jane</dc:creator><dc:date>2019</dc:date></rdf:Description>"
        '<rdf:Description rdf:about="#c"><dc:title>A collection</dc:title></rdf:Description>'))  # fmt: skip
    assert (record.type, record.title, record.author_parts, record.year) == ("chapter", "A title", (DOE,), 2019)


def test_rdf_with_works_inside_of_each_other_ends():
    loop = '<bibo:Article rdf:about="#{0}"><dcterms:title>{0}</dcterms:title><dcterms:isPartOf rdf:resource="#{1}"/>'
    loop += "</bibo:Article>"
    one, two = read("rdf-xml", RDF.format(loop.format("one", "two") + loop.format("two", "one")))
    assert (one.title, one.container, two.container) == ("one", "two", "one")


REFWORKS = """Refworks Export Tagged Format

RT=Reference Type
A1=Primary Authors
*****

RT Journal Article
SR Electronic(1)
ID 7
A1 Doe,Jane
A1 The Lab,
T1 A title
JF Things
YR 2019
FD May 07 2019
VO 4
IS 2
SP 11
OP 19
K1 maps
AB AN abstract
SN 1234-5679
DO 10.1000/x
NO PMID: 12
LA English
A2 Roe,R.

RT Book, Section
T1 A chapter
T2 A book
A1 Doe,Jane
YR 2018

END OF FILE
"""


def test_refworks():
    record, chapter = read("refworks", REFWORKS)
    assert (record.title, record.author_parts) == ("A title", (DOE, Author("The Lab", literal="The Lab")))
    assert place_of(record) == PLACE
    assert (record.type, record.editors, record.issn, record.language) == (
        "article-journal", (ROE,), ("1234-5679",), "en",
    )  # fmt: skip
    assert (record.year, record.month, record.day) == (2019, 5, 7)
    assert (record.ids, record.keywords, record.abstract) == (
        {"doi": "10.1000/x", "pmid": "12"}, ("maps",), "AN abstract",
    )  # fmt: skip
    assert (chapter.type, chapter.container, chapter.year, chapter.month) == ("chapter", "A book", 2018, None)


@pytest.mark.parametrize(
    ("free", "month", "day"),
    [("01/15", 1, 15), ("3/7", 3, 7), ("12/31/2019", 12, 31), ("01/01", 1, 1), ("02/30", 2, None),
     ("13/01", None, None), ("05/06/2001", None, None), ("May 7", 5, 7), ("2019-05-07", 5, 7),
     ("11-12", None, None), ("Spring", None, None)],
)  # fmt: skip
def test_dates_of_refworks(free, month, day):
    """`FD` has the month first; a date of another year lends nothing."""
    (record,) = read("refworks", f"RT Journal Article\nSR Print(0)\nA1 Doe,Jane\nT1 T\nYR 2019\nFD {free}\n")
    assert (record.year, record.month, record.day) == (2019, month, day)


@pytest.mark.parametrize(
    ("stated", "kind"),
    [("Book, Whole", "book"), ("Dissertation/Thesis", "thesis"), ("Conference Proceedings", "paper-conference"),
     ("Report", "report"), ("Web Page", "webpage"), ("Generic", None)],
)  # fmt: skip
def test_types_of_refworks(stated, kind):
    (record,) = read("refworks", f"RT {stated}\nSR Print(0)\nA1 Doe,Jane\nT1 T\nYR 2019\n")
    assert record.type == kind


DATACITE_XML = """<?xml version="1.0"?><resource xmlns="http://datacite.org/schema/kernel-4">
<identifier identifierType="DOI">10.1000/X</identifier><creators><creator><creatorName nameType="Personal">Doe, Jane
</creatorName><givenName>Jane</givenName><familyName>Doe</familyName><nameIdentifier nameIdentifierScheme="ORCID">
0000-0002-1825-0097</nameIdentifier></creator><creator><creatorName nameType="Organizational">The Lab, Inc.
</creatorName></creator></creators><titles><title>A title</title><title titleType="Subtitle">And more</title></titles>
<publisher>P</publisher><publicationYear>2019</publicationYear><subjects><subject>maps</subject>
<subject subjectScheme="DDC">910</subject></subjects><contributors><contributor contributorType="Editor">
<contributorName>
Roe, R.</contributorName></contributor></contributors><dates><date dateType="Issued">2019-05-07</date></dates>
<language>en</language><resourceType resourceTypeGeneral="JournalArticle">Paper</resourceType><relatedIdentifiers>
<relatedIdentifier relatedIdentifierType="DOI" relationType="Cites">10.1000/y</relatedIdentifier></relatedIdentifiers>
<descriptions><description descriptionType="Abstract">In &lt;i&gt;English&lt;/i&gt;.<br/>Two.
</description></descriptions>
<relatedItems><relatedItem relatedItemType="Journal" relationType="IsPublishedIn"><relatedItemIdentifier
 relatedItemIdentifierType="ISSN">1234-5679</relatedItemIdentifier><titles><title>Things</title></titles>
<volume>4</volume><issue>2</issue><firstPage>11</firstPage><lastPage>19</lastPage></relatedItem></relatedItems>
</resource>"""


def test_datacite_xml():
    (record,) = read("datacite-xml", DATACITE_XML)
    assert (record.title, record.authors) == ("A title: And more", ("Jane Doe", "The Lab, Inc."))
    assert (record.author_parts[0].orcid, record.author_parts[1].literal) == ("0000-0002-1825-0097", "The Lab, Inc.")
    assert (record.editors, record.keywords, record.ids) == ((ROE,), ("maps",), {"doi": "10.1000/x"})
    assert place_of(record) == PLACE
    assert (record.type, record.publisher, record.language, record.issn) == (
        "article-journal", "P", "en", ("1234-5679",),
    )  # fmt: skip
    assert (record.year, record.month, record.day) == (2019, 5, 7)
    assert (record.abstract or "").startswith("In English.")
    assert [each.ids for each in record.references] == [{"doi": "10.1000/y"}]
