"""Formulas in text: which become MathML, which stay text, and that nothing else comes out of them."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch_api.maths import maths, maths_in_html

TEX = st.lists(
    st.sampled_from(
        [*"abn01 $^_{}&<>\"'", r"\frac", r"\sqrt", r"\text{", r"\href{javascript:x}", r"\begin{matrix}", r"\\",
         r"\left(", r"\right)", "$$", r"\$", r"\class{", r"\color{red}",
         "<script>", "</math>", r"\mathbb{R}", r"\undefined"]
    ),
    max_size=24,
).map("".join)  # fmt: skip


class Seen(HTMLParser):
    """The names of elements and attributes of a text, and its characters."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("tex", [r"$O(n \log n)$", r"$\mathbb{R}^{d}$", "$$x^2$$", r"$\sum_{i=1}^{n} x_i < \epsilon$"])
def test_a_formula_becomes_mathml(tex: str) -> None:
    html = maths(f"before {tex} after")
    assert html.startswith("before <math ")
    assert html.endswith("</math> after")
    assert "$" not in html


@pytest.mark.parametrize(
    "text",
    ["It costs $5 and $6.", r"It costs \$5 \$", "US$ 5 or US$ 6", "$", "$$", "$ x $", r"$\nobodyknows{x}$", r"$\frac$",
     r"$\begin{matrix} a$", "$" + "x" * 700 + "$"],
)  # fmt: skip
def test_what_is_no_formula_stays_text(text: str) -> None:
    assert Seen(maths(text)).elements == set()
    assert Seen(maths(text)).text == text


@pytest.mark.parametrize(
    ("tex", "read"),
    [(r"\arg\min_x f", "argminxf"), (r"\argmax f", "argmaxf"), (r"\nicefrac{1}{2}", "12"),
     (r"\ensuremath{\alpha}", "α"), (r"\Tr A", "TrA")],
)  # fmt: skip
def test_commands_that_abstracts_use_are_read(tex: str, read: str) -> None:
    seen = Seen(maths(f"${tex}$"))
    assert "math" in seen.elements
    assert "".join(seen.text.split()) == read


def test_text_without_a_dollar_is_only_escaped() -> None:
    assert maths("a < b & c") == "a &lt; b &amp; c"


def test_marks_around_a_formula_are_kept() -> None:
    html = maths_in_html("<mark>graphs</mark> of $a &lt; b$ &amp; more")
    assert html.startswith("<mark>graphs</mark> of <math ")
    assert html.endswith("</math> &amp; more")
    assert "<mo>&lt;</mo>" in html


def test_a_formula_with_a_mark_inside_stays_text() -> None:
    assert maths_in_html("$a <mark>b</mark>$") == "$a <mark>b</mark>$"


@given(TEX)
def test_only_elements_of_mathml_come_out(tex: str) -> None:
    seen = Seen(maths(f"x ${tex}$ y"))
    assert all(name.startswith("m") or name == "none" for name in seen.elements), seen.elements
    assert not seen.attributes & {"href", "style", "class", "id"}
    assert not any(name.startswith("on") for name in seen.attributes)
    assert "script" not in seen.elements
