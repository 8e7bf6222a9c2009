"""Sources that were misread once, each kind with its variants; and the real files of such reports, where they are.

The files are in the folder `cases` of the test data, one folder a report, whose README says what is right.
"""

from pathlib import Path

import pytest

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.parsers.lines.bibtex_text import readable
from papersearch_ingest.parsers.markup import plain_text
from papersearch_ingest.sources.reading import read_source
from papersearch_ingest.texts.cleaning import clean_text


def read(data: str | bytes, name: str = "x") -> list[Record | Reject]:
    return list(read_source(data.encode() if isinstance(data, str) else data, name).items)


def only(data: str | bytes) -> Record:
    (record,) = read(data)
    assert isinstance(record, Record), record
    return record


def bib(**fields: str) -> Record:
    return only("@article{k, " + ", ".join(f"{name} = {{{value}}}" for name, value in fields.items()) + "}")


# --- BibTeX and TeX


@pytest.mark.parametrize(
    ("name", "shown", "family"),
    [
        ("family=Berg, given=Ida, prefix=van den, useprefix=true", "Ida van den Berg", "van den Berg"),
        ("given=Ida, family=Berg", "Ida Berg", "Berg"),
        ("useprefix=true, prefix=van, family=Berg, given=Ida", "Ida van Berg", "van Berg"),
        ('family="Berg", given="Ida Maria"', "Ida Maria Berg", "Berg"),
        ("family={Berg, Jr}, given=Ida", "Ida Berg, Jr", "Berg, Jr"),
        ("family=Berg, given=Ida, given-i=I, suffix=III", "Ida Berg III", "Berg"),
        ("Ida van den Berg", "Ida van den Berg", "van den Berg"),
        ("{van den} Berg, Ida", "Ida van den Berg", "van den Berg"),
        ("Berg, Jr., Ida", "Ida Berg Jr.", "Berg"),
        (r"{\'E}mile Zola", "Émile Zola", "Zola"),
        ("Plato", "Plato", "Plato"),
    ],
)
def test_names_of_bibtex(name, shown, family):
    record = bib(title="T", author=f"{name} and Alm, Per")
    assert record.authors == (shown, "Per Alm")
    assert record.author_parts[0].family == family


def test_family_alone_is_an_organisation():
    (author,) = bib(title="T", author="family={Bureau of Odd Names}").author_parts
    assert (author.literal, author.family) == ("Bureau of Odd Names", None)


@pytest.mark.parametrize("name", ["{The Odd Bureau, Ltd.}", "{Bureau of {ODD} Names and Things}"])
def test_name_in_braces_is_an_organisation(name):
    record = bib(title="T", author=f"{name} and Alm, Per")
    assert record.author_parts[0].literal == record.authors[0] == readable(name)
    assert len(record.authors) == 2


def test_biblatex_titles_and_inheritance():
    items = read(
        "@xdata{base, publisher = {Odd Press}, xdata = {deep}}\n@xdata{deep, date = {2011-03}}\n"
        "@inbook{a, xdata = {base}, crossref = {vol}, title = {Own}, subtitle = {and more}, author = {Moor, Ida}}\n"
        "@book{vol, title = {The Volume}, editor = {Roe, R.}, isbn = {978-3-16-148410-0}, doi = {10.1000/vol}}\n"
        "@article{q, title = {Is it so?}, subtitle = {It is}, journaltitle = {J}, journalsubtitle = {Of Things}}\n"
    )
    own, volume, asked = items
    assert isinstance(own, Record)
    assert own.title == "Own: and more"
    assert (own.year, own.month, own.publisher, own.container) == (2011, 3, "Odd Press", "The Volume")
    assert own.editors[0].name == "R. Roe"
    assert own.isbn == ("9783161484100",)
    assert "doi" not in own.ids
    assert isinstance(volume, Record)
    assert volume.ids == {"doi": "10.1000/vol"}
    assert isinstance(asked, Record)
    assert (asked.title, asked.container) == ("Is it so? It is", "J: Of Things")


