"""The reader's commands: search, show, similar, keywords, export, serve."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from papersearch.process.cli import settings_of
from papersearch.text import without_surrogates
from papersearch_api.commands.query_command import QueryCommand

if TYPE_CHECKING:
    from papersearch_api.answers import ValueList
    from papersearch_api.services import Services

_SHOWN_FACETS = "venue,year,keyword,author"
_FORMATS = ("ndjson", "csv", "bibtex")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document, the same shape as the HTTP answer.")


def _filter_options(command: Any) -> Any:
    """The options that narrow a search; each may be given several times: OR within one, AND across."""
    for name, doc in (
        ("author", "Only this author, by the whole name."),
        ("keyword", "Only this keyword."),
        ("year", "Only this year or range: 2018, 2018-2020, 2018.., ..2020, >=2018."),
        ("venue", "Only this venue."),
    ):
        command = click.option(f"--{name}", multiple=True, help=doc)(command)
    return command


@click.command(cls=QueryCommand)
@click.argument("query")
@_filter_options
@click.option("--sort", help="relevance, year, title, added_at or updated_at, with :asc or :desc.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="Papers on a page.")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Which page.")
@click.option("--match", type=click.Choice(["all", "best"]), help="Every word, or as many and as rare as possible.")
@click.option("--facets", is_flag=True, help="Count venues, years, keywords and authors, too.")
@click.option("--explain", is_flag=True, help="How many papers each part of the query finds.")
@click.option("--synonyms", is_flag=True, help="Synonyms and acronyms match, too.")
@click.option("--strict", is_flag=True, help="A query that is not well formed is an error.")
@_JSON
@click.pass_context
def search(ctx: click.Context, /, query: str, *, as_json: bool, **options: Any) -> None:
    """Search papers. A query may begin with `-`: papersearch search '-survey gan'."""
    from papersearch_api.answers import search_answer
    from papersearch_api.commands.terminal import page_lines
    from papersearch_api.links import given_pairs
    from papersearch_api.views.filters import read_search

    given = _given_filters(query, options)
    given["per_page"] = [str(options["limit"])]
    if options["page"] != 1:
        given["page"] = [str(options["page"])]
    given |= {name: [options[name]] for name in ("sort", "match") if options[name]}
    given |= {name: ["true"] for name in ("synonyms", "strict") if options[name]}
    if options["facets"]:
        given["facets"] = [_SHOWN_FACETS]
    if options["explain"]:
        given["explain"] = ["clauses"]
    params = read_search(given)
    with _services(ctx) as parts:
        page = parts.search.search(params if as_json else replace(params, highlight=True))
    if as_json:
        _print_json(search_answer(page, given_pairs(given)))
    else:
        _print_lines(page_lines(page))


@click.command()
@click.argument("paper_id", metavar="ID")
@_JSON
@click.pass_context
def show(ctx: click.Context, paper_id: str, *, as_json: bool) -> None:
    """Show one paper, by its id, arXiv id, DOI or address."""
    from papersearch.paper import paper_to_json
    from papersearch.search.conflicts import conflicts_of
    from papersearch_api.commands.terminal import conflict_lines, paper_lines

    with _services(ctx) as parts:
        body = paper_to_json(parts.lookup.find(paper_id).paper)
        found = conflicts_of(parts.store, body)
    if as_json:
        _print_json({**body, "conflicts": found})
    else:
        _print_lines(paper_lines(body))
        _print_lines(conflict_lines(found))


@click.command()
@click.argument("paper_id", metavar="ID")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Number of results.")
@_JSON
@click.pass_context
def similar(ctx: click.Context, paper_id: str, limit: int, *, as_json: bool) -> None:
    """List the papers most like one."""
    from papersearch_api.answers import similar_list
    from papersearch_api.commands.terminal import hits_lines
    from papersearch_api.views.filters import read_search

    everything = read_search({})
    with _services(ctx) as parts:
        own_id = parts.lookup.find(paper_id).paper.id
        hits = parts.search.similar(own_id, limit, everything)
    if as_json:
        _print_json(similar_list(own_id, hits))
    else:
        _print_lines(hits_lines(hits))


@click.command()
@click.option("--random", "is_random", is_flag=True, help="Some at random, for inspiration.")
@click.option("--seed", type=click.IntRange(0, 2**31), help="With --random: the same seed gives the same ones.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Number of results.")
@_JSON
@click.pass_context
def keywords(ctx: click.Context, limit: int, seed: int | None, *, is_random: bool, as_json: bool) -> None:
    """List keywords and how many papers have them, the most frequent first."""
    from papersearch.query.nodes import Everything
    from papersearch.query.request import FacetSpec
    from papersearch_api.answers import FacetList, FacetListMeta, value_list
    from papersearch_api.commands.terminal import value_lines
    from papersearch_api.views.responses import random_seed

    drawn = random_seed(seed)
    with _services(ctx) as parts:
        if is_random:
            answer: ValueList | FacetList = value_list(parts.values.random_keywords(limit, drawn), drawn)
        else:
            facet = parts.values.facet(FacetSpec("keyword", size=limit), Everything())
            count, distinct = len(facet.buckets), facet.distinct
            meta = FacetListMeta(count=count, field="keyword", next_cursor=None, distinct=distinct)
            answer = FacetList(meta, facet.buckets)
    if as_json:
        _print_json(answer)
    else:
        _print_lines(value_lines(answer.results))


@click.command(cls=QueryCommand)
@click.argument("query", default="")
@_filter_options
@click.option("--format", "form", type=click.Choice(_FORMATS), default="ndjson", show_default=True, help="The form.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False, writable=True), help="Into this file.")
@click.pass_context
def export(ctx: click.Context, /, query: str, form: str, output: Path | None, **options: Any) -> None:
    """Write the whole result list, in id order; '' is every paper."""
    from papersearch_api.formats import FORMATS
    from papersearch_api.views.filters import read_search

    write = FORMATS[form].write
    assert write is not None, "every form that can be chosen here writes papers one by one"  # noqa: S101
    params = read_search(_given_filters(query, options))
    with _services(ctx) as parts, _text_output(output) as put:
        for text in write(parts.search.export(params, is_whole=FORMATS[form].is_whole)):
            put(text)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0: any.")
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="Requests at a time.")
@click.option("--check-port", is_flag=True, help="Only say whether the port is free.")
@click.option("--hint", is_flag=True, help="Also print a sample query.")
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, threads: int, *, check_port: bool, hint: bool) -> None:
    """Serve the page and the API until Ctrl-C.

    Without a broker one `papersearch worker` runs beside it and takes in what the API accepts.
    """
    from papersearch_api.commands import serving

    if check_port:
        serving.claim_port(host, port).close()
        return
    serving.serve(settings_of(ctx), host, port, threads=threads, with_hint=hint)


def _given_filters(query: str, options: dict[str, Any]) -> dict[str, list[str]]:
    """The query and the filters. What a terminal of another encoding sent is no text; it becomes U+FFFD."""
    filters = {name: options[name] for name in ("venue", "year", "keyword", "author") if options[name]}
    given = {"q": [query], **filters} if query else filters
    return {name: list(map(without_surrogates, values)) for name, values in given.items()}


@contextmanager
def _services(ctx: click.Context) -> Iterator["Services"]:
    from papersearch_api.services import build_services

    with closing(build_services(settings_of(ctx))) as parts:
        yield parts


@contextmanager
def _text_output(output: Path | None) -> Iterator[Any]:
    """Writes to stdout, or to a file that has its name only once it is whole."""
    if output is None:
        yield lambda text: click.echo(text, nl=False)
        return
    partial = output.with_name(f"{output.name}.part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield file.write
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)


def _print_json(body: Any) -> None:
    click.echo(msgspec.json.encode(body) if not sys.stdout.isatty() else msgspec.json.format(msgspec.json.encode(body)))


def _print_lines(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)


COMMANDS: Sequence[click.Command] = (search, show, similar, keywords, export, serve)
