"""Author names: one key for each, and every form under which a query finds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.naming.names import author_forms, author_key, author_query_form, split_name


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
        ("King Jr., Martin Luther", ("martin", "luther"), ("king",)),
        ("Martin Luther King, Jr.", ("martin", "luther"), ("king",)),
        ("Henry Louis Gates III", ("henry", "louis"), ("gates",)),
        ("Gates III, Henry L.", ("henry", "l"), ("gates",)),
        ("Gates, Henry L., III", ("henry", "l"), ("gates",)),
        ("Beethoven, Ludwig van", ("ludwig",), ("van", "beethoven")),
        ("Maaten, L.J.P. van der", ("l", "j", "p"), ("van", "der", "maaten")),
        ("María de la Cruz", ("maria",), ("de", "la", "cruz")),
        ("de la Cruz, María José", ("maria", "jose"), ("de", "la", "cruz")),
        ("Tijl De Bie", ("tijl",), ("de", "bie")),
        ("Benjamin Van Durme", ("benjamin",), ("van", "durme")),
        ("Jacobus van 't Hoff", ("jacobus",), ("van", "t", "hoff")),
        ("Manfredo do Carmo", ("manfredo",), ("do", "carmo")),
        ("Muhammad ibn Musa al-Khwarizmi", ("muhammad", "ibn", "musa"), ("al", "khwarizmi")),
        ("David J.C. MacKay", ("david", "j", "c"), ("mackay",)),
        ("DJC MacKay", ("d", "j", "c"), ("mackay",)),
        ("MacKay, DJC", ("d", "j", "c"), ("mackay",)),
        ("Andrew NG", ("andrew",), ("ng",)),
        ("NG, Andrew", ("andrew",), ("ng",)),
        ("LI Wei", ("li",), ("wei",)),
        ("JR SMITH", ("jr",), ("smith",)),
        ("Bin Yu", ("bin",), ("yu",)),
        ("Wu, Di", ("di",), ("wu",)),
        ("Quoc V. Le", ("quoc", "v"), ("le",)),
        ("Søren Kierkegaard", ("soren",), ("kierkegaard",)),
        ("Ștefan Pîrvu-Îonescu", ("stefan",), ("pirvu", "ionescu")),
        ("Gabriel García Márquez", ("gabriel", "garcia"), ("marquez",)),
        ("山田 太郎", ("山", "田"), ("太", "郎")),
        ("김철수", ("김", "철"), ("수",)),
        ("Plato", (), ("plato",)),
        ("李明", ("李",), ("明",)),
        ("", (), ()),
    ],
)
def test_given_names_and_surname(name: str, given_names: tuple[str, ...], surname: tuple[str, ...]) -> None:
    assert split_name(name) == (given_names, surname)


@pytest.mark.parametrize(
    "names",
    [
        ("Laurens van der Maaten", "van der Maaten, Laurens", "Maaten, Laurens van der", "Laurens Van Der Maaten"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr.", "King Jr., Martin Luther", "King, Jr., Martin Luther"),
        ("María de la Cruz", "de la Cruz, María", "Maria De La Cruz", "Cruz, Maria de la"),
        ("David J. C. MacKay", "MacKay, David J.C.", "David JC MacKay", "MacKay, David J. C."),
        ("Gabriel García Márquez", "García Márquez, Gabriel", "Gabriel Garcia-Marquez"),
        ("Brendan O'Connor", "O’Connor, Brendan"),
        ("Shai Ben-David", "Ben David, Shai"),
        ("李明", "李 明"),
    ],
)
def test_the_forms_of_a_name_have_one_key(names: tuple[str, ...]) -> None:
    assert len({author_key(name) for name in names}) == 1


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
        ("Maaten, Laurens van der", "van_der_maaten_l"),
        ("Jacobus van 't Hoff", "hoff_j"),
        ("Xiao Di Li", "li_xd"),
        ("Xiao Di Li", "li_x"),
        ("DJC MacKay", "mackay_djc"),
        ("King Jr., Martin Luther", "king_ml"),
        ("Martin Luther King Jr.", "King Jr., Martin Luther"),
        ("Gabriel García Márquez", "garcia marquez, gabriel"),
        ("Gabriel García Márquez", "garcía"),
        ("Nguyễn Văn Anh", "nguyen van anh"),
        ("김철수", "김철수"),
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


@given(
    st.lists(
        st.sampled_from(["Yann", "le", "De", "van", "DJC", "MF", "NG", "LI", "a", "B", "Jr", "III", "ten", "X"]),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([" ", "  "]),
)
def test_short_way_of_plain_names_gives_what_the_long_way_does(parts: list[str], gap: str) -> None:
    sent_the_long_way = split_name(gap.join(parts) + ".")
    assert split_name(gap.join(parts)) == sent_the_long_way


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Yann LeCun", {"yann", "lecun", "lecun_y", "yann lecun", "lecun yann"}),
        ("Y. LeCun", {"y", "lecun", "lecun_y", "y lecun", "lecun y"}),
        ("LeCun", {"lecun"}),
    ],
)
def test_forms_of_a_short_name(name: str, forms: set[str]) -> None:
    assert author_forms(name) == forms


def test_forms_of_a_name_without_end_are_few() -> None:
    forms = author_forms(" ".join(f"word{number}" for number in range(3_000)))
    assert max(len(form) for form in forms if "_" in form) < 100
