"""BibTeX, RIS, nbib, Web of Science and tables: what each field becomes, and what a broken record costs."""

import pytest

from papersearch.errors import SourceError
from papersearch.paper import TldrSource
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.author_names import given_first, split_names
from papersearch_ingest.parsers.lines.bibtex_text import readable
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.parsers.people import family_first
from papersearch_ingest.parsers.registry import parser_named
from papersearch_ingest.parsers.source import Sample, Source
from papersearch_ingest.parsers.text_stream import BLOCK_BYTES, text_blocks, text_lines
from papersearch_ingest.parsers.values import split_keywords, title_says_retracted
from papersearch_ingest.sources.reading import read_source


def read(data: str | bytes, **options) -> list[Record | Reject]:
    return list(read_source(data.encode() if isinstance(data, str) else data, "x.txt", **options).items)


def titles(items) -> list[str | None]:
    return [item.title if isinstance(item, Record) else None for item in items]


BIB = r"""
% a remark
@string{press = "Some Press"}
@article{one,
  author = {M{\"u}ller, J{\'o}zef and {van der} Waals, Johannes and King, Jr., M. L. and
            {Barnes and Noble, Inc.} and others},
  title = {A {T}itle with $x_2$~--- and \textit{style}},
  journal = "J. of " # press, year = 2019, month = jan, note = {To appear},
  keywords = {first thing, second thing}, url = {https://x.example/a\_b~c}, DOI = {https://doi.org/10.1000/A_B},
  title = {Another}, mine = {kept},
}
@inproceedings(two, title = {Second}, author = "Stra{\ss}e, A and Ødegård, \AA{}se", crossref = {vol})
@misc{three, title={Third}, eprint={1706.03762v5}, archivePrefix={arXiv}, date={2017-06-12}, author={A. Vaswani}}
@proceedings{vol, title = {Proc. of X}, year = 2001}
"""


def test_bibtex_fields():
    one, two, three, vol = read(BIB)
    assert one.title == "A Title with x₂ — and style"
    assert one.authors == ("Józef Müller", "Johannes van der Waals", "M. L. King Jr.", "Barnes and Noble, Inc.")
    assert (one.venue, one.year, one.comments) == ("J. of Some Press", 2019, "To appear")
    assert one.keywords == ("first thing", "second thing")
    assert one.ids == {"doi": "10.1000/a_b"}
    assert one.links["html"] == "https://x.example/a_b~c"
    assert one.extra["mine"] == "kept"
    assert one.extra["repeated"] == {"title": ["Another"]}
    assert one.extra["has_more_authors"] is True
    assert (one.line, one.raw[:12]) == (4, "@article{one")
    assert two.authors == ("A Straße", "Åse Ødegård")
    assert (two.venue, two.year) == ("Proc. of X", 2001)
    assert (three.ids, three.year) == ({"arxiv": "1706.03762"}, 2017)
    assert vol.extra["type"] == "proceedings"


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"{\'E}cole d'{\'e}t{\'e}", "École d'été"),
        (r"\v{S}imon {\v{C}}apek", "Šimon Čapek"),
        (r"Erd{\H o}s and {\L}ukasz", "Erdős and Łukasz"),
        (r"{\~n}and{\'u}", "ñandú"),
        (r"na{\"\i}ve", "naïve"),
        (r"AT{\&}T 100{\%}", "AT&T 100%"),
        (r"a{\textless}b", "a<b"),
        ("{{Nested} {{Braces}}}", "Nested Braces"),
        ("pages 1--2", "pages 1–2"),
        (r"\url{x}", "x"),
        ("plain", "plain"),
        (r"{\textbraceleft}x : {GAN} -{}- a--b", "{x : GAN -- a–b"),
    ],
)
def test_tex_becomes_unicode(tex, text):
    assert readable(tex) == text


@pytest.mark.parametrize(
    "broken",
    [
        "@article{x, title = {never closed,",
        '@article{x, title = "never closed,}',
        "@article{x, title {no sign}}",
        "@article{x, title = }, year",
        "@article{x, = {no name}}",
        "@article{x",
    ],
)
def test_broken_entry_rejects_only_itself(broken):
    items = read(
        f"@misc{{a, title = {{First}}}}\n{broken}\n@misc{{b, title = {{Second}}}}\n@misc{{c, title={{Third}}}}\n"
    )
    assert [title for title in titles(items) if title] == ["First", "Second", "Third"]
    (reject,) = (item for item in items if isinstance(item, Reject))
    assert reject.line == 2
    assert reject.reason


def test_cut_off_entry_is_a_reject():
    first, second = read("@misc{a, title = {First}}\n\n@misc{b, title = {Sec")
    assert isinstance(second, Reject)
    assert (second.line, "cut off" in second.reason) == (3, True)
    assert first.title == "First"


def test_fields_without_an_entry_are_a_reject():
    first, stray = read("@misc{a, title = {First}}\n title = {Stray}, year = 2000 }\n")
    assert first.title == "First"
    assert "no entry" in stray.reason


