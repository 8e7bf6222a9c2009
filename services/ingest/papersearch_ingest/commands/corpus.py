"""`papersearch report`: how complete papers are, and what a run added."""

from contextlib import closing
from typing import TYPE_CHECKING

import click

from papersearch.process.cli import settings_of
from papersearch.process.output import json_option, print_json, print_message, print_table
from papersearch_ingest.commands.reading import opened_existing_store
from papersearch_ingest.commands.run_reports import OUTCOMES, short_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papersearch.search.coverage import Coverage
    from papersearch_ingest.sources.submission import RunReport


@click.command()
@click.argument("run", type=click.IntRange(1), required=False, metavar="[RUN]")
@click.option("--venues", type=click.IntRange(1), metavar="N", help="List at most N venues (100, at most 200).")
@json_option
@click.pass_context
def report(ctx: click.Context, run: int | None, venues: int | None, as_json: bool) -> None:
    """Report how complete papers are, or what a run added.

    Without a number this counts what the papers of each venue have. With the number of a run, which `papersearch ingest
    --json` prints, it shows what each source added and how complete those papers are. Shares are of the papers in a
    row.
    """
    from papersearch.search.coverage import LISTED_VENUES, MOST_VENUES

    size = venues or LISTED_VENUES
    if size > MOST_VENUES:
        raise click.BadParameter(f"{size} is more than {MOST_VENUES}.", param_hint="--venues")
    if run is None:
        _report_coverage(ctx, size, as_json=as_json)
    else:
        _report_run(ctx, run, size, as_json=as_json)


def _report_coverage(ctx: click.Context, venues: int, *, as_json: bool) -> None:
    from papersearch.process.engines import open_engine
    from papersearch.search.coverage import coverage
    from papersearch.search.empty_corpus import EmptyCorpusReader

    with opened_existing_store(ctx) as store, closing(open_engine(settings_of(ctx))) as engine:
        found = coverage(EmptyCorpusReader(engine, store.papers), store.labels, venues)
    if as_json:
        print_json(found)
    else:
        _print_coverage(found)


def _report_run(ctx: click.Context, run: int, venues: int, *, as_json: bool) -> None:
    from papersearch.search.coverage import coverage_of
    from papersearch_ingest.sources.submission import report_run, run_papers

    with opened_existing_store(ctx) as store:
        found = report_run(store, run, 0.0)
        covered = coverage_of(run_papers(store, run), venues)
    if as_json:
        figures = {name: value for name, value in found.to_json().items() if name != "seconds"}
        print_json({**figures, "coverage": covered})
    else:
        _print_run(found)
        if covered.papers:
            click.echo()
            _print_coverage(covered)


def _print_coverage(found: "Coverage") -> None:
    from papersearch.fields import MISSING
    from papersearch.search.coverage import EXPECTED

    def row(label: str, papers: int, parts: "Mapping[str, int]") -> tuple[str, ...]:
        shares = (f"{100 * parts[name] / papers:.0f} %" if papers else "-" for name in EXPECTED)
        return (label, f"{papers:,}", *shares)

    rows = [row("all", found.papers, found.parts)]
    rows += [row(venue.label, venue.papers, venue.parts) for venue in found.venues]
    print_table(("venue", "papers", *EXPECTED), rows)
    listed = sum(venue.value != MISSING for venue in found.venues)
    if found.distinct > listed:
        print_message(f"{listed} of {found.distinct} venues; see --venues.")


def _print_run(found: "RunReport") -> None:
    rows = [(short_path(each["source"]), each["state"], each["parser"], each["records"],
             *(each.get(name, 0) for name in OUTCOMES)) for each in found.sources]  # fmt: skip
    total = ("all", None, None, found.records, *(getattr(found, name) for name in OUTCOMES))
    print_table(("source", "state", "parser", "records", *OUTCOMES), [*rows, total])
    for each in found.sources:
        if each["error"]:
            print_message(f"{each['source']}: {each['error']}")
    if found.rejected:
        print_message(f"See why records were rejected: papersearch rejects list --run {found.run}")
