"""The XML parsers on what sources do wrong, and on what hostile ones try."""

import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.registry import parser_named
from papersearch_ingest.parsers.source import Source
from papersearch_ingest.parsers.xml.pieces import Piece, pieces
from papersearch_ingest.parsers.xml.values import split_names, text_of
from papersearch_ingest.sources.reading import read_source

PARSERS = tuple(map(parser_named, (
    "acl-xml", "arxiv-atom", "arxiv-oai", "dblp-xml", "html-meta", "jats-xml", "plain-text", "pubmed-xml",
)))  # fmt: skip
ARTICLE = '<article key="journals/x/A"><author>Ann Lee</author><title>Paper {0}.</title><year>2001</year></article>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def dblp(*articles: str, head: str = "") -> bytes:
    return f"{head}<dblp>\n{chr(10).join(articles)}\n</dblp>".encode()


def parsed(data: bytes, name: str = "x.xml") -> list[Record | Reject]:
    return list(read_source(data, name).items)


def titles(items: list[Record | Reject]) -> list[str | None]:
    return [item.title for item in items if isinstance(item, Record)]


def reasons(items: list[Record | Reject]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Reject)]


def test_line_and_raw_text_are_those_of_the_source():
    _, second = parsed(dblp(ARTICLE.format(1), ARTICLE.format(2)))
    assert (second.line, second.raw) == (3, ARTICLE.format(2))


def test_broken_record_is_one_reject_and_the_next_is_read():
    broken = '<article key="journals/x/B"><title>Bro<i>ken</title></article>'
    items = parsed(dblp(ARTICLE.format(1), broken, ARTICLE.format(3)))
    assert titles(items) == ["Paper 1", "Paper 3"]
    assert "no well-formed XML" in reasons(items)[0]
    assert items[1].line == 3


def test_record_that_is_not_closed_does_not_swallow_the_next():
    items = parsed(dblp('<article key="journals/x/C"><title>Open', ARTICLE.format(2)))
    assert titles(items) == ["Paper 2"]
    assert reasons(items) == ["This <article> is not closed."]


def test_truncated_source_keeps_what_came_before():
    data = dblp(ARTICLE.format(1), ARTICLE.format(2))
    items = parsed(data[: data.rindex(b"<year>")])
    assert titles(items) == ["Paper 1"]
    assert "ends within" in reasons(items)[0]


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso-8859-1", "windows-1252"]
)
def test_encodings(encoding):
    declared = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>' + dblp(ARTICLE.format("Ærø")).decode()
    data = text.encode(encoding)
    assert titles(list(parser_named("dblp-xml").parse(Source.from_bytes(data, "x")))) == ["Paper Ærø"]


def test_latin_1_in_a_source_that_says_utf_8_is_read_line_by_line():
    data = b'<?xml version="1.0" encoding="utf-8"?>' + dblp(ARTICLE.format("é")).replace("é".encode(), b"\xe9")
    assert titles(parsed(data)) == ["Paper é"]


def test_a_declaration_cannot_ask_for_a_codec_that_unpacks():
    head = '<?xml version="1.0" encoding="zlib_codec"?>'
    assert titles(parsed(dblp(ARTICLE.format(1), head=head))) == ["Paper 1"]


