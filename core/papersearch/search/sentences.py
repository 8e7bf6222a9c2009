"""Sentences and long texts as queries: what `match=auto` decides, and the most distinctive words of a long text."""

from collections import Counter
from dataclasses import replace

from papersearch.engine import Reader
from papersearch.errors import ParameterError, QueryError
from papersearch.query.build import BuiltRequest, build_request, prepare
from papersearch.query.cursors import START
from papersearch.query.limits import MAX_CLAUSES, MAX_LONG_CHARACTERS, limit_error
from papersearch.query.nodes import Word, has_text
from papersearch.query.parameters import SearchParams
from papersearch.query.ranking import is_scored
from papersearch.query.warnings import QueryWarning, WarningCode
from papersearch.search.distinctive import distinctive_terms
from papersearch.text import words

WORDS_KEPT = 32
"""Words of a long text that are searched: more cost time and change the first results little."""


def within_limits(params: SearchParams, reader: Reader) -> tuple[SearchParams, tuple[QueryWarning, ...]]:
    """The parameters with a text that is too long for a query cut to its most distinctive words, and a warning of it.

    Only where one matching word is enough (`match=best` and `auto`): with `all`, every word counts, and the query is
    refused as before. Raises QueryError for a text of more than MAX_LONG_CHARACTERS.
    """
    if params.match == "all" or len(params.q) < 2 * MAX_CLAUSES - 1:
        return params, ()
    if len(params.q) > MAX_LONG_CHARACTERS:
        raise limit_error("characters", len(params.q), MAX_LONG_CHARACTERS)
    try:
        build_request(replace(params, match="best", cursor=None))
    except QueryError as error:
        if error.code != "query_too_large":
            raise
    except ParameterError:  # told where the whole request is read
        return params, ()
    else:
        return params, ()
    kept = distinctive_words(params.q, reader)
    detail = f"The text is long; searched by its {len(kept)} most distinctive words"
    return replace(params, q=" ".join(kept), match="best"), (QueryWarning(WarningCode.SHORTENED, detail),)


def distinctive_words(text: str, reader: Reader, most: int = WORDS_KEPT) -> list[str]:
    """The words of a text with the highest TF-IDF in the corpus, in the order of the text, each once.

    Stop words are left out, and so is what no paper has, unless nothing else is there.
    """
    frequencies = Counter(word for word in words(text) if is_scored(word))
    chosen = set(distinctive_terms(frequencies, lambda word: prepare(Word(word)), reader)[:most])
    return [word for word in frequencies if word in chosen] or list(dict.fromkeys(words(text)))[:most]


def decided(params: SearchParams, reader: Reader) -> SearchParams:
    """The parameters with `match=auto` as `all`, or as `best` where no paper has all words of the query.

    The query's text alone decides, without the filters, so that choosing a facet never changes what matches. A cursor
    continues the walk that it comes from.
    """
    if params.match != "auto":
        return params
    every = replace(params, match="all")
    if params.cursor and params.cursor != START:
        return every if _is_cursor_of(every) else replace(params, match="best")
    return every if finds_all_words(build_request(every), reader) else replace(params, match="best")


def finds_all_words(built: BuiltRequest, reader: Reader) -> bool:
    """Whether the query without filters finds a paper, or has no text that could be matched less strictly."""
    tree = built.parsed.tree
    return not has_text(tree) or reader.count([prepare(tree)])[0] > 0


def _is_cursor_of(params: SearchParams) -> bool:
    try:
        build_request(params)
    except ParameterError as error:
        return error.code != "cursor_mismatch"
    return True