def test_comments_are_no_entries():
    text = "@comment{jabref-meta: {x}}\n@preamble{ {\\x} }\n% @misc{no, title={No}}\n@misc{a, title={Yes}}\na@b.example"
    assert titles(read(text)) == ["Yes"]


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ("journal={arXiv preprint arXiv:1706.03762}", {"arxiv": "1706.03762"}),
        ("journal={CoRR}, volume={abs/1706.03762}", {"arxiv": "1706.03762"}),
        ("url={https://aclanthology.org/P18-1001}", {"acl": "P18-1001"}),
        ("url={https://openreview.net/forum?id=B1VZqjAcYX}", {"openreview": "B1VZqjAcYX"}),
        ("pmid={123}, pmcid={PMC5}", {"pmid": "123", "pmcid": "PMC5"}),
        ("eprint={99}, eprinttype={pubmed}", {"pmid": "99"}),
        ("doi={10.1000/a\\_b}", {"doi": "10.1000/a_b"}),
    ],
)
def test_bibtex_identifiers(fields, ids):
    (record,) = read(f"@article{{k, title={{T}}, {fields}}}")
    assert record.ids == ids


RIS = """1.
TY  - CONF
TI  - A title that
 goes on
AU  - Doe, Jane Q.
A1  - Toparlar,Y.
AU  - Toparlar,Y.
PY  - 2019/05/07/
T2  - Proc. of X
JF  - Journal of Y
KW  - one
KW  - two; three
DO  - doi:10.1000/ABC
UR  - https://x.example/p
L1  - https://x.example/p.pdf
ZZ  - odd
AB  - An <i>abstract</i>.
ER  -\x20

TY  - JOUR
T1  - RETRACTED: Second
JF  - Journal of Y
Y1  - 2001//
AN  - PMID: 42
ER  -
"""


def test_ris_fields():
    first, second = read(RIS)
    assert first.title == "A title that goes on"
    assert first.authors == ("Jane Q. Doe", "Y. Toparlar")
    assert (first.venue, first.year, first.keywords) == ("Proc. of X", 2019, ("one", "two", "three"))
    assert first.ids == {"doi": "10.1000/abc"}
    assert first.links == {"html": "https://x.example/p", "pdf": "https://x.example/p.pdf"}
    assert first.abstract == "An abstract."
    assert first.extra["ZZ"] == ["odd"]
    assert (first.line, second.line) == (2, 20)
    assert (second.venue, second.year, second.is_retracted, second.ids) == ("Journal of Y", 2001, True, {"pmid": "42"})


def test_ris_record_without_end_is_read_and_lines_without_a_beginning_are_a_reject():
    items = read("TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nER  - \nTI  - lost\nER  - \nTY  - JOUR\nTI  - cut\n")
    assert titles(items) == ["A", "B", None, "cut"]
    assert [item.line for item in items] == [1, 3, 6, 8]


NBIB = """PMID- 7
OWN - NLM
TI  - [A translated title
      over two lines].
FAU - Müller, Jan A
AU  - Muller JA
AB  - One
      two.
CN  - The Group
FAU - Roe, R
JT  - Journal of Z
DP  - 2018 Apr
PT  - Retracted Publication
OT  - *word
MH  - Humans
AID - 10.1000/x [doi]
PMC - PMC9

PMID- 8
TI  - Second
AU  - Brinjikji W
"""


def test_nbib_fields():
    first, second = read(NBIB)
    assert first.title == "A translated title over two lines"
    assert first.authors == ("Jan A Müller", "The Group", "R Roe")
    assert (first.abstract, first.venue, first.year) == ("One two.", "Journal of Z", 2018)
    assert first.ids == {"doi": "10.1000/x", "pmid": "7", "pmcid": "PMC9"}
    assert first.is_retracted
    assert (first.keywords, first.extra["MH"]) == (("word",), ["Humans"])
    assert (second.line, second.authors) == (19, ("W Brinjikji",))


WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Doe, J
   Roe, R
AF Doe, Jane
   Roe, Richard
TI A title
   over two lines
SO JOURNAL OF X
DE one thing; another
ID PLUS
AB Abs.
CR A 1999
PY 2004
DI 10.1000/x
UT WOS:1
ER

