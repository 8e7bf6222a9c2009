import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.text import fold, index_text, is_unspaced, long_words, stem, tag_key, word_spans, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Mézard", "mezard"),
        ("Me\u0301zard", "mezard"),
        ("Straße", "strasse"),
        ("Łódź Ørsted œuvre", "lodz orsted oeuvre"),
        ("İstanbul ısı", "istanbul isi"),
        ("½", "1/2"),
        ("Ⅳ", "iv"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("التعلّم العَمِيق", "التعلم العميق"),
        ("قـــرأ", "قرأ"),
        ("آلة مؤتمر", "آلة مؤتمر"),
        ("שָׁלוֹם", "שלום"),
        ("בְּרֵאשִׁ֖ית", "בראשית"),
        ("ذٰلِكَ", "ذلك"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("input/output input-output", ["input", "output", "input", "output"]),
        ("CIFAR10, C++", ["cifar10", "c"]),
        ("深度学习", ["深", "度", "学", "习"]),
        ("x²=L₂", ["x2", "l2"]),
        ("เชิงลึก", ["เ", "ชิ", "ง", "ลึ", "ก"]),
        ("ຮຽນຮູ້ a1", ["ຮ", "ຽ", "ນ", "ຮູ້", "a1"]),
        ("រៀនGPU", ["រៀ", "ន", "gpu"]),
        ("မြန်မာ-စာ", ["မြ", "န်", "မာ", "စာ"]),
        ("שָׁלוֹם, التعلّم", ["שלום", "التعلم"]),
        ("", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


_SCRIPTS = "aé ½ß-深学กำลึ้รຮູ້រៀន្កမြန်စာ္שָׁלוֹםتعّلَمآأـ\u0301\u200b\u0653\u0655\u064e"
"""Letters, vowels and points of the scripts that have rules of their own, in any order."""
_TEXTS = st.text() | st.text(alphabet=_SCRIPTS)


@given(_TEXTS)
def test_fold_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@given(_TEXTS)
def test_indexed_text_is_its_own_words(text):
    assert words(index_text(text)) == words(text)


@given(_TEXTS)
def test_long_words_have_the_letters_of_words(text):
    assert "".join(long_words(text)) == "".join(words(text))


def test_which_words_stand_without_spaces():
    assert [word for word in words("deep 深 ลึก ລ រ မ שלום تعلم") if is_unspaced(word)] == list("深") + words("ลึกລរမ")
    assert long_words("เชิงลึก 深度 a") == ["เชิงลึก", "深", "度", "a"]


@given(st.text(alphabet="aé ß-İ½10深/.x\u0301") | st.text(alphabet=_SCRIPTS))
def test_spans_name_the_words_in_order(text):
    assert [span.word for span in word_spans(text)] == words(text)


@given(st.text(max_size=20) | st.text("Ab ’–é½ß\u0301\u00ad\u0345ﬁ", max_size=12))
def test_short_way_of_folding_gives_what_the_long_way_does(text: str) -> None:
    sent_the_long_way = fold(f"{text} 字")
    assert fold(text) + " 字" == sent_the_long_way
    assert words(text) == words(f"{text} 字")[:-1]


def test_tag_key_ignores_hyphens_and_spaces_but_not_plus():
    assert tag_key("Self-Supervised") == tag_key("self supervised") == tag_key("selfsupervised")
    assert len({tag_key("C"), tag_key("C++"), tag_key("C#")}) == 3


def test_stem_of_inflections():
    assert stem("networks") == stem("network")