@pytest.mark.parametrize(
    "entry",
    [
        '@article(k, title = "Sets (open) and (closed)", year = 2003)',
        "@article(k, year = 2003, title = {Sets (open) and (closed)})",
        '@article(k, title = "Sets (open) " # "and (closed)", year = 2003)',
        '@article{k, title = "Sets (open) and (closed)", year = 2003}',
    ],
)
def test_brackets_in_an_entry_in_brackets(entry):
    first, second = read(f"{entry}\n@misc{{b, title = {{B}}}}\n")
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.title, first.year, second.title) == ("Sets (open) and (closed)", 2003, "B")


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"Nguy{\~{\^e}}n", "Nguyễn"),
        (r"Nguy\~{\^e}n", "Nguyễn"),
        (r"Nguy{\~\^e}n", "Nguyễn"),
        (r"Nguy\~\^en", "Nguyễn"),
        (r"Th{\'{\^{e}}}", "Thế"),
        (r"Tr{\`\u a}n", "Trằn"),
        (r"Ph{\d{\^o}}", "Phộ"),
        (r"H{\h{a}}i", "Hải"),
        (r"Gel{\cprime}fand", "Gel'fand"),
        (r"Gel\cprime fand", "Gel'fand"),
        (r"Zabczy{\polhk{a}}k", "Zabczyąk"),
        (r"{\Dbar}ur", "Đur"),
        (r"Dvo\soft{r}ak", "Dvořak"),
        (r"\ocirc{u}", "ů"),
        (r"4$^{th}$ and 2$^{\rm nd}$", "4th and 2nd"),
        (r"Sets {\textbraceleft}x : x > 0", "Sets {x : x > 0"),
        (r"Sets \{x\} and {\textbraceright}", "Sets {x} and }"),
        (r"for \ensuremath{\alpha} = 1", "for α = 1"),
        (r"The \proglang{R} package \pkg{odd}", "The R package odd"),
    ],
)
def test_letters_of_tex(tex, text):
    assert readable(tex) == text


def test_stacked_accents_in_any_text():
    assert clean_text(r"Nguy{\~{\^e}}n") == "Nguyễn"


# --- markup, encodings, placeholders


@pytest.mark.parametrize(
    "text",
    ["For a<b and c>d we see order.", "if x<i and j>k", "a<b>c", "p <p0 or q> 1", "n<sub n, m> o", "1<s but t>2"],
)
def test_inequality_is_no_tag(text):
    assert plain_text(text) == text
    assert bib(title="T", abstract=text).abstract == text


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("a<b>c</b>d", "acd"),
        ('<p class="x">One</p><p>two <i>three</i></p>', "One two three"),
        ("CO<sub>2</sub> &lt;i&gt;in&lt;/i&gt; air", "CO2 in air"),
        ('<ext-link xlink:href="https://x.example/?a=1" ext-link-type="uri">link</ext-link>', "link"),
        ("<jats:p>A <mml:math><mml:mi>x</mml:mi></mml:math></jats:p>", "A x"),
        ("line<br/>break", "line break"),
    ],
)
def test_tags_are_taken_away(marked, plain):
    assert plain_text(marked) == plain


PAGE = '<html><head><meta {}><meta name="citation_title" content="{}"><meta name="citation_date" content="2018"></head>'


@pytest.mark.parametrize(
    ("declared", "codec", "title"),
    [
        ("charset=gbk", "gbk", "图的检索"),
        ("http-equiv='Content-Type' content='text/html; charset=euc-kr'", "euc-kr", "검색의 연구"),
        ('charset="koi8-r"', "koi8-r", "Поиск текстов"),
        ("charset=big5", "big5", "檢索研究"),
        ("charset=iso-2022-jp", "iso-2022-jp", "検索の研究"),
        ("charset=utf-8", "utf-8", "Étude"),
        ("charset=gb2312", "utf-8", "图的检索研究"),
        ("charset=zip", "cp1252", "Étude"),
    ],
)
def test_pages_declare_their_encoding(declared, codec, title):
    assert only(PAGE.format(declared, title).encode(codec)).title == title


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ("% Encoding: windows-1251", "cp1251"),
        ("% Encoding: Cp1251", "cp1251"),
        ("% Encoding: KOI8_R", "koi8-r"),
        ("%% -*- coding: koi8-r -*-", "koi8-r"),
        ("%% Saved with string encoding Cyrillic (Windows)", "cp1251"),
        ("% Encoding: UTF-8", "utf-8"),
        ("% Encoding: windows-1251", "utf-8"),
    ],
)
def test_files_of_managers_declare_their_encoding(head, codec):
    text = f"{head}\n" + "".join(f"@misc{{k{n}, title = {{Поиск текстов {n}}}}}\n" for n in range(3))
    assert [item.title for item in read(text.encode(codec))] == [f"Поиск текстов {n}" for n in range(3)]


