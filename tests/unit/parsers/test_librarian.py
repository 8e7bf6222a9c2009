"""What a careful librarian would not leave as the source has it: names, titles, journals, years, keywords."""

import pytest

from papersearch.record import Record
from papersearch_ingest.sources.reading import read_source
from papersearch_ingest.texts.cleaning import clean_text


def only(text: str) -> Record:
    (record,) = read_source(text.encode(), "x").items
    assert isinstance(record, Record)
    return record


@pytest.mark.parametrize(
    ("mangled", "meant"),
    [
        ("JosÃ© RaÃºl Romero", "José Raúl Romero"),
        ("Aurora RamÃ\xadrez", "Aurora Ramírez"),
        ("A â€œSailing Rockâ€\x9d", "A “Sailing Rock”"),
        ("a Ã¢Â\x80Â\x9cSailing RockÃ¢Â\x80Â\x9d", "a “Sailing Rock”"),
        ("SÃ£o Paulo, 25 Â°C", "São Paulo, 25 °C"),
    ],
)
def test_text_that_was_decoded_wrongly_is_decoded_again(mangled, meant):
    assert clean_text(mangled) == meant
    assert clean_text(meant) == meant


@pytest.mark.parametrize("text", ["SÃO PAULO", "Ångström Â", "naïve Ã", "Ærø £5", "“é”", "Â¿Ã x — ł"])
def test_text_that_only_looks_decoded_wrongly_stays(text):
    assert clean_text(text) == text


MEDLINE = """PMID- 1
TI  - Of rare birds.
FAU - Hellinger, Frank R Jr
FAU - Given, Curtis A 2nd
JT  - Lancet (London, England)
DP  - 2001
OTO - NASA
OT  - Non-NASA Center
OTO - NOTNLM
OT  - *birds
"""


def test_medline_titles_names_journals_and_keywords():
    record = only(MEDLINE)
    assert record.title == "Of rare birds"
    assert record.authors == ("Frank R Hellinger Jr", "Curtis A Given 2nd")
    assert record.venue == "Lancet"
    assert record.keywords == ("birds",)
    assert record.extra["OT"] == ["Non-NASA Center"]
    assert record.container == "Lancet (London, England)"


PUBMED = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><Journal><JournalIssue><PubDate>
<Year>2001</Year></PubDate></JournalIssue><Title>{journal}</Title></Journal><ArticleTitle>Birds.</ArticleTitle></Article>
<KeywordList Owner="NASA"><Keyword>Non-NASA Center</Keyword></KeywordList><KeywordList Owner="NOTNLM"><Keyword>birds
</Keyword></KeywordList></MedlineCitation></PubmedArticle></PubmedArticleSet>"""


@pytest.mark.parametrize(
    ("journal", "venue"),
    [
        ("Science (New York, N.Y.)", "Science"),
        ("Nursing management (Harrow, London, England : 1994)", "Nursing management"),
        ("Toxicon : official journal of the International Society on Toxinology", "Toxicon"),
        ("Canadian journal of anaesthesia = Journal canadien d'anesthesie", "Canadian journal of anaesthesia"),
        ("Acta crystallographica. Section C", "Acta crystallographica. Section C"),
        ("Advances in space research : the official journal of the Committee (COSPAR)", "Advances in space research"),
        ("Zeitschrift (Neue Folge)", "Zeitschrift (Neue Folge)"),
    ],
)
def test_pubmed_journals_are_called_as_their_readers_do(journal, venue):
    record = only(PUBMED.format(journal=journal))
    assert record.venue == venue
    assert record.container == journal


def test_pubmed_keywords_are_the_authors_only():
    record = only(PUBMED.format(journal="X"))
    assert record.keywords == ("birds",)
    assert record.extra["index_terms"] == ["Non-NASA Center"]


def test_sections_of_an_abstract_have_their_headings_with_a_colon():
    article = """<article><front><journal-meta/><article-meta><title-group><article-title>T</article-title>
    </title-group><abstract><title>Abstract</title><sec><title>Background</title><p>One.</p></sec><sec><title>Aim:</title><p>Two.</p>
    </sec><sec><p>Three.</p></sec></abstract></article-meta></front></article>"""
    assert only(article).abstract == "Background: One. Aim: Two. Three."


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>
<id>http://arxiv.org/abs/{id}v1</id><published>20{id:.2}-05-01T00:00:00Z</published><title>A</title><summary>B</summary>
<arxiv:comment>{comment}</arxiv:comment><arxiv:journal_ref>{reference}</arxiv:journal_ref></entry></feed>"""
OAI = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{id}</id><created>20{id:.2}-05-01</created><title>A</title>
<comments>{comment}</comments><journal-ref>{reference}</journal-ref></arXiv></metadata></record></ListRecords></OAI-PMH>"""
BULK = """{{"id": "{id}", "submitter": "S", "title": "A", "comments": "{comment}", "journal-ref": "{reference}",
"categories": "a", "versions": [{{"created": "Mon, 2 Apr 20{id:.2}"}}]}}"""


@pytest.mark.parametrize("form", [ATOM, OAI, BULK])
@pytest.mark.parametrize(
    ("ident", "comment", "reference", "venue", "year"),
    [
        ("1811.00001", "Under review at ICLR 2019", "", "ICLR", 2019),
        ("1401.00001", "16 pages", "Lett. Math. Phys. 108 (2018), no. 2, 359-376", None, 2018),
        ("0704.0001", "9 pages", "Phys. Rev. D 76 (2007) 1950-1960", "Phys. Rev. D", 2007),
        ("0704.0001", "9 pages", "Phys.Rev.D76:013009,2008", None, 2008),
        ("1605.00001", "20 pages", "", None, 2016),
        ("1605.00001", "20 pages", "In Proc. ICML, pages 14-26, 2017", "ICML", 2017),
    ],
)
def test_arxiv_says_where_and_when_in_every_form(form, ident, comment, reference, venue, year):
    record = only(form.format(id=ident, comment=comment, reference=reference))
    assert (record.venue, record.year) == (venue, year)


def test_web_of_science_names_have_initials_and_journals_do_not_shout():
    head = "FN X\nVR 1.0\nPT J\nAU Parkes-Loach, PS\n   Cao, WX\n{0}TI A\nSO {1}\nPY 2004\nER\n\nEF\n"
    record = only(head.format("", "JOURNAL OF MACHINE LEARNING & THE ARTS"))
    assert record.authors == ("P. S. Parkes-Loach", "W. X. Cao")
    assert record.venue == "Journal of Machine Learning & the Arts"
    assert only(head.format("AF Parkes-Loach, Pamela S.\n", "IEEE ACCESS")).authors == ("Pamela S. Parkes-Loach",)
    assert only(head.format("", "IEEE ACCESS")).venue == "IEEE Access"
    assert only(head.format("", "JAMA")).venue == "JAMA"


def test_a_note_that_is_only_an_identifier_is_no_comment():
    item = '[{{"id": "a", "type": "article-journal", "title": "A", "note": "{0}"}}]'
    assert only(item.format("PMID: 25992719")).comments is None
    assert only(item.format("arXiv: 1501.04916")).comments is None
    assert only(item.format("PMID: 25992719. Read this.")).comments == "PMID: 25992719. Read this."
