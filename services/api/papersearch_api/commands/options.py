"""What the commands that search share: the query and the filters as options, and the services that answer."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from papersearch.fields import FACETS, Kind
from papersearch.process.cli import settings_of

if TYPE_CHECKING:
    from papersearch_api.params import Given
    from papersearch_api.services import Services

NO_PAPERS = "There are no papers yet. Add some: papersearch ingest SOURCE"
_Command = TypeVar("_Command", bound=Callable[..., Any])


def filter_options(command: _Command) -> _Command:
    """One option for each facet of the table, and `--fields`.

    Each may be given several times: OR within a facet, AND across facets.
    """
    command = click.option(
        "--fields", multiple=True, metavar="NAMES", help="Only these fields, separated by commas: title,year."
    )(command)
    for facet in reversed(FACETS):
        what = facet.doc.partition(";")[0].rstrip(".")
        form = " or range: 2018, 2018..2020, >=2018" if facet.kind is Kind.INTEGER else ""
        doc = f"Filter by {facet.name}: {what[0].lower()}{what[1:]}{form}."
        command = click.option(f"--{facet.name}", multiple=True, help=doc)(command)
    return command


def given_search(words: Sequence[str], options: dict[str, Any]) -> "Given":
    """The query, the filters and the fields as parameters of a search; all words are one query.

    Bytes that are not text in the terminal's encoding become U+FFFD.
    """
    from papersearch.text import without_surrogates

    query = " ".join(words)
    given = {"q": [query]} if query else {}
    given |= {name: options[name] for name in (*(facet.name for facet in FACETS), "fields") if options[name]}
    return {name: list(map(without_surrogates, values)) for name, values in given.items()}


@contextmanager
def opened_services(ctx: click.Context) -> Iterator["Services"]:
    """The services over an existing corpus, or over an empty one: nothing is created."""
    from papersearch.store import open_existing_store
    from papersearch_api.services import build_services

    settings = settings_of(ctx)
    with closing(build_services(settings, open_existing_store(settings))) as parts:
        yield parts
