"""A paper as BibTeX: what stands in the entry, and that no text can break out of it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from papersearch.paper import Author, Paper, Venue
from papersearch_api.formats.citation import bibtex, citation_key

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
    """The fields of an entry, read by counting braces."""
    body = entry[entry.index(",") :]
    found = {}
    for match in re.finditer(r",\n  (\w+) = \{", body):
        depth, at = 1, match.end()
        while depth:
            if body[at] == "\\":
                at += 2
                continue
            depth += {"{": 1, "}": -1}.get(body[at], 0)
            at += 1
        found[match.group(1)] = body[match.end() : at - 1]
    return found


def test_an_entry_has_all_that_a_citation_needs() -> None:
    entry = bibtex(RESNET)
    assert entry.startswith("@inproceedings{he2016deep,\n")
    assert fields(entry) == {
        "title": "{Deep Residual Learning}",
        "author": "Kaiming He and Jian Sun",
        "booktitle": "CVPR",
        "year": "2016",
        "doi": "10.1109/CVPR.2016.90",
        "eprint": "1512.03385",
        "archiveprefix": "arXiv",
        "url": "https://arxiv.org/abs/1512.03385",
    }


def test_signs_of_tex_are_escaped_and_formulas_are_not() -> None:
    entry = fields(bibtex(Paper("p_a", title=r"100% of R&D in $O(n^2)$ for $5_000 {and} C:\x")))
    assert entry["title"] == r"{100\% of R\&D in $O(n^2)$ for \$5\_000 \{and\} C:\textbackslash{}x}"


def test_a_name_with_and_in_it_stays_one_name() -> None:
    assert fields(bibtex(Paper("p_a", title="x", authors=(Author("Ink and Paper Group"),))))["author"] == (
        "{Ink and Paper Group}"
    )


def test_a_journal_makes_an_article_and_nothing_makes_misc() -> None:
    assert bibtex(Paper("p_a", title="x", journal_ref="Nature 1")).startswith("@article{")
    assert bibtex(Paper("p_a", title="x")).startswith("@misc{p_a,")


def test_a_key_is_ascii_or_the_id() -> None:
    assert citation_key(Paper("p_a", title="Über Gräben", authors=(Author("Jürgen Groß"),), year=2001)) == (
        "gross2001uber"
    )
    assert citation_key(Paper("p_a", title="论文检索", authors=(Author("王小明"),))) == "p_a"


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("{}$\\%&_"), max_size=60))
def test_no_text_breaks_out_of_its_field(text: str) -> None:
    paper = Paper("p_a", title=text, authors=(Author(text),), journal_ref=text, year=1999, ids={"doi": text})
    assert fields(bibtex(paper)).get("year") == "1999"
