import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from papersearch.record import Record
from papersearch_ingest.texts.cleaning import clean_record, clean_text, collect_words, mend_hyphens

SOURCE = (
    "We train self-supervised models end-to-end with a softmax and overfit; "
    "multi-task and multitask learning, normalization."
)


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("we be- lieve", "we believe"),
        ("Specifi- cally so", "Specifically so"),
        ("be-\nlieve", "believe"),
        ("self- supervised", "self-supervised"),
        ("self- aware agent", "self-aware agent"),
        ("driving- related", "driving-related"),
        ("softmax- based", "softmax-based"),
        ("inner- and outer", "inner- and outer"),
        ("batch- and group- normalization", "batch- and group-normalization"),
        ("the Max- Min network", "the Max-Min network"),
        ("Fashion- MNIST", "Fashion-MNIST"),
        ("CIFAR- 10", "CIFAR-10"),
        ("state-of- the-art", "state-of-the-art"),
        ("endto- end", "end-to-end"),
        ("easily over- fit", "easily overfit"),
        ("multi- task", "multi-task"),
        ("a - b and c -d", "a - b and c -d"),
    ],
)
def test_hyphen_at_a_line_end(broken, mended):
    assert clean_text(broken, collect_words(SOURCE)) == mended


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"M\'ezard", "Mézard"),
        (r"M{\'e}zard, Erd\H{o}s, \v{S}\'ik, na\"{\i}ve", "Mézard, Erdős, Šík, naïve"),
        (r"$L_2$ and $\ell_1$", "L₂ and ℓ₁"),
        (r"\textit{alone} \emph{a \textbf{b}}", "alone a b"),
        (r"1.0$\sim$2.0\% AP", "1.0∼2.0% AP"),
        ("``quoted''", "“quoted”"),
        (r"\url{https://x.y/a_b}", "https://x.y/a_b"),
        (r"$\frac{a}{b}$", r"$\frac{a}{b}$"),
        ("from $5 to $10", "from $5 to $10"),
        (r"10\% of", "10% of"),
        ("33% of \\textit{x}", "33% of x"),
    ],
)
def test_tex_becomes_unicode_or_stays_whole(tex, plain):
    assert clean_text(tex) == plain


def test_ligatures_soft_hyphens_and_spaces():
    assert clean_text("e\ufb03cient\u00a0\u00a0work\u00ading ½ x²") == "efficient working ½ x²"


def test_entities_are_spelled_out():
    assert clean_text("B&#246;hlen &amp; K&ouml;nig, AT&T; x") == "Böhlen & König, AT&T; x"


def test_accents_are_composed():
    assert clean_text("Me\u0301zard") == "Mézard"


TEXT = st.text(max_size=60) | st.lists(
    st.sampled_from(["be- ", "lieve", "\\'e", "$x_2$", "$", "\\textit{", "}", "{", "-", " ",
    "\u00ad", "\ufb01", "``", "''", "\\%", "a", "\\"]),
    max_size=14,
).map("".join)  # fmt: skip


@given(TEXT)
def test_cleaning_is_idempotent(text):
    once = clean_text(text)
    assert clean_text(once) == once


def test_mending_does_not_depend_on_the_words_around():
    assert mend_hyphens("x be- lieve y") == "x believe y"


@given(
    st.text("ab -'.,“’–éÃ©œß{}~²", max_size=30) | st.from_regex(r"[ab ]{0,4}[éÃâ][©’“ b][ -]{0,3}b?", fullmatch=True)
)
def test_short_way_of_plain_texts_gives_what_the_long_way_does(text):
    sent_the_long_way = clean_text(f"{text} &")
    assert (clean_text(text) + " &").strip() == sent_the_long_way


@given(st.lists(st.text("ab -'|.\n\u00adÃ©", max_size=5), max_size=4))
def test_authors_are_cleaned_as_if_each_stood_alone(authors):
    assert clean_record(Record(authors=tuple(authors)), ()).authors == tuple(filter(None, map(clean_text, authors)))


def test_record_with_nothing_to_clean_stays_the_same():
    record = Record(title="A title", authors=("José Müller",), ids={"acl": "P18-1001"}, extra={"pages": "1–2"})
    assert clean_record(record, ()) is record
    assert clean_record(replace(record, ids={"acl": "p18-1001"}), ()) == record


def test_words_of_a_source_are_whole_compounds_and_no_halves_of_broken_words():
    assert collect_words("A_b-c -d- e f-\ng- h Be-\n lieve--x ") == {"a", "b-c", "h", "x"}
