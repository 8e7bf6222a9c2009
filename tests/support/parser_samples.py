"""A small valid source of every form, in our own words, for the tests that break it in many ways."""

import io
import json

from reportlab.pdfgen.canvas import Canvas

from tests.support.paths import SAMPLES

_PAGES = SAMPLES

TEXT_FORMS = {
    "paper-json": json.dumps([{"title": "Über A", "authors": ["Doe, J."], "year": 2001}, {"title": "B"}], indent=1),
    "crossref-json": json.dumps({"message": {"items": [
        {"DOI": "10.1000/x", "title": ["Über <i>A</i>"], "author": [{"family": "Ñ", "given": "B"}], "deposited": {},
         "issued": {"date-parts": [[2001, 2]]}, "reference-count": 1, "abstract": "<jats:p>x</jats:p>"}]}}),
    "csl-json": json.dumps([{"id": "a", "type": "article-journal", "title": "Über A",
                             "issued": {"date-parts": [[2001]]}, "author": [{"family": "Ñ"}], "note": "PMID: 1"}]),
    "openalex-json": json.dumps({"id": "https://openalex.org/W1", "display_name": "Über A", "publication_year": 2001,
                                 "authorships": [{"author": {"display_name": "B Ñ"}}],
                                 "abstract_inverted_index": {"x": [0, 2], "y": [1]}}) + "\n",
    "semantic-scholar-json": json.dumps({"paperId": "ab", "externalIds": {"DOI": "10.1000/x"}, "title": "Über A",
                                         "tldr": {"text": "x"}, "authors": [{"name": "B Ñ"}], "year": 2001}),
    "openreview-json": json.dumps({"notes": [{"id": "B1VZqjAcYX", "forum": "B1VZqjAcYX", "cdate": 1538087999000,
                                              "readers": [], "content": {"title": {"value": "Über A"}}}]}),
    "arxiv-json": json.dumps({"id": "0704.0001", "submitter": "S", "authors": "A. One, B. Two", "title": "Über A",
                              "abstract": "x", "categories": "a b", "versions": [{"created": "Mon, 2 Apr 2007"}]}),
    "bibtex": '@string{j = "J"}\n@article{k, author = {{\\"U}, A and B}, title = "A {B} $x^2$", journal = j # "X",\n'
              " year = 2001, crossref = {p}}\n@proceedings{p, title = {P}}\n",
    "ris": "TY  - JOUR\nTI  - Über A\nAU  - Doe, J\nPY  - 2001//\nKW  - a; b\nER  - \n",
    "nbib": "PMID- 1\nTI  - Über A\n      more.\nFAU - Doe, J\nDP  - 2001\nAID - 10.1000/x [doi]\n\nPMID- 2\nTI  - B\n",
    "wos-text": "FN X\nVR 1.0\nPT J\nAU Doe, J\n   Roe, R\nTI Über A\nPY 2001\nER\n\nEF\n",
    "datacite-json": json.dumps({"data": [{"id": "10.1000/x", "type": "dois", "attributes": {
        "doi": "10.1000/x", "titles": [{"title": "Über A"}], "publicationYear": 2001, "publisher": "P",
        "creators": [{"name": "Doe, J", "nameType": "Personal"}], "types": {"resourceTypeGeneral": "Dataset"}}}]}),
    "ovid": "<1>\nVN  - Ovid Technologies\nDB  - Ovid MEDLINE(R)\nUI  - 1\nTI  - Über A\n      more.\nAU  - Doe J\n"
            "SO  - Things. 4(2):11-9, 2001 Mar.\n\n<2>\nUI  - 2\nTI  - B\n",
    "refer": "%0 Journal Article\n%A Doe, J\n%T Über A\n%J Things\n%D 2001\n%K a\nb\n\n"
             "%0 Book\n%T B\n%@ 978-3-16-148410-0\n",
    "refworks": "RT Journal Article\nSR Electronic(1)\nA1 Doe,J\nT1 Über A\nJF Things\nYR 2001\n\n"
                "RT Book, Whole\nSR Print(0)\nT1 B\nYR 2002\n",
    "csv-table": 'Title,Authors,Year,DOI\n"Über ""A"",\nmore","Doe, J.; Roe, R.",2001,10.1000/x\nB,C,2002,\n',
}  # fmt: skip

