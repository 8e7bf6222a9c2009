"""`papersearch report`: what papers have and lack, or what came of a run."""

from typing import TYPE_CHECKING

import click

from papersearch.fields import MISSING
from papersearch.process.cli import settings_of
from papersearch.search.coverage import EXPECTED, LISTED_VENUES, MOST_VENUES, Coverage, coverage_of
from papersearch_ingest.commands.output import json_option, note, print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from papersearch_ingest.sources.submission import RunReport

_OUTCOMES = ("added", "updated", "merged", "unchanged", "rejected")


@click.command()
@click.argument("run", type=click.IntRange(1), required=False, metavar="[RUN]")
@click.option("--venues", type=click.IntRange(1, MOST_VENUES), default=LISTED_VENUES, show_default=True,
              help="At most how many venues.")  # fmt: skip
@json_option
@click.pass_context
def report(ctx: click.Context, run: int | None, venues: int, as_json: bool) -> None:
    """Report what papers have, by venue; with the number of a run, what its sources brought and what those papers have.

    `papersearch ingest --json` says the number of its run. Shares are of the papers of the line.
    """
    if run is None:
        _report_coverage(ctx, venues, as_json=as_json)
    else:
        _report_run(ctx, run, venues, as_json=as_json)


def _report_coverage(ctx: click.Context, venues: int, *, as_json: bool) -> None:
    from papersearch.search.coverage import coverage
    from papersearch.search.empty_corpus import EmptyCorpusReader
    from papersearch_ingest.work.program import opened_program

    with opened_program(settings_of(ctx)) as program:
        reader = EmptyCorpusReader(program.engine, program.store.papers)
        found = coverage(reader, program.store.labels, venues)
    if as_json:
        print_json(found)
    else:
        _tell_coverage(found)


def _report_run(ctx: click.Context, run: int, venues: int, *, as_json: bool) -> None:
    from papersearch_ingest.sources.submission import report_run, run_papers
    from papersearch_ingest.work.program import opened_store

    with opened_store(settings_of(ctx)) as store:
        found = report_run(store, run, 0.0)
        covered = coverage_of(run_papers(store, run), venues)
    if as_json:
        told = {name: value for name, value in found.to_json().items() if name != "seconds"}
        print_json({**told, "coverage": covered})
    else:
        _tell_run(found)
        if covered.papers:
            click.echo()
            _tell_coverage(covered)


def _tell_coverage(found: Coverage) -> None:
    rows = [("all", found.papers, *_shares(found.papers, found.parts))]
    rows += [(venue.label, venue.papers, *_shares(venue.papers, venue.parts)) for venue in found.venues]
    print_table(("venue", "papers", *EXPECTED), rows)
    listed = sum(venue.value != MISSING for venue in found.venues)
    if found.distinct > listed:
        note(f"{listed} of {found.distinct} venues; see --venues.")


def _shares(papers: int, parts: "Mapping[str, int]") -> list[str]:
    return [f"{100 * parts[name] / papers:.0f} %" if papers else "-" for name in EXPECTED]


def _tell_run(found: "RunReport") -> None:
    rows = [(each["source"], each["state"], each["parser"], each["records"], *(each.get(name, 0) for name in _OUTCOMES))
            for each in found.sources]  # fmt: skip
    total = ("all", None, None, found.records, *(getattr(found, name) for name in _OUTCOMES))
    print_table(("source", "state", "parser", "records", *_OUTCOMES), [*rows, total])
    for each in found.sources:
        if each["error"]:
            note(f"{each['source']}: {each['error']}")
    if found.rejected:
        note(f"See why: papersearch rejects list --run {found.run}")
