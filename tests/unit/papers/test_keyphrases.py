import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch_ingest.papers.keyphrases import canonical_keyword, extract_keyphrases


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Generative Adversarial Networks (GANs)", "generative adversarial network"),
        ("GANs", "generative adversarial network"),
        ("Semi supervised learning", "semi-supervised learning"),
        ("C++", "c++"),
        ("caches", "cache"),
        ("Approaches", "approach"),
        ("policies", "policy"),
        ("bias", "bias"),
        ("analyses", "analysis"),
        ("Naïve Bayes", "naive bayes"),
        ("k-means", "k-means"),
        ("data augmentation.", "data augmentation"),
        (" ", ""),
    ],
)
def test_spellings_of_a_keyword_are_counted_as_one(text, canonical):
    assert canonical_keyword(text) == canonical


@given(st.text(max_size=40) | st.from_regex(r"[a-z]{1,9}(s|es|ies|sses)([ -][a-z]{1,8}s?){0,3}", fullmatch=True))
def test_canonical_form_is_stable(text):
    once = canonical_keyword(text)
    assert canonical_keyword(once) == once


def test_phrases_of_title_come_first_and_stop_words_split():
    found = extract_keyphrases(
        "Spectral pruning of graph networks",
        "We propose spectral pruning. It removes edges of graph networks by weight.",
    )
    assert set(found[:2]) == {"Spectral pruning", "graph networks"}
    assert not any(" of " in phrase for phrase in found)


@given(st.text(max_size=300), st.integers(0, 12))
def test_any_text_gives_at_most_the_limit(text, limit):
    assert len(extract_keyphrases(None, text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Extracting opinion holders", ["opinion holders"]),
        ("Batches matter. Data affects lottery tickets", ["lottery tickets", "Batches"]),
        ("The model summarizes news articles", ["news articles"]),
        ("State-of-the-art dependency parsers", ["dependency parsers"]),
        ("Treebanks are large and multilingual", ["Treebanks"]),
        ("Results of SemEval-2020 in sarcasm detection", ["sarcasm detection"]),
        ("Training data of sarcasm detection", ["sarcasm detection"]),
    ],
)
def test_verbs_praise_and_describing_words_are_no_part_of_a_phrase(text, phrases):
    assert extract_keyphrases(text, None) == phrases


def test_the_end_of_a_longer_phrase_is_a_phrase_after_it():
    assert extract_keyphrases("Recurrent sarcasm detection networks", None) == [
        "Recurrent sarcasm detection networks",
        "detection networks",
    ]


def test_a_text_in_another_language_has_no_phrases():
    french = (
        "Nous presentons une grammaire pour le traitement automatique des langues dans un environnement multilingue"
    )
    assert extract_keyphrases("Sarcasm detection", french) == ["Sarcasm detection"]
