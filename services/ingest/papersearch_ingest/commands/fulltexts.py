"""`papersearch fetch-fulltext`."""

from itertools import islice
from time import monotonic

import click

from papersearch.process.cli import FAILED, OK, settings_of
from papersearch.work_items import FulltextRun
from papersearch_ingest.commands.output import Progress, json_option, note, print_json

PATIENCE_S = 120.0


@click.command("fetch-fulltext")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many PDFs.")
@click.option("--again", is_flag=True, help="Fetch those, too, that were fetched before and gave no text.")
@json_option
@click.pass_context
def fetch_fulltext(ctx: click.Context, ids: tuple[str, ...], limit: int | None, *, again: bool, as_json: bool) -> int:
    """Fetch the PDFs of papers without whole text, from allowed hosts, and make their text searchable.

    All papers whose `links.pdf` is on an allowed host, or those with these ids; one PDF after the other.
    """
    from papersearch_ingest.sources.allowed_hosts import allowed_hosts
    from papersearch_ingest.sources.fetching import fetcher
    from papersearch_ingest.sources.fulltext_download import keep_pdfs, papers_without_text
    from papersearch_ingest.sources.submission import report_run
    from papersearch_ingest.work.program import opened_program
    from papersearch_ingest.work.waiting import wait_for_run, work_on_run

    started = monotonic()
    settings = settings_of(ctx)
    hosts = allowed_hosts(settings)
    with opened_program(settings) as program, Progress("PDFs") as bar:
        store = program.store
        wanted = list(islice((paper.id for paper in papers_without_text(store, hosts, ids, again=again)), limit))
        papers = (paper for paper_id in wanted if (paper := store.papers.find(paper_id)))
        run, _ = store.ledger.submit(FulltextRun(), [])
        failed = []
        for done, fetched in enumerate(keep_pdfs(store, run, papers, fetcher(settings, hosts).fetch), 1):
            bar.show(done, len(wanted))
            if fetched.item is None:
                failed.append({"id": fetched.paper, "url": fetched.url, "error": fetched.error})
            elif program.works_here:
                work_on_run(program, run, timeout_s=None, on_progress=lambda _run: None)
            else:
                program.hints.items([fetched.item])
        if wanted and not program.works_here:
            wait_for_run(store, run, timeout_s=PATIENCE_S, on_progress=lambda _run: None)
            program.engine.refresh(program.engine.live_generation())
        report = report_run(store, run, monotonic() - started)
    if as_json:
        print_json({"wanted": len(wanted), "fetched": len(report.sources), "failed": failed, **report.to_json()})
    else:
        for failure in failed:
            note(f"papersearch: {failure['id']}: {failure['error']}")
        click.echo(f"{len(report.sources)} of {len(wanted)} PDFs fetched ({report.seconds:.1f} s)")
    return FAILED if failed or report.failed else OK
