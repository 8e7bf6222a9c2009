"""The quick ways of the BibTeX writer say what the closer looks say, whatever the text is."""

from hypothesis import example, given
from hypothesis import strategies as st

from papersearch.paper import Author, Paper
from papersearch_api.formats.bibtex import bibtex
from papersearch_api.formats.tex import closely_protected, escaped, one_line, quickly_protected

WORDS = (
    *(
        "A",
        "B",
        "a",
        "the",
        "deep",
        "Deep",
        "Learning",
        "networks",
        "BERT",
        "mT5",
        "4You",
        "2019",
        "3D",
        "Über",
        "naïve",
    ),
    *("R&D", "$x^2$", "C++", "it's", "x--y", "``q''", ":", "foo:", "(B)", "multi-Task", "", "_", "\t", "…"),
)
SIGNS = "ab-'` \\{}$%&#_~^<>|\x00\x7f\u00a0\u2028é\ud800"
NAMES = (
    *(
        "Ann",
        "ann",
        "and",
        "And",
        "AND",
        "others",
        "Others",
        "van",
        "der",
        "Berg",
        "Jr.",
        "III",
        "O'Neil",
        "J.",
        "J.-P.",
    ),
    *("Ng", "É", "Čech", "Š", "x--y", "R&D", "-", "Anders", "Lund,", "de la", "Team", "Ma  Li", "University"),
)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join))
@example("B cells In The Wild")
@example("'Quoted First Words")
@example("A BERT Model")
@example("deep Learning: The way of networks")
def test_a_title_is_protected_quickly_as_it_is_closely(title: str) -> None:
    assert quickly_protected(title) in {None, closely_protected(title)}


@given(
    st.sampled_from(["Deep Learning of Plain Titles", "Deep learning of plain titles", "BERT for the 3D World of mT5"])
)
def test_most_titles_take_the_quick_way(title: str) -> None:
    assert quickly_protected(title) is not None


@given(st.text(SIGNS, max_size=12), st.text(SIGNS, max_size=12))
def test_a_long_text_is_escaped_as_its_parts_are(first: str, second: str) -> None:
    """Letters between keep the parts apart: what is plain as a whole is plain in each part."""
    long = "letters" * 20
    whole = escaped(f"{first}x{long}x{second}")
    if "$" not in first + second:
        assert whole == one_line(f"{escaped(first + 'x')}{long}{escaped('x' + second)}")


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=1, max_size=3)
)
def test_names_together_are_written_as_each_alone(names: list[tuple[str, str, str]]) -> None:
    """`{x}` alone is never quick, so an odd name beside makes all others take the closer look."""
    people = tuple(Author("x", family=family, given=f"{given} {other}") for family, given, other in names)
    odd = Author("x", family="de la Odd", given="Name")
    written = [*filter(None, [authors_of(people)]), "de la Odd, Name"]  # of dashes alone nothing is written
    assert authors_of((*people, odd)) == " and ".join(written)


def authors_of(people: tuple[Author, ...]) -> str:
    entry = bibtex(Paper("p_aaaaaaaaaaaa", title="T", authors=people))
    line = next((line for line in entry.splitlines() if "author = " in line), "{}")
    return line.split("{", 1)[1].rstrip(",").removesuffix("}")
