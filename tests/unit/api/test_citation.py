"""A paper as a BibTeX entry: its type and fields, and that no text can break out of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.paper import Author, Keyword, KeywordSource, Paper, PaperType, Venue, paper_to_json
from papersearch_api.formats import Heading
from papersearch_api.formats.bibtex import biblatex, bibtex, papers_to_bibtex
from papersearch_api.formats.keys import citation_key

RESNET = Paper(
    "p_aaaaaaaaaaaa",
    title="Deep Residual Learning",
    authors=(Author("Kaiming He"), Author("Jian Sun")),
    venue=Venue("cvpr", "CVPR"),
    year=2016,
    ids={"arxiv": "1512.03385", "doi": "10.1109/CVPR.2016.90"},
    links={"html": "https://arxiv.org/abs/1512.03385"},
)


def fields(entry: str) -> dict[str, str]:
    """The fields of an entry, read by counting every brace, as BibTeX does."""
    body = entry[entry.index(",") :]
    found = {}
    for match in re.finditer(r",\n  (\w+) = \{", body):
        depth, at = 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(body[at], 0)
            at += 1
        found[match.group(1)] = body[match.end() : at - 1]
    return found


def authors(*names: Author) -> str:
    return fields(bibtex(Paper("p_a", title="x", authors=names)))["author"]


def test_an_entry_has_all_that_a_citation_needs() -> None:
    entry = bibtex(RESNET)
    assert entry.startswith("@inproceedings{he2016deep-aaaa,\n")
    assert fields(entry) == {
        "title": "Deep Residual Learning",
        "author": "Kaiming He and Jian Sun",
        "booktitle": "CVPR",
        "year": "2016",
        "doi": "10.1109/CVPR.2016.90",
        "eprint": "1512.03385",
        "archiveprefix": "arXiv",
        "eprinttype": "arXiv",
        "url": "https://arxiv.org/abs/1512.03385",
    }


@pytest.mark.parametrize(
    ("kind", "in_bibtex", "in_biblatex", "container"),
    [
        (PaperType.JOURNAL_ARTICLE, "article", "article", "journal"),
        (PaperType.CONFERENCE_PAPER, "inproceedings", "inproceedings", "booktitle"),
        (PaperType.CHAPTER, "incollection", "incollection", "booktitle"),
        (PaperType.BOOK, "book", "book", "series"),
        (PaperType.THESIS, "phdthesis", "thesis", "series"),
        (PaperType.REPORT, "techreport", "report", "series"),
        (PaperType.ARTICLE, "misc", "online", "howpublished"),
        (PaperType.DATASET, "misc", "dataset", "howpublished"),
    ],
)
def test_the_type_decides_the_entry(kind: PaperType, in_bibtex: str, in_biblatex: str, container: str) -> None:
    paper = Paper("p_a", type=kind, title="x", container="Things", venue=Venue("t", "T"))
    assert bibtex(paper).startswith(f"@{in_bibtex}{{")
    assert biblatex(paper).startswith(f"@{in_biblatex}{{")
    assert fields(bibtex(paper))[container] == "Things"


@pytest.mark.parametrize(
    ("paper", "kind"),
    [
        (Paper("p_a", title="x", journal_ref="Nature 1"), "article"),
        (Paper("p_a", title="x", volume="3", venue=Venue("nature", "Nature")), "article"),
        (Paper("p_a", title="x", venue=Venue("iclr", "ICLR")), "inproceedings"),
        (Paper("p_a", title="x"), "misc"),
    ],
)
def test_without_a_type_the_other_members_decide(paper: Paper, kind: str) -> None:
    assert bibtex(paper).startswith(f"@{kind}{{")


def test_the_publication_is_complete() -> None:
    paper = Paper(
        "p_a", type=PaperType.JOURNAL_ARTICLE, title="x", container="Acta", venue=Venue("a", "A."), volume="12",
        issue="3", pages="11-19", publisher="House", issn=("1234-5679",), year=2001, month=3, day=4, language="en",
        abstract="Half is 50%.", ids={"pmid": "7"},
        keywords=(Keyword("one, two", KeywordSource.AUTHOR), Keyword("ours", KeywordSource.EXTRACTED)),
    )  # fmt: skip
    entry = bibtex(paper)
    assert "  month = mar,\n" in entry
    assert fields(entry) == {
        "title": "x", "journal": "Acta", "volume": "12", "number": "3", "pages": "11--19", "publisher": "House",
        "year": "2001", "day": "4", "issn": "1234-5679", "language": "en", "pmid": "7", "keywords": "{one, two}",
        "abstract": r"Half is 50\%.",
    }  # fmt: skip
    assert fields(biblatex(paper))["date"] == "2001-03-04"
    assert fields(biblatex(paper))["journaltitle"] == "Acta"


@pytest.mark.parametrize(
    ("author", "written"),
    [
        (Author("Ellis P. Farrow Jr.", given="Ellis P.", family="Farrow", suffix="Jr."), "Farrow, Jr., Ellis P."),
        (Author("Winston H. Gale III"), "Gale, III, Winston H."),
        (Author("Farrow, Ellis P., Jr."), "Farrow, Jr., Ellis P."),
        (Author("Dan van der Berg", given="Dan", family="van der Berg"), "van der Berg, Dan"),
        (Author("Dan van der Berg"), "Dan van der Berg"),
        (Author("Bureau of Odd Names", literal="Bureau of Odd Names"), "{Bureau of Odd Names}"),
        (Author("ATLAS Collaboration"), "{ATLAS Collaboration}"),
        (Author("Ink and Paper Group"), "{Ink and Paper Group}"),
        (Author("Rand and Company Friends", family="Rand and Company", given="F."), "{Rand and Company}, F."),
        (Author("Smith, Co", literal="Smith, Co"), "{Smith, Co}"),
        (Author("others"), "{others}"),
        (Author("Ana Lucia", family="Ana Lucia"), "{Ana Lucia}"),
        (Author("王小明"), "王小明"),
    ],
)
def test_names_are_written_so_that_bibtex_reads_them_right(author: Author, written: str) -> None:
    assert authors(author) == written


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Deep GANs with BERT-like X-rays", "Deep {GANs} with {BERT}-like {X}-rays"),
        ("A study of Gaussian noise: The last one", "A study of {Gaussian} noise: The last one"),
        ("A Study of Gaussian Noise", "A Study of Gaussian Noise"),
        ("ON THE ORIGIN OF MANY THINGS", "ON THE ORIGIN OF MANY THINGS"),
        ("Sorting in $O(n)$ and $n^2$ Steps", "Sorting in {$O(n)$} and $n^2$ Steps"),
        ("Sets written {x : x > 0", r"Sets written {\textbraceleft}x : x {\textgreater} 0"),
        (r"100% of R&D for $5_000 \x", r"100\% of {R}\&{D} for \$5\_000 {\textbackslash}x"),
        (r"Sets $\{a : b\}$ stay", r"Sets $\{a : b\}$ stay"),
        ("Dashes -- and ''signs''", "Dashes -{}- and '{}'signs'{}'"),
        (r"Or ${a\}$", r"Or \${\textbraceleft}a{\textbackslash}{\textbraceright}\$"),
        (r"Odd $\left\{ x$ stay", r"Odd \${\textbackslash}left{\textbackslash}{\textbraceleft} x\$ stay"),
    ],
)  # fmt: skip
def test_titles_keep_their_capitals_and_their_braces_even(title: str, written: str) -> None:
    assert fields(bibtex(Paper("p_a", title=title)))["title"] == written


def test_the_sources_own_key_is_kept_where_it_can_be_used() -> None:
    assert citation_key(Paper("p_a", title="Title", citation_key="DBLP:conf/x/He16")) == "DBLP:conf/x/He16"
    assert citation_key(Paper("p_abcdef", title="Title", citation_key="a key, with {")) == "title-abcd"


def test_a_key_is_ascii_or_the_id() -> None:
    assert citation_key(Paper("p_a", title="Über Gräben", authors=(Author("Jürgen Groß"),), year=2001)) == (
        "gross2001uber-a"
    )
    assert citation_key(Paper("p_a", title="论文检索", authors=(Author("王小明"),))) == "p_a"


def test_a_key_does_not_depend_on_the_other_papers_of_a_file() -> None:
    twin = Paper("p_bbbbbbbbbbbb", title=RESNET.title, authors=RESNET.authors, year=2016)
    alone = re.findall(r"@\w+\{(.+),", "".join(papers_to_bibtex([paper_to_json(RESNET)], Heading())))
    both = re.findall(r"@\w+\{(.+),", "".join(papers_to_bibtex(map(paper_to_json, (twin, RESNET)), Heading())))
    assert both == ["he2016deep-bbbb", *alone]


def test_no_file_has_a_key_twice_whatever_its_case() -> None:
    papers = [Paper(f"p_{number:012}", title="x", citation_key=key) for number, key in enumerate(("k1", "K1", "k1"))]
    keys = re.findall(r"@\w+\{(.+),", "".join(papers_to_bibtex(map(paper_to_json, papers), Heading())))
    assert keys[0] == "k1"
    assert len({key.lower() for key in keys}) == 3


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("{}$\\%&_ #~"), max_size=60))
def test_no_text_breaks_out_of_its_field(text: str) -> None:
    paper = Paper(
        "p_a", title=text, authors=(Author(text), Author("x", family=text, given=text)), journal_ref=text,
        container=text, year=1999, ids={"doi": text}, abstract=text, keywords=(Keyword(text, KeywordSource.AUTHOR),),
        citation_key=text,
    )  # fmt: skip
    for entry in (bibtex(paper), biblatex(paper)):
        assert entry.count("{") == entry.count("}")
    assert fields(bibtex(paper)).get("year") == "1999"