@pytest.mark.parametrize(
    "abstract", ["[No abstract available]", "No abstract available.", "Abstract not available", "N/A"]
)
def test_placeholder_is_no_abstract(abstract):
    assert bib(title="T", abstract=abstract).abstract is None


@pytest.mark.parametrize("author", ["[No author name available]", "No authors listed", "[Author not available]"])
def test_placeholder_is_no_author(author):
    record = only(f'Authors,Title,DOI\n"{author}; Doe, J.",T,10.1000/x\n')
    assert record.authors == ("J. Doe",)
    assert [part.name for part in record.author_parts] == ["J. Doe"]


def test_texts_that_only_look_like_placeholders_stay():
    record = bib(title="None of the above", abstract="No abstract nonsense is available here.", author="Noauthor, A.")
    assert (record.title, record.authors) == ("None of the above", ("A. Noauthor",))
    assert record.abstract == "No abstract nonsense is available here."


# --- identifiers


@pytest.mark.parametrize(
    ("note", "ids"),
    [
        ("{PMID:} 99000011", {"pmid": "99000011"}),
        ("PMID: 12; PMCID: PMC34", {"pmid": "12", "pmcid": "PMC34"}),
        ("PMID 12", {"pmid": "12"}),
        ("arXiv: 2304.00001v2", {"arxiv": "2304.00001"}),
        ("doi:10.1000/Y.", {"doi": "10.1000/y"}),
        ("To appear. PMID: 12", {"pmid": "12"}),
        ("Erratum of PMID: 12", {}),
        ("Submitted", {}),
    ],
)
def test_identifiers_in_notes(note, ids):
    assert bib(title="T", note=note).ids == ids
    plain = readable(note)
    assert only(f"TY  - JOUR\nTI  - T\nN1  - {plain}\nER  - \n").ids == ids


def test_a_field_goes_before_a_note():
    assert bib(title="T", note="PMID: 1", pmid="2").ids == {"pmid": "2"}


