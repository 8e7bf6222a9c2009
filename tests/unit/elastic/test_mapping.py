"""A document as it goes into the index, and the index itself."""

from papersearch.document import build_document
from papersearch.elastic.mapping import (
    LONGEST_KEYWORD_BYTES,
    SEPARATOR,
    current_schema_hash,
    cut,
    document_source,
    index_settings,
    mappings,
    tombstone_source,
)
from papersearch.engine import Tombstone
from papersearch.paper import Author, Keyword, KeywordSource, Paper
from papersearch.text import stem_overrides


def paper(*keywords: str, **parts) -> Paper:
    return Paper("p_one", keywords=tuple(Keyword(k, KeywordSource.AUTHOR) for k in keywords), version=1, **parts)


def test_the_mapping_is_strict_and_keeps_the_body_only() -> None:
    mapping = mappings()
    assert mapping["dynamic"] == "strict"
    assert mapping["_source"] == {"includes": ["body"]}


def test_every_field_of_a_document_and_of_a_tombstone_is_mapped() -> None:
    known = mappings()["properties"]
    source = document_source(build_document(paper("a b", title="T", authors=(Author("Yi Lin"),))))
    assert {*source, *tombstone_source(Tombstone("p_one", 2))} <= set(known)
    for name in ("texts", "tags", "tag_keys", "completions"):
        assert set(source[name]) <= set(known[name]["properties"])


def test_exceptions_of_the_stemmer_come_before_it() -> None:
    analysis = index_settings()["analysis"]
    assert len(analysis["filter"]["overrides"]["rules"]) == len(stem_overrides())
    chain = analysis["analyzer"]["words"]["filter"]
    assert (chain[0], chain[-1]) == ("overrides", "english")
    named = {name for each in analysis["filter"].values() for name in each.get("filter", ())}
    assert {*chain, *named} == set(analysis["filter"])


def test_a_value_completes_from_each_of_its_words() -> None:
    source = document_source(build_document(paper("Data-Augmentation")))
    assert source["completions"]["keyword"] == [
        f"data augmentation{SEPARATOR}Data-Augmentation",
        f"augmentation{SEPARATOR}Data-Augmentation",
    ]


def test_a_value_without_words_completes_nothing() -> None:
    assert document_source(build_document(paper("++")))["completions"]["keyword"] == []


def test_an_immense_value_fits_into_a_term() -> None:
    source = document_source(build_document(paper("深度" * 50_000, title="é" * 50_000)))
    terms = [*source["tags"]["keyword"], *source["tag_keys"]["keyword"], *source["completions"]["keyword"]]
    assert all(0 < len(term.encode()) < 32_766 for term in [*terms, source["title_key"]])


def test_cutting_keeps_whole_characters_and_short_values() -> None:
    assert cut("short") == "short"
    assert cut("é" * 10, 5) == "éé"
    assert len(cut("x" * 100_000)) == LONGEST_KEYWORD_BYTES


def test_what_a_paper_lacks_is_null() -> None:
    source = document_source(build_document(paper()))
    assert [source[name] for name in ("year", "title_key", "added_at", "updated_at")] == [None] * 4


def test_the_schema_hash_is_stable() -> None:
    assert current_schema_hash() == current_schema_hash()