PT J
TI Second
ER
EF
"""


def test_wos_fields():
    first, second = read(WOS)
    assert (first.title, first.authors) == ("A title over two lines", ("Jane Doe", "Richard Roe"))
    assert (first.venue, first.year, first.keywords) == ("Journal of X", 2004, ("one thing", "another"))
    assert first.ids == {"doi": "10.1000/x", "wos": "WOS:1"}
    assert first.extra["ID"] == ["PLUS"]
    assert (first.line, second.line, second.title) == (3, 20, "Second")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_table_with_every_delimiter(delimiter):
    names = [
        "EID",
        "Document Title",
        "Authors",
        "Publication Year",
        "Source title",
        "DOI",
        "Abstract",
        "Author Keywords",
    ]
    cells = ["7", f'"A {delimiter} ""title"""', '"Doe, J.; Roe, R."', "2019", "J", "10.1000/x", '"One\ntwo."', '"a; b"']
    text = (
        delimiter.join(names) + "\r\n" + delimiter.join(cells) + "\r\n" + delimiter.join(["8", "B", *[""] * 6]) + "\r\n"
    )
    first, second = read(text)
    assert first.title == " ".join(f'A {delimiter} "title"'.split())
    assert first.authors == ("J. Doe", "R. Roe")
    assert (first.venue, first.year, first.ids) == ("J", 2019, {"doi": "10.1000/x"})
    assert (first.abstract, first.keywords, first.extra) == ("One two.", ("a", "b"), {"EID": "7"})
    assert (first.line, second.line, second.title) == (2, 4, "B")


def test_rows_that_do_not_fit_are_rejects():
    items = read('title,year\nA,2000\nB,2001,surplus\n"never closed,2002\nC,2003\nD')
    assert titles(items) == ["A", None, None, "C", None]
    assert [item.line for item in items] == [2, 3, 4, 5, 6]


def test_own_export_comes_back():
    text = "id,title,authors,tldr,tldr_source,doi\r\np_x,'=A title,Jane Doe; Bo Two Jr.,Short.,auto,10.1000/x\r\n"
    (record,) = read(text)
    assert (record.title, record.authors) == ("=A title", ("Jane Doe", "Bo Two Jr."))
    assert (record.tldr.text, record.tldr.source) == ("Short.", TldrSource.AUTO)


def test_table_without_telling_names_is_refused():
    with pytest.raises(SourceError, match="column names"):
        read("a,b\n1,2\n", parser_name="csv-table")
    assert parser_named("csv-table").score(Sample.of(b"Title of a story, with a comma\nand more\n")) == 0


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("Doe, Jane", "Jane Doe"),
        ("Doe,", "Doe"),
        (", Jane", "Jane"),
        ("Jane Doe", "Jane Doe"),
        ("King, M. L., Jr.", "M. L. King Jr."),
        ("de la Vega, María", "María de la Vega"),
    ],
)
def test_names_are_turned_round(name, turned):
    assert given_first(name) == turned


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("J. Smith, A. Doe and B. Roe", ("J. Smith", "A. Doe", "B. Roe")),
        ("Smith, J., Doe, A.", ("J. Smith", "A. Doe")),
        ("Smith, John and Doe, Ann", ("John Smith", "Ann Doe")),
        ("Smith, John; Doe, Ann", ("John Smith", "Ann Doe")),
        ("Jane Doe & John Roe", ("Jane Doe", "John Roe")),
        ("Ann One, Bo Two, Jr.", ("Ann One", "Bo Two Jr.")),
        ("Smith J., Doe A.", ("Smith J.", "Doe A.")),
        ("", ()),
    ],
)
def test_lists_of_names_are_split(text, names):
    assert split_names(text) == names


def test_short_names_of_pubmed_are_turned_round():
    assert family_first("van der Berg AB Jr").name == "AB van der Berg Jr"
    assert family_first("The Group of Seven").name == "The Group of Seven"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("a < b and c > d", "a < b and c > d"),
        ("<p>One</p><p>two</p>", "One two"),
        ("x<sup>2</sup> <mml:math><mml:mi>y</mml:mi></mml:math>", "x2 y"),
        ("&lt;i&gt;x&lt;/i&gt;", "x"),
        ("<title>Summary:</title>Text", "Text"),
        ("vector<int> stays", "vector<int> stays"),
        ("", None),
        (None, None),
    ],
)
def test_markup_is_taken_away(marked, plain):
    assert plain_text(marked) == plain


def test_keywords_are_split_at_one_kind_of_separator():
    assert split_keywords("a, b; c.") == ("a, b", "c")
    assert split_keywords("1,2-diol, x") == ("1,2-diol", "x")


@pytest.mark.parametrize(
    ("title", "is_retracted"),
    [("RETRACTED ARTICLE: X", True), ("[Retracted] X", True), ("Retracted articles in oncology", False), (None, False)],
)
def test_retracted_titles(title, is_retracted):
    assert title_says_retracted(title) is is_retracted


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_streamed_lines_are_the_sources_lines(end):
    lines = [f"Zeile {number} ü" + "x" * (number % 90) for number in range(40_000)]
    source = Source.from_bytes(end.join(lines).encode(), "x")
    assert len(source.read()) > 2 * BLOCK_BYTES
    assert [line.text for line in text_lines(source)] == lines
    assert [line.number for line in text_lines(source)] == list(range(1, len(lines) + 1))


def test_streamed_text_is_the_sources_text():
    data = b"\xef\xbb\xbf" + "ü€𝄞".encode() * 300_000 + b"\nM\xfcller\n" + b"x" * 10
    source = Source.from_bytes(data, "x")
    assert "".join(text_blocks(source)) == source.text