def test_named_characters_come_from_our_table_and_other_entities_from_nowhere(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("do not tell")
    head = f'<!DOCTYPE dblp [<!ENTITY own SYSTEM "file://{secret}"><!ENTITY % p "x">%p;]>'
    items = parsed(dblp(ARTICLE.format("&eacute;"), ARTICLE.format("&own;"), ARTICLE.format("&amp; 3"), head=head))
    assert titles(items) == ["Paper é", "Paper & 3"]
    assert reasons(items) == ["The entity &own; has no meaning here: a source cannot define any."]
    assert "do not tell" not in str(items)


def test_billion_laughs_are_never_laughed():
    head = f'<!DOCTYPE dblp [<!ENTITY l0 "ha">{LAUGHS}]>'
    tracemalloc.start()
    items = parsed(dblp(ARTICLE.format("&l11;"), ARTICLE.format(2), head=head))
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()
    assert (titles(items), len(reasons(items))) == (["Paper 2"], 1)


def test_entity_in_an_attribute_is_refused_too():
    items = parsed(dblp(ARTICLE.format(1).replace('key="', 'a="&l9;" key="')))
    assert "&l9;" in reasons(items)[0]


def test_comments_and_cdata_hide_tags():
    items = parsed(dblp("<!-- <article> -->", ARTICLE.format("<![CDATA[</article> & <b>]]>")))
    assert titles(items) == ["Paper </article> & <b>"]


def test_forbidden_characters_are_dropped():
    items = list(
        parser_named("dblp-xml").parse(Source.from_bytes(dblp(ARTICLE.format("o\0n\x0be&#0;&#x1;&#xFFFF;")), "x"))
    )
    assert titles(items) == ["Paper one"]


@pytest.mark.parametrize("sign", ["\0", "\x1f", "\ufffe", "\uffff"])
def test_each_forbidden_character_is_dropped_where_there_is_no_other(sign):
    items = list(parser_named("dblp-xml").parse(Source.from_bytes(dblp(ARTICLE.format(f"o{sign}né")), "x")))
    assert titles(items) == ["Paper oné"]


def test_bare_ampersand_is_taken_as_it_is_meant():
    assert titles(parsed(dblp(ARTICLE.format("R&D & more")))) == ["Paper R&D & more"]


def test_deep_nesting_is_a_reject():
    deep = "<i>" * 5_000 + "x" + "</i>" * 5_000
    assert "no well-formed XML" in reasons(parsed(dblp(ARTICLE.format(deep))))[0]


def test_huge_attribute_and_huge_record_stay_within_bounds():
    items = parsed(dblp(ARTICLE.format(1).replace('key="', f'a="{"x" * 11_000_000}" key="'), ARTICLE.format(2)))
    assert titles(items)[-1] == "Paper 2"


def test_record_beyond_the_limit_is_dropped(monkeypatch):
    monkeypatch.setattr("papersearch_ingest.parsers.xml.pieces.LONGEST_RECORD", 1_000_000)
    items = parsed(dblp(ARTICLE.format("x" * 3_000_000), ARTICLE.format(2)))
    assert titles(items) == ["Paper 2"]
    assert reasons(items) == ["This is too long to be read as one piece."]


@pytest.mark.slow
def test_memory_is_flat():
    article = ARTICLE.format("y" * 1000).encode()

    class Endless(io.RawIOBase):
        left = 20_000

        def readable(self):
            return True

        def readinto(self, buffer):
            if self.left <= 0:
                return 0
            data = (article * (len(buffer) // len(article) + 1))[: len(buffer) // len(article) * len(article)]
            self.left -= len(data) // len(article)
            buffer[: len(data)] = data
            return len(data)

    source = Source("x", lambda: io.BufferedReader(Endless(), 1 << 18))
    tracemalloc.start()
    count = sum(isinstance(item, Record) for item in parser_named("dblp-xml").parse(source))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count >= 20_000
    assert peak < 8_000_000


def test_proceedings_and_home_pages_are_no_papers():
    others = (
        '<proceedings key="conf/x/2001"><title>P</title></proceedings><www key="homepages/1"><title>H</title></www>'
    )
    assert parsed(dblp(others)) == []


def test_acl_year_and_id_come_from_the_collection_where_the_paper_has_none():
    data = b"""<collection id="W97"><volume id="1">
      <meta><booktitle>Fifth Workshop on Very Large Things</booktitle></meta>
      <frontmatter><url>W97-0100</url></frontmatter>
      <paper id="2"><title>On <fixed-case>VLT</fixed-case>s with <tex-math>x_2</tex-math></title>
      <author><last>Zhou</last><first>Qi</first></author><retracted date="2020-01-01">An error.</retracted></paper>
      </volume></collection>"""
    (record,) = parsed(data)
    assert (record.title, record.year, record.ids) == ("On VLTs with x₂", 1997, {"acl": "W97-0102"})
    assert (record.authors, record.is_retracted, record.comments) == (("Qi Zhou",), True, "An error.")
    assert record.venue == "Fifth Workshop on Very Large Things"
    assert record.links == {"html": "https://aclanthology.org/W97-0102/"}


def test_atom_error_is_a_reject():
    feed = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/api/errors#x</id>
      <title>Error</title><summary>incorrect id format</summary></entry></feed>"""
    assert reasons(parsed(feed)) == ["arXiv answered with an error: incorrect id format"]


OAI = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header{1}>
<identifier>oai:x:1</identifier></header>{0}</record></ListRecords></OAI-PMH>"""


def test_oai_raw_and_dublin_core():
    raw = """<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>0704.0001</id>
      <version version="v1"><date>Mon, 2 Apr 2007 19:18:42 GMT</date></version>
      <version version="v2"><date>2009</date></version>
      <title>A Title</title><authors>A. One (Here, There), B. Two and C. van Three</authors>
      <categories>cs.LG stat.ML</categories><abstract>Text.</abstract></arXivRaw></metadata>"""
    (record,) = parsed(OAI.format(raw, "").encode())
    assert (record.authors, record.year) == (("A. One", "B. Two", "C. van Three"), 2007)
    core = """<metadata><oai_dc:dc xmlns:oai_dc="o" xmlns:dc="d"><dc:title>T</dc:title><dc:creator>Lee, Ann</dc:creator>
      <dc:date>2011-05-06</dc:date><dc:identifier>https://doi.org/10.1000/5</dc:identifier><dc:subject>maps</dc:subject>
      </oai_dc:dc></metadata>"""
    (record,) = parsed(OAI.format(core, "").encode())
    assert (record.authors, record.year, record.ids) == (("Ann Lee",), 2011, {"doi": "10.1000/5"})
    assert record.keywords == ("maps",)


def test_oai_deleted_records_are_none_and_errors_are_the_sources():
    assert parsed(OAI.format("", ' status="deleted"').encode()) == []
    error = b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="%s">x</error></OAI-PMH>'
    assert parsed(error % b"noRecordsMatch") == []
    with pytest.raises(SourceError, match="badArgument"):
        parsed(error % b"badArgument")


def test_page_with_citation_tags():
    page = b"""<!doctype html><html><head><meta name="citation_title" content="Caf&eacute; &amp; Co">
      <meta name="citation_author" content="Lovelace, Ada"><meta name="citation_author" content="Bo Bee">
      <meta name=citation_publication_date content="2017/05/01"><meta name="citation_doi" content="10.1000/7">
      <meta name="citation_pdf_url" content="https://example.org/7.pdf"><script>evil()</script></head><body><p>x"""
    (record,) = parsed(page, "x.html")
    assert (record.title, record.authors, record.year) == ("Café & Co", ("Ada Lovelace", "Bo Bee"), 2017)
    assert (record.ids["doi"], record.links["pdf"]) == ("10.1000/7", "https://example.org/7.pdf")


@pytest.mark.parametrize("text", ["Dear all,\nplease find the abstract attached.\n", "<p>Abstract</p>", "a,b\n1,2\n",
                                  "Abstract\nwords " * 3, "Notes\n\nAbstract art is fine. " * 20])  # fmt: skip
def test_prose_is_not_taken_for_a_paper(text):
    with pytest.raises(SourceError):
        read_source(text.encode(), "x.txt")


def test_plain_text_of_a_paper():
    text = (
        "Of Rare Birds\n\nAda Quill, Bo Weiss\n\nAbstract\n"
        + "We count birds. " * 20
        + "\n\n1 Introduction\nMore.\fPage two."
    )
    (record,) = parsed(text.encode(), "birds.txt")
    assert (record.title, record.authors) == ("Of Rare Birds", ("Ada Quill", "Bo Weiss"))
    assert record.abstract.startswith("We count birds.")
    assert record.full_text.split("\f")[1] == "Page two."


def test_names_in_one_string():
    assert split_names("A. B. One (X (Y), Z), C. Two, Jr. & D. Three") == ["A. B. One", "C. Two Jr.", "D. Three"]


SNIPPETS = st.sampled_from(
    """<dblp>|</dblp>|<article |key="journals/x/1"|>|<title>|</title>|</article>|<!--|-->|<![CDATA[|]]>|<!DOCTYPE x [|]>
    |&l1;|&eacute;|&#0;|<paper id='1'>|</paper>|<collection id='P18'>|<volume id='1'>|<meta>|</meta>|<entry>|</entry>
    |<record>|</record>|<metadata>|<dc>|</dc>|</metadata>|<arXiv>|<a:b>|<?x|?>|<PubmedArticle>|</PubmedArticle>|<front>
    |<MedlineCitation>|<Article>|<year>|19|é|\0|<|"|'|Abstract|<meta name='citation_title' content='|'>""".split("|")  # noqa: SIM905 - it would be a page long
)


@settings(settings.get_profile("fuzz"))
@given(st.lists(SNIPPETS | st.text(max_size=12), max_size=60).map("".join))
def test_no_text_crashes_a_parser(text):
    check_all(text.encode("utf-8", "surrogatepass"))


@settings(settings.get_profile("fuzz"))
@given(st.binary(max_size=400))
def test_no_bytes_crash_a_parser(data):
    check_all(b"<dblp>" + data)


def check_all(data: bytes) -> None:
    for parser in PARSERS:
        try:
            items = list(parser.parse(Source.from_bytes(data, "x")))
        except SourceError:
            continue
        for item in items:
            assert isinstance(item, Record | Reject)
            assert item.line >= 0


@settings(settings.get_profile("fuzz"))
@given(st.lists(st.sampled_from(["<a>1</a>", "<a><a>2</a></a>", "<b/>", "text", "<!-- <a> -->", "\n"]), max_size=20),
       st.integers(1, 9))  # fmt: skip
def test_pieces_do_not_depend_on_where_the_source_is_cut(parts, size):
    data = "".join(parts).encode()

    class Slow(io.BytesIO):
        def read(self, count=-1):
            return super().read(size)

    whole = list(pieces(Source.from_bytes(data, "x"), ("a",), nesting=("a",)))
    cut = list(pieces(Source("x", lambda: Slow(data)), ("a",), nesting=("a",)))
    assert cut == whole
    assert all(isinstance(piece, Piece) for piece in whole)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("A <b>b <i>c</i>\n d</b> e", "A b c d e"),
        ("CO<sub>2</sub> <b>in <title>air</title></b>", "CO₂ in air"),
        ("a<b>b</b><fn>note</fn>c", "abc"),
        ("a<b><skipped>b</skipped></b>c", "ac"),
    ],
)
def test_text_of_an_element_is_all_inside_it_and_nothing_behind_it(inside, text):
    element = etree.fromstring(f"<paper><title>{inside}</title> behind</paper>")[0]
    assert text_of(element, frozenset({"skipped"})) == text
