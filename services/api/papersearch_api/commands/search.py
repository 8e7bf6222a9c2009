"""`papersearch search` and `papersearch export`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from papersearch.process.output import json_option, print_json, print_lines, print_message, print_utf8
from papersearch_api.commands.options import NO_PAPERS, filter_options, given_search, opened_services
from papersearch_api.commands.query_command import QueryCommand

_FLAGS = {"synonyms": "true", "strict": "true", "facets": "venue,year,keyword,author", "explain": "clauses"}
"""Options that are on or off, and what the parameter of their name is where they are on."""
if TYPE_CHECKING:
    from papersearch_api.formats import PaperWriter

FORMATS_OFFERED = (
    "ndjson", "json", "csv", "bibtex", "biblatex", "ris", "csl-json", "atom", "apa", "ieee", "acm", "chicago",
)  # fmt: skip
"""The names of `formats.FORMATS`, here so that `--help` does not import them."""


@click.command(cls=QueryCommand)
@click.argument("words", nargs=-1, metavar="QUERY...")
@filter_options
@click.option("--sort", help="relevance, year, title, added_at, updated_at or cited, with :asc or :desc.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="Papers on a page.")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Number of the page.")
@click.option(
    "--match", type=click.Choice(["all", "best", "auto"]), help="Every word, the best matches, or best if none has all."
)
@click.option("--mode", type=click.Choice(["keyword", "hybrid"]), help="Rank by words, or by words and meaning.")
@click.option("--facets", is_flag=True, help="Also count venues, years, keywords and authors.")
@click.option("--explain", is_flag=True, help="Show the number of results per term.")
@click.option("--synonyms", is_flag=True, help="Also match synonyms and acronyms.")
@click.option("--strict", is_flag=True, help="Fail if the query is not well formed.")
@json_option
@click.pass_context
def search(ctx: click.Context, /, words: tuple[str, ...], *, as_json: bool, **options: Any) -> None:
    """Search papers.

    All words are one query, which may begin with `-`: papersearch search -survey gan. Use single quotes around double
    ones to search an exact phrase: papersearch search '"data augmentation"'. The query may be left out if there are
    filters.
    """
    from papersearch_api.answers import search_answer
    from papersearch_api.commands.terminal import page_lines
    from papersearch_api.links import given_pairs
    from papersearch_api.views.filters import read_search

    given = given_search(words, options)
    if not words and not given.keys() - {"fields"}:
        raise click.UsageError("Give a query or a filter; '' finds every paper.")
    chosen = {
        "per_page": str(options["limit"]),
        "page": str(options["page"]) if options["page"] != 1 else None,
        **{name: options[name] for name in ("sort", "match", "mode")},
        **{name: value for name, value in _FLAGS.items() if options[name]},
    }
    given |= {name: [value] for name, value in chosen.items() if value}
    params = read_search(given)
    with opened_services(ctx) as parts:
        page = parts.search.search(params if as_json else replace(params, highlight=True))
    if as_json:
        print_json(search_answer(page, given_pairs(given)))
    else:
        print_lines(page_lines(page))


@click.command(cls=QueryCommand)
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@filter_options
@click.option(
    "--format", "form", type=click.Choice(FORMATS_OFFERED), default="ndjson", show_default=True, help="File format."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False, writable=True), help="Write this file.")
@click.pass_context
def export(ctx: click.Context, /, words: tuple[str, ...], form: str, output: Path | None, **options: Any) -> None:
    """Write every paper that matches, sorted by id.

    Without a query and filters: every paper. All words are one query, as in `papersearch search`.
    """
    from papersearch.query.build import answer_fields
    from papersearch_api.formats import FORMATS, Heading
    from papersearch_api.formats.csv import papers_to_csv
    from papersearch_api.views.filters import read_search

    write: PaperWriter = FORMATS[form].write
    params = read_search(given_search(words, options))
    fields = answer_fields(params.fields)
    if form == "csv":
        write = partial(papers_to_csv, fields=fields)
    kept = {"id", *fields}
    with opened_services(ctx) as parts:
        papers = parts.search.export(params, is_whole=FORMATS[form].is_whole)
        if fields:
            papers = ({name: value for name, value in paper.items() if name in kept} for paper in papers)
        written = write(papers, Heading(" ".join(words) or "All papers"))
        with _utf8_output(output) as write_text:
            for text in written:
                write_text(text)
        if not parts.reader.live_generation():
            print_message(NO_PAPERS)


@contextmanager
def _utf8_output(output: Path | None) -> Iterator[Callable[[str], object]]:
    """What writes to stdout, or to a file that gets its name only when it is complete.

    Exports are UTF-8, whatever the encoding of the terminal.
    """
    if output is None:
        yield print_utf8
        return
    partial_file = output.with_name(f"{output.name}.part")
    try:
        with partial_file.open("w", encoding="utf-8", newline="") as file:
            yield file.write
        partial_file.replace(output)
    finally:
        partial_file.unlink(missing_ok=True)