XML_FORMS = {
    "acl-xml": """<?xml version="1.0" encoding="UTF-8"?>
<collection id="W97"><volume id="1"><meta><booktitle>Fifth Workshop on Large Things</booktitle><year>1997</year></meta>
<frontmatter><url>W97-0100</url></frontmatter>
<paper id="2"><title>Über <fixed-case>VLT</fixed-case>s with <tex-math>x_2</tex-math></title>
<author><first>Qi</first><last>Zhou</last></author><abstract>Text &amp; more.</abstract><doi>10.1000/x</doi></paper>
<paper id="3"><title>B</title><retracted date="2020-01-01">An error.</retracted></paper></volume></collection>""",
    "pubmed-xml": """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">1</PMID><Article><Journal>
<JournalIssue><PubDate><MedlineDate>2001 Jan-Feb</MedlineDate></PubDate></JournalIssue><Title>Things</Title></Journal>
<ArticleTitle>[Über A<sub>2</sub>.]</ArticleTitle><Abstract><AbstractText Label="AIM">x &lt; y</AbstractText></Abstract>
<AuthorList><Author><LastName>Doe</LastName><ForeName>J</ForeName><Suffix>Jr</Suffix></Author></AuthorList></Article>
<KeywordList Owner="NOTNLM"><Keyword>maps</Keyword></KeywordList></MedlineCitation><PubmedData><ArticleIdList>
<ArticleId IdType="doi">10.1000/x</ArticleId></ArticleIdList></PubmedData></PubmedArticle></PubmedArticleSet>""",
    "jats-xml": """<article article-type="research-article"><front><journal-meta><journal-title-group><journal-title>T
</journal-title></journal-title-group></journal-meta><article-meta><article-id pub-id-type="doi">10.1000/x</article-id>
<title-group><article-title>Über <italic>A</italic></article-title></title-group><contrib-group><contrib>
<name><surname>Doe</surname><given-names>J</given-names></name></contrib></contrib-group><pub-date pub-type="epub">
<year>2001</year></pub-date><abstract><sec><title>Aim</title><p>Text.</p></sec></abstract><kwd-group><kwd>maps</kwd>
</kwd-group></article-meta></front><body><sec><title>One</title><p>Words. <xref>1</xref></p></sec></body></article>""",
    "dblp-xml": """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE dblp SYSTEM "dblp.dtd">
<dblp><article key="journals/x/A"><author orcid="0000-0000-0000-0001">Ann Lee 0001</author><title>&Uuml;ber A.</title>
<year>2001</year><journal>CoRR</journal><volume>abs/1401.0001</volume><ee>https://doi.org/10.1000/x</ee></article>
<inproceedings key="conf/x/B"><title>B.</title><year>2002</year></inproceedings></dblp>""",
    "arxiv-atom": """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>
<id>http://arxiv.org/abs/1401.0001v1</id><published>2014-01-01T00:00:00Z</published><title>Über A</title>
<summary>Text.</summary><author><name>Ann Lee</name></author><arxiv:comment>Accepted at ICML 2014</arxiv:comment>
<link title="pdf" href="http://arxiv.org/pdf/1401.0001v1"/><category term="cs.LG"/></entry></feed>""",
    "prism-atom": """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:prism="http://prismstandard.org/namespaces/basic/3.0/"><entry><id>urn:x:1</id><title>Über A</title>
<author><name>Ann Lee</name></author><summary>Text.</summary><category term="maps"/>
<dc:identifier>pmid:77</dc:identifier><prism:publicationName>Acta</prism:publicationName><prism:volume>3</prism:volume><prism:doi>10.1000/x</prism:doi>
<prism:publicationDate>2001-03-04</prism:publicationDate></entry></feed>""",
    "arxiv-oai": """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>
<identifier>oai:arXiv.org:1401.0001</identifier><datestamp>2014-01-01</datestamp></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>1401.0001</id><created>2014-01-01</created><authors><author>
<keyname>Lee</keyname><forenames>Ann</forenames></author></authors><title>Über A</title><categories>cs.LG</categories>
<abstract>Text.</abstract></arXiv></metadata></record><record><header/><metadata><dc><title>B</title>
<creator>Lee, Ann</creator><identifier>https://doi.org/10.1000/x</identifier></dc></metadata></record></ListRecords>
</OAI-PMH>""",
    "endnote-xml": """<?xml version="1.0" encoding="UTF-8"?><xml><records><record><rec-number>7</rec-number>
<ref-type name="Journal Article">17</ref-type><contributors><authors><author>
<style face="normal">Doe, J</style></author></authors></contributors><titles><title><style>Über </style>
<style face="italic">A</style></title><secondary-title><style>Things</style></secondary-title></titles>
<pages>11-19</pages><dates><year>2001</year></dates></record>
<record><ref-type name="Book">6</ref-type><titles><title>B</title></titles></record></records></xml>""",
    "crossref-xml": """<doi_records><doi_record><crossref><journal><journal_metadata language="en"><full_title>Things
</full_title><issn>1234-5679</issn></journal_metadata><journal_issue><publication_date><year>2001</year>
</publication_date></journal_issue><journal_article><titles><title>Über <i>A</i></title></titles><contributors>
<person_name contributor_role="author"><given_name>J</given_name><surname>Doe</surname></person_name></contributors>
<doi_data><doi>10.1000/x</doi></doi_data></journal_article></journal></crossref></doi_record></doi_records>""",
    "datacite-xml": """<?xml version="1.0"?><resource xmlns="http://datacite.org/schema/kernel-4"><identifier
identifierType="DOI">10.1000/x</identifier><creators><creator><creatorName>Doe, J</creatorName></creator></creators>
<titles><title>Über A</title></titles><publisher>P</publisher><publicationYear>2001</publicationYear>
<resourceType resourceTypeGeneral="Dataset"/></resource>""",
    "mods-xml": """<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods ID="doe"><titleInfo><nonSort>The</nonSort>
<title>Über A</title></titleInfo><name type="personal"><namePart type="given">J</namePart><namePart type="family">Doe
</namePart><role><roleTerm>author</roleTerm></role></name><originInfo><dateIssued>2001-02</dateIssued></originInfo>
<relatedItem type="host"><titleInfo><title>Things</title></titleInfo></relatedItem></mods></modsCollection>""",
    "zotero-rdf": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:bib="http://purl.org/bib#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:foaf="http://xmlns.com/foaf/0.1/">
<bib:Article rdf:about="#i1"><z:itemType>journalArticle</z:itemType><dcterms:isPartOf rdf:resource="urn:issn:1"/>
<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Doe</foaf:surname><foaf:givenName>J</foaf:givenName>
</foaf:Person></rdf:li></rdf:Seq></bib:authors><dc:title>Über A</dc:title><dc:date>2001-02</dc:date></bib:Article>
<bib:Journal rdf:about="urn:issn:1"><dc:title>Things</dc:title></bib:Journal></rdf:RDF>""",
    "rdf-xml": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:bibo="http://purl.org/ontology/bibo/" xmlns:dcterms="http://purl.org/dc/terms/">
<bibo:Article rdf:about="https://example.org/8"><dcterms:title>Über A</dcterms:title><dcterms:creator rdf:nodeID="n1"/>
<dcterms:isPartOf rdf:resource="#j"/><dcterms:issued>2001-02</dcterms:issued></bibo:Article>
<bibo:Journal rdf:about="#j"><dcterms:title>Things</dcterms:title></bibo:Journal>
<foaf:Person rdf:nodeID="n1"><foaf:givenName>J</foaf:givenName><foaf:familyName>Doe</foaf:familyName></foaf:Person>
</rdf:RDF>""",
    "html-meta": """<!doctype html><html><head><meta name="citation_title" content="&Uuml;ber A">
<meta name="citation_author" content="Lee, Ann"><meta name=citation_publication_date content="2001/05/01">
<meta name="citation_doi" content="10.1000/7"><meta name="citation_pdf_url" content="https://example.org/7.pdf">
<script>no()</script></head><body><p>x</body></html>""",
}