PUBMED = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>7</PMID><Article><Journal><Title>J</Title>
<JournalIssue><PubDate><Year>2004</Year></PubDate></JournalIssue></Journal>{}</Article></MedlineCitation>
</PubmedArticle></PubmedArticleSet>"""


def test_arxiv_id_in_pubmeds_location():
    xml = PUBMED.format('<ArticleTitle>T.</ArticleTitle><ELocationID EIdType="pii">arXiv:2304.00001v2</ELocationID>')
    assert only(xml).ids == {"pmid": "7", "arxiv": "2304.00001"}
    assert only("PMID- 7\nTI  - T.\nLID - arXiv:2304.00001v2 [pii]\nJT  - J\n").ids == {
        "pmid": "7",
        "arxiv": "2304.00001",
    }


@pytest.mark.parametrize(
    "source",
    [
        "PMID- 28754806\nJT  - J\nAU  - Doe J\nDP  - 2001\n",
        "TY  - JOUR\nDO  - 10.1000/x\nER  - \n",
        "@article{k, doi = {10.1000/x}}",
        '{"DOI": "10.1000/x", "deposited": {}, "indexed": {}}',
        "Title,DOI,Year\n,10.1000/x,2001\n",
    ],
)
def test_an_identifier_alone_is_no_paper(source):
    (item,) = read(source)
    assert isinstance(item, Reject)
    assert item.reason.startswith("Only ")
    assert item.reason.endswith("A paper needs a title or an abstract.")


# --- PubMed, ERIC


def test_misspelt_authors_are_left_out():
    authors = (
        '<Author ValidYN="N"><LastName>Ruis</LastName><ForeName>Ana</ForeName></Author>'
        "<Author><LastName>Ruiz</LastName><ForeName>Ana</ForeName><Suffix>Jr</Suffix></Author>"
        '<Author ValidYN="N"><CollectiveName>The Labb</CollectiveName></Author>'
        "<Author><CollectiveName>The Lab</CollectiveName></Author>"
    )
    record = only(PUBMED.format(f"<ArticleTitle>T.</ArticleTitle><AuthorList>{authors}</AuthorList>"))
    assert record.authors == ("Ana Ruiz Jr", "The Lab")


@pytest.mark.parametrize("title", ["[Not Available].", "[Not available]", "Not Available.", "[In Process Citation]."])
def test_article_without_an_english_title_has_its_own(title):
    xml = PUBMED.format(f"<ArticleTitle>{title}</ArticleTitle><VernacularTitle>Un titre.</VernacularTitle>")
    assert only(xml).title == "Un titre"
    assert only(f"PMID- 7\nTI  - {title}\nTT  - Un titre.\nJT  - J\n").title == "Un titre"
    (item,) = read(PUBMED.format(f"<ArticleTitle>{title}</ArticleTitle>"))
    assert isinstance(item, Reject)


BOOK = """<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>7</PMID><Book><Publisher><PublisherName>Odd Press
</PublisherName></Publisher><BookTitle>A book</BookTitle><PubDate><Year>2017</Year></PubDate>
<AuthorList Type="editors"><Author><LastName>Roe</LastName><ForeName>R</ForeName></Author></AuthorList>
<AuthorList Type="authors"><Author><LastName>Lund</LastName><ForeName>J</ForeName></Author></AuthorList></Book>{}
</BookDocument></PubmedBookArticle></PubmedArticleSet>"""


def test_books_of_pubmed():
    book = only(BOOK.format(""))
    assert (book.title, book.type, book.container, book.publisher) == ("A book", "book", None, "Odd Press")
    assert (book.authors, [each.name for each in book.editors]) == (("J Lund",), ["R Roe"])
    chapter = only(BOOK.format(
        '<ArticleTitle>A chapter</ArticleTitle><AuthorList Type="authors"><Author><LastName>Own</LastName></Author>'
        "</AuthorList>"))  # fmt: skip
    assert (chapter.title, chapter.type, chapter.container) == ("A chapter", "chapter", "A book")
    assert (chapter.authors, [each.name for each in chapter.editors]) == (("Own",), ["R Roe"])


def test_eric_has_no_numbers_and_full_names_of_its_own():
    first, second = read(
        "OWN - ERIC\nTI  - Counting by hand\nAU  - Lund, Jane\nJT  - Odd Schools\n"
        "SO  - v4 n2 spec iss p11-19 Apr 2016\nDP  - 2016\n"
        "OT  - Counting\nPT  - Journal Articles\nPT  - Reports - Research\n\n"
        "OWN - ERIC\nTI  - A thesis\nAU  - Moor, Ida\nJT  - ProQuest LLC\nDP  - 2017\n"
        "PT  - Dissertations/Theses - Doctoral Dissertations\n"
    )
    assert isinstance(first, Record)
    assert (first.authors, first.keywords, first.type) == (("Jane Lund",), ("Counting",), "article-journal")
    assert (first.container, first.volume, first.issue, first.pages) == ("Odd Schools", "4", "2", "11-19")
    assert isinstance(second, Record)
    assert (second.authors, second.type, second.publisher) == (("Ida Moor",), "thesis", "ProQuest LLC")
    assert (second.container, second.venue) == (None, None)
    (third,) = read(
        "OWN - ERIC\nTI  - A thesis\nJT  - ProQuest LLC\nSO  - Ed.D. Dissertation, Odd University\nDP  - 2017\n"
        "PT  - Dissertations/Theses - Doctoral Dissertations\n"
    )
    assert isinstance(third, Record)
    assert third.publisher == "Odd University"


def test_eric_without_owners():
    record = "TI  - {}\nAU  - Lund, Jane\nJT  - Odd Schools\nDP  - 2016\nAB  - One.\n\n      Two.\n\n"
    first, second = read(record.format("Counting") + record.format("Weighing"))
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.title, second.title, first.authors, first.abstract) == (
        "Counting", "Weighing", ("Jane Lund",), "One. Two.",
    )  # fmt: skip


# --- JATS, pages


@pytest.mark.parametrize(
    "group",
    [
        '<collab>The Group<xref ref-type="aff">1</xref></collab>',
        "<collab>The Group<contrib-group><contrib><name><surname>M</surname></name></contrib></contrib-group></collab>",
        "<collab><institution>The Group</institution>,</collab>",
        '<collab><named-content content-type="name">The Group</named-content><email>a@x.example</email></collab>',
        "<collab-alternatives><collab>The Group</collab></collab-alternatives>",
    ],
)
def test_group_authors_of_jats(group):
    record = only(
        "<article><front><journal-meta/><article-meta><title-group><article-title>T</article-title></title-group>"
        f"<contrib-group><contrib>{group}</contrib></contrib-group></article-meta></front></article>"
    )
    assert record.authors == ("The Group",)
    assert record.author_parts[0].literal == "The Group"


@pytest.mark.parametrize(
    "tags",
    [
        "DC.Creator.PersonalName|DC.Date.issued|DC.Identifier.DOI",
        "DC.creator|DCTERMS.issued|DC.identifier",
        "dc.creator.author|dc.date|dc.identifier.doi",
        "DC:creator|DC:date|DC:identifier",
    ],
)
def test_qualified_dublin_core(tags):
    creator, date, identifier = tags.split("|")
    record = only(
        '<html><head><meta name="DC.Title" content="T">'
        f'<meta name="{creator}" content="Jane Lund"><meta name="{creator}" content="Moor, Ida">'
        f'<meta name="DC.Date.modified" content="2019-01-01"><meta name="{date}" content="2013-05-01">'
        f'<meta name="DC.Identifier" content="77"><meta name="{identifier}" content="10.5555/ojs.77"></head></html>'
    )
    assert record.authors == ("Jane Lund", "Ida Moor")
    assert (record.year, record.month, record.ids) == (2013, 5, {"doi": "10.5555/ojs.77"})


def test_pages_say_their_type_and_numbers():
    record = only(
        '<html><head><meta name="citation_title" content="&lt;i&gt;T&lt;/i&gt; of CO&lt;sub&gt;2&lt;/sub&gt;">'
        '<meta name="citation_journal_title" content="J &amp;amp; K"><meta name="citation_volume" content="4">'
        '<meta name="citation_issue" content="2"><meta name="citation_firstpage" content="11">'
        '<meta name="citation_lastpage" content="19"><meta name="citation_issn" content="1234-5679">'
        '<meta name="citation_publisher" content="P"><meta name="citation_language" content="en">'
        '<meta name="citation_publication_date" content="2019/05/07">'
        '<meta name="citation_reference" content="citation_title=Cited; citation_author=Roe; citation_doi=10.1000/y">'
        "</head></html>"
    )
    assert (record.title, record.type, record.container) == ("T of CO2", "article-journal", "J & K")
    assert (record.volume, record.issue, record.pages, record.issn) == ("4", "2", "11-19", ("1234-5679",))
    assert (record.publisher, record.language, record.month, record.day) == ("P", "en", 5, 7)
    assert (record.references[0].title, record.references[0].ids) == ("Cited", {"doi": "10.1000/y"})


# --- RIS


def test_ris_authors_are_in_the_order_of_the_file():
    record = only("TY  - JOUR\nTI  - T\nAU  - Beta, Bo\nA1  - Alpha, Ann\nAU  - Gamma, Gil\nER  - \n")
    assert record.authors == ("Bo Beta", "Ann Alpha", "Gil Gamma")


@pytest.mark.parametrize("between", ["\ufeff", "\ufeff\r\n", "\n\n", "", " \n"])
def test_ris_records_end_where_the_next_begins(between):
    text = f"\ufeffTY  - JOUR\nTI  - One\n{between}TY  - JOUR\nTI  - Two\nER  - \n{between}TY  - JOUR\nTI  - Three\n"
    assert [item.title for item in read(text)] == ["One", "Two", "Three"]


@pytest.mark.parametrize(
    "line", ["ER - negative ones.", "ER  - negative ones.", "TY - pical ones.", "AU - thors and ones."]
)
def test_ris_wrapped_line_that_looks_like_a_tag(line):
    record = only(f"TY  - JOUR\nTI  - T\nAB  - We treat\n{line} The end.\nPY  - 2015\nER  - \n")
    assert record.abstract == f"We treat {' '.join(line.split())} The end."
    assert (record.year, record.authors) == (2015, ())


def test_ris_with_one_space_before_its_hyphens():
    assert [item.title for item in read("TY - JOUR\nTI - One\nER - \nTY - JOUR\nTI - Two\nPY - 2001\nER -\n")] == [
        "One",
        "Two",
    ]


# --- tables, JSON


@pytest.mark.parametrize(
    ("cell", "authors"),
    [
        ("Möller, Jens (57190000001); van Dyk, Anna B. (57190000002)", ("Jens Möller", "Anna B. van Dyk")),
        ("Möller J.; van Dyk A.B.", ("J. Möller", "A.B. van Dyk")),
        ("Doe, J. (Jr.)", ("J. (Jr.) Doe",)),
    ],
)
def test_names_of_scopus(cell, authors):
    assert only(f'"Author full names","Title","Year"\n"{cell}",T,2023\n').authors == authors


@pytest.mark.parametrize(
    "preface",
    [
        '"About the data: exported, on Mar 01; 2021"\n',
        "Exported from Odd Base\n\nQuery: quokka, wallaby\n\n",
        '"A","B","C"\n\n',
        "",
    ],
)
def test_table_after_a_preface(preface):
    record = only(f'{preface}"DOI","Title","PubYear","Authors"\n10.1000/x,T,2020,"Moor, Rita; Lund, John A."\n')
    assert (record.title, record.year, record.authors) == ("T", 2020, ("Rita Moor", "John A. Lund"))


def test_prose_with_commas_is_no_table():
    text = "A file has a title, authors, year, abstract and a long explanation of what else may be said about it.\n"
    for source in (text * 3, f"Preface\n\n{text}"):
        with pytest.raises(SourceError):
            read(source)


def test_tables_of_pubmed_and_web_of_science():
    record = only('PMID,Title,Authors,Journal/Book,Publication Year\n12,T,"Doe J, van Dyk AB.",J,2019\n')
    assert record.authors == ("J Doe", "AB van Dyk")
    record = only("Publication Type,Author Full Names,Article Title,Source Title,Start Page,End Page,Publication Year,"
                  'Publication Date\nC,"Doe, Jane",T,J,11,19,2019,MAY 7\n')  # fmt: skip
    assert (record.type, record.pages, record.month, record.day) == ("paper-conference", "11-19", 5, 7)


@pytest.mark.parametrize("members", ['"abstract": "<jats:p>One.</jats:p>"', '"issued": {"date-parts": [[2019]]}'])
def test_crossref_line_with_few_members(members):
    value = f'{{"DOI": "10.1000/x", "title": ["T"], {members}}}'
    reading = read_source(f"{value}\n{value}\n".encode(), "x")
    assert reading.parser.name == "crossref-json"
    assert [item.title for item in reading.items] == ["T", "T"]


def test_crossref_with_selected_members():
    value = (
        '{"message-type": "work-list", "message-version": "1.0.0", "message": {"items": [{"DOI": "10.1000/x", '
        '"title": ["T"], "published": {"date-parts": [[2019, 5]]}, "abstract": "<jats:p>One.</jats:p>"}]}}'
    )
    reading = read_source(value.encode(), "x")
    (record,) = reading.items
    assert reading.parser.name == "crossref-json"
    assert isinstance(record, Record)
    assert (record.year, record.abstract) == (2019, "One.")


# --- the real files


WHOLE = {
    "biblatex-name-parts/names.bib": ["authors:Rosa von Sommer|Jan van Dalen|Per Alm"],
    "biblatex-title-parts/parts.bib": ["title:Subtitled: the quagga way", "venue:Proc. of Xdata"],
    "bibtex-brackets-in-round-entry/round.bib": ["title:Sorting (and more) by hand"],
    "crossref-selected-members/works.json": ["abstract:To see whether selecting hurts."],
    "datacite-json/work.json": ["authors:Jane Lund|Bureau of Odd Names"],
    "datacite-json/plain.json": ["authors:Richard Moor"],
    "declared-charset/page.html": ["title:基于图的检索研究"],
    "declared-charset/sjis.html": ["title:検索の研究"],
    "declared-charset/manager.bib": ["title:Ссылка из старого менеджера"],
    "dublin-core-qualified/ojs.html": ["authors:Jane Lund|Richard Moor"],
    "endnote-xml/library.xml": ["title:Pouches of Macropus"],
    "eric-nbib/eric.nbib": ["authors:Jane Lund|Richard A. Moor"],
    "identifiers-in-notes/notes.bib": ["pmid:99000011", "pmid:99000012"],
    "inequality-read-as-tag/text.bib": ["abstract:For a<b and c>d we see order."],
    "jats-group-authors/group.xml": ["authors:Ada Lund|Wide Reef Group"],
    "markup-in-page-titles/wings.html": ["title:Wings of Drosophila and CO2"],
    "mathscinet-letters/reviews.bib": ["authors:Ilya M. Gel'fand|Olek Zabczyąk"],
    "placeholder-values/scopus.csv": ["authors:", "abstract:None"],
    "pubmed-book-authors/book.xml": ["authors:Jane Lund|Richard Moor"],
    "pubmed-misspelt-authors/article.xml": ["authors:Ana María Ruiz Jr"],
    "pubmed-not-available-title/old.xml": ["title:Un titre de jadis"],
    "ris-author-tags-in-order/mixed.ris": ["authors:Ann Alpha|Bo Beta|Gil Gamma"],
    "ris-record-borders/joined.ris": ["title:First of the first file", "year:2002", "year:2003", "year:2004"],
    "ris-wrapped-lines-like-tags/wrapped.ris": ["year:2015"],
    "scopus-full-names/scopus.csv": ["authors:Jens Möller|Anna B. van Dyk"],
    "stacked-accents/names.bib": ["authors:Văn Đô Nguyễn", "authors:Thắng Nguyễn", "authors:Hàn Thế Thành"],
    "table-with-preface/dimensions.csv": ["authors:Rita Moor|John A. Lund"],
}
"""A file of the test data -> one fact of each of its records, all of which have to be read."""


@pytest.mark.data
@pytest.mark.parametrize("name", WHOLE)
def test_reported_file_is_read_as_its_report_says(data_dir: Path, name: str) -> None:
    path = data_dir / "cases" / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    records = list(read_source(path, path.name).items)
    assert all(isinstance(record, Record) for record in records), records
    facts = [record for record in records if isinstance(record, Record)]
    assert len(facts) == len(WHOLE[name])
    for record, fact in zip(facts, WHOLE[name], strict=True):
        field, _, value = fact.partition(":")
        said = "|".join(record.authors) if field == "authors" else record.ids.get(field) or getattr(record, field, None)
        assert str(said) == value


DATACITE = {
    "work.json": ("A table of quokka sightings", 2021, ("quokkas",), "Sightings of quokkas, by island and month.",
                  "dataset", "Odd Archive", "10.5555/zen.7"),
    "plain.json": ("A thesis on wombats", 2018, (), None, "thesis", "Odd University", "10.5555/zen.8"),
}  # fmt: skip
"""A file of the case `datacite-json` -> title, year, keywords, abstract, type, publisher and DOI of its record."""


@pytest.mark.data
@pytest.mark.parametrize("name", DATACITE)
def test_datacite_is_read_whole(data_dir: Path, name: str) -> None:
    (record,) = read_source(data_dir / "cases/datacite-json" / name, name).items
    assert isinstance(record, Record)
    said = (record.title, record.year, record.keywords, record.abstract, record.type, record.publisher)
    assert (*said, record.ids["doi"]) == DATACITE[name]


# --- what the cases have in other spellings


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"Na{\u\i}mark", "Naĭmark"), (r"Na\u{\i}mark", "Naĭmark"), (r"Na\u\i mark", "Naĭmark"), (r"{\v\j}", "ǰ"),
        (r"{\cyr Ivanov} of {\germ g}", "Ivanov of g"), (r"$L\sp 2$ and $x\sb{10}$", "L² and x₁₀"),
        (r"${\bf R}\sp n$", "Rⁿ"), (r"$\Bbb{R}\sp3$", "R³"), (r"$\germ g$", "g"), (r"$\spadesuit$", r"$\spadesuit$"),
    ],
)  # fmt: skip
def test_tex_of_mathscinet(tex, text):
    assert clean_text(tex) == text


def test_address_in_howpublished_is_an_identifier():
    record = only("@misc{a, title = {T}, howpublished = {\\url{https://arxiv.org/abs/2001.00002}}}")
    assert (record.ids, record.links["html"]) == ({"arxiv": "2001.00002"}, "https://arxiv.org/abs/2001.00002")


def test_footnotes_of_a_title_are_no_part_of_it():
    record = only(
        "<article><front><journal-meta/><article-meta><title-group><article-title>Of quolls<xref ref-type='fn'>*</xref>"
        "</article-title><subtitle>and more<fn><p>Funded.</p></fn></subtitle></title-group></article-meta></front>"
        "</article>"
    )
    assert record.title == "Of quolls: and more"


def test_dublin_core_of_a_journal_system():
    record = only(
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><metadata><oai_dc:dc '
        'xmlns:oai_dc="o" xmlns:dc="d"><dc:title>T</dc:title>'
        "<dc:source>Odd Things; Vol. 4 No. 2 (2019): A; 11-19</dc:source>"
        "<dc:source>1234-5679</dc:source></oai_dc:dc></metadata></record></ListRecords></OAI-PMH>"
    )
    assert (record.container, record.venue, record.volume, record.issue) == ("Odd Things", "Odd Things", "4", "2")
    assert (record.pages, record.issn) == ("11-19", ("1234-5679",))


def test_roles_of_mods_in_other_languages():
    name = "<name><namePart>{0}</namePart><role><roleTerm type='text'>{1}</roleTerm></role></name>"
    people = name.format("Lund, Jane", "Verfasserin") + name.format("Moor, Ida", "Herausgeber")
    record = only(f"<mods><titleInfo><title>T</title></titleInfo>{people}</mods>")
    assert (record.authors, [each.name for each in record.editors]) == (("Jane Lund",), ["Ida Moor"])


def test_version_of_software_is_its_edition():
    assert only("@software{a, title = {T}, version = {1.2}}").edition == "1.2"
    assert only("@article{a, title = {T}, version = {1.2}}").edition is None


def test_pages_that_escape_names_twice():
    record = only(
        '<html><head><meta name="citation_title" content="T"><meta name="citation_author" content="O&amp;#39;Neil, J">'
        '<meta name="citation_keywords" content="Salt &amp;amp; sea; ice"></head></html>'
    )
    assert (record.authors, record.keywords) == (("J O'Neil",), ("Salt & sea", "ice"))


@pytest.mark.parametrize(
    "names",
    [
        ("bepress_citation_title", "bepress_citation_author", "bepress_citation_date", "bepress_citation_journal_title",
         "bepress_citation_doi", "bepress_citation_firstpage"),
        ("eprints.title", "eprints.creators_name", "eprints.date", "eprints.publication", "eprints.id_number",
         "eprints.pagerange"),
    ],
)  # fmt: skip
def test_pages_of_repositories(names):
    values = ("T", "Lund, Jane", "2012/03/04", "J", "10.5555/x", "11")
    tags = "".join(f'<meta name="{n}" content="{v}">' for n, v in zip(names, values, strict=True))
    record = only(f"<html><head>{tags}</head></html>")
    assert (record.title, record.authors, record.container, record.ids) == (
        "T", ("Jane Lund",), "J", {"doi": "10.5555/x"},
    )  # fmt: skip
    assert (record.year, record.month, record.day, record.pages) == (2012, 3, 4, "11")
