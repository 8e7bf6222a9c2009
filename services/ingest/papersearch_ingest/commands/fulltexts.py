"""`papersearch fetch-fulltext`."""

from itertools import islice
from time import monotonic

import click

from papersearch.process.cli import FAILED, OK, settings_of
from papersearch.process.output import Progress, json_option, print_json, print_message
from papersearch.process.quantities import duration_text

PATIENCE_S = 120.0


@click.command("fetch-fulltext")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Fetch at most N PDFs.")
@click.option("--again", is_flag=True, help="Also fetch PDFs that gave no text before.")
@json_option
@click.pass_context
def fetch_fulltext(ctx: click.Context, ids: tuple[str, ...], limit: int | None, *, again: bool, as_json: bool) -> int:
    """Fetch PDFs of known papers and add their full text.

    Without ids these are all papers that have no full text and whose `links.pdf` is on an allowed host. PDFs are
    fetched one after the other.
    """
    from papersearch.work_items import FulltextRun
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
            print_message(f"papersearch: {failure['id']}: {failure['error']}")
        click.echo(f"Fetched {len(report.sources)} of {len(wanted)} PDFs ({duration_text(report.seconds)}).")
    return FAILED if failed or report.failed else OK
