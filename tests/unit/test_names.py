"""Author names: one key for each, and every form under which a query finds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.names import author_forms, author_key, author_query_form, split_name


@pytest.mark.parametrize(
    ("name", "given_names", "surname"),
    [
        ("Yann LeCun", ("yann",), ("lecun",)),
        ("LeCun, Yann", ("yann",), ("lecun",)),
        ("Laurens van der Maaten", ("laurens",), ("van", "der", "maaten")),
        ("van der Maaten, L.J.P.", ("l", "j", "p"), ("van", "der", "maaten")),
        ("Shai Ben-David", ("shai",), ("ben", "david")),
        ("Conan O'Brien", ("conan",), ("o", "brien")),
        ("Martin Luther King Jr.", ("martin", "luther"), ("king",)),
        ("King, Martin Luther, Jr.", ("martin", "luther"), ("king",)),
        ("Plato", (), ("plato",)),
        ("李明", ("李",), ("明",)),
        ("", (), ()),
    ],
)
def test_given_names_and_surname(name: str, given_names: tuple[str, ...], surname: tuple[str, ...]) -> None:
    assert split_name(name) == (given_names, surname)


def test_both_orders_have_one_key() -> None:
    assert author_key("LeCun, Yann") == author_key("Yann LeCun") == "yann lecun"
    assert author_key("Marc Mézard") == author_key("marc mezard")


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Yann LeCun", "lecun"),
        ("Yann LeCun", "lecun_y"),
        ("Yann LeCun", "Y. LeCun"),
        ("Yann LeCun", "LeCun, Y"),
        ("Yann LeCun", "lecun y"),
        ("Yann LeCun", "lecun, yann"),
        ("Yann LeCun", "lecun yann"),
        ("Yann LeCun", "lecun_yann"),
        ("Yann LeCun", "Yann A. LeCun"),
        ("Geoffrey Everest Hinton", "hinton_ge"),
        ("Geoffrey Everest Hinton", "hinton_g_e"),
        ("Geoffrey Everest Hinton", "geoffrey hinton"),
        ("Geoffrey E. Hinton", "geoffrey hinton"),
        ("Laurens van der Maaten", "van der Maaten"),
        ("Laurens van der Maaten", "maaten"),
        ("Laurens van der Maaten", "maaten_l"),
        ("Laurens van der Maaten", "van_der_maaten_l"),
        ("Laurens van der Maaten", "van der maaten, laurens"),
        ("Laurens van der Maaten", "L. van der Maaten"),
        ("Adrian Del Maestro", "del_maestro"),
        ("Shai Ben-David", "ben-david"),
        ("Shai Ben-David", "ben david, s"),
        ("Y-Lan Boureau", "boureau_yl"),
        ("Jean-Baptiste Alayrac", "jean-baptiste alayrac"),
        ("Marc Mézard", "MEZARD_M"),
        ("李明", "李明"),
    ],
)
def test_query_finds_name(name: str, query: str) -> None:
    assert author_query_form(query) in author_forms(name)


@pytest.mark.parametrize(
    ("name", "query"),
    [("Yann LeCun", "lecun_z"), ("Yann LeCun", "john lecun"), ("Y. LeCun", "yann lecun"), ("Li Wang", "wang_li_x")],
)
def test_query_does_not_find_other_name(name: str, query: str) -> None:
    assert author_query_form(query) not in author_forms(name)


@given(st.text(max_size=40))
def test_any_text_is_read(name: str) -> None:
    assert author_key(author_key(name)) == author_key(name)
    author_query_form(name)
    author_forms(name)


def test_forms_of_a_name_without_end_are_few() -> None:
    forms = author_forms(" ".join(f"word{number}" for number in range(3_000)))
    assert max(len(form) for form in forms if "_" in form) < 100