def _head(page: str, lines: int) -> str:
    return "".join((_PAGES / page).read_text("utf-8").splitlines(keepends=True)[:lines])


PAGE_FORMS = {
    "result-page": _head("iclr-2019-search.txt", 22),
    "explorer-page": _head("cvpr-2016-explorer.txt", 28),
    "arxiv-listing": _head("arxiv-listing.txt", 7).partition("An exploration bonus")[0],
    "plain-text": "Of Rare Birds\n\nAda Quill, Bo Weiss\n\nAbstract\n" + "We count birds. " * 20
                  + "\n\n1 Introduction\nMore of them be-\nlow.\fPage two.\n\nReferences\n[1] Nobody.",
}  # fmt: skip


def small_pdf(pages: int = 1) -> bytes:
    """A PDF with a title, a name and some lines on each page, the same bytes each time."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1, pageCompression=0)
    canvas.setTitle("Of Rare Birds")
    for number in range(1, pages + 1):
        canvas.setFont("Times-Bold", 18)
        canvas.drawString(60, 760, "Of Rare Birds and Others")
        canvas.setFont("Times-Roman", 10)
        for row, text in enumerate(("Ada Quill and Bo Weiss", "Abstract", "We count birds, and be-", "lieve in them.")):
            canvas.drawString(60, 720 - 14 * row, f"{text} {number}" if row > 1 else text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


VALID: dict[str, bytes] = {
    **{name: text.encode() for name, text in (TEXT_FORMS | XML_FORMS | PAGE_FORMS).items()},
    "pdf": small_pdf(),
}
"""A valid source of every form, by its parser's name."""
