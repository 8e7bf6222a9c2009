"""How large a query may be. Beyond a limit a query is refused, never cut: half a query has other answers."""

from papersearch.errors import Problem, QueryError

MAX_CHARACTERS = 1_000
MAX_LONG_CHARACTERS = 20_000
"""Of a text where one matching word is enough: it is cut to its most distinctive words, see `search.sentences`."""
MAX_CLAUSES = 64
"""Leaves of the tree: words, phrases, values, ranges."""
MAX_DEPTH = 8
"""Parentheses within parentheses."""
MAX_SLOP = 100
MIN_PREFIX = 3
"""Letters before an asterisk; shorter beginnings match too many words to mean anything."""


def limit_error(what: str, found: int, limit: int) -> QueryError:
    """The error for a query that is over a limit; its text names the limit."""
    detail = f"The query has {found:,} {what}; the limit is {limit:,}."
    return QueryError(Problem("q", detail), code="query_too_large")
