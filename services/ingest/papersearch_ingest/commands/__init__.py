"""The commands that add, curate, index, run and monitor."""

from collections.abc import Mapping, Sequence

import click

from papersearch_ingest.commands.backup import backup, restore
from papersearch_ingest.commands.corpus import report
from papersearch_ingest.commands.curation import delete, merge, split
from papersearch_ingest.commands.embed import embed
from papersearch_ingest.commands.fulltexts import fetch_fulltext
from papersearch_ingest.commands.harvest import harvest
from papersearch_ingest.commands.health import doctor, status
from papersearch_ingest.commands.indexes import generations, reindex, rollback, verify
from papersearch_ingest.commands.ingest import ingest
from papersearch_ingest.commands.jobs import jobs
from papersearch_ingest.commands.keys import keys
from papersearch_ingest.commands.rebuild import rebuild
from papersearch_ingest.commands.rejects import rejects
from papersearch_ingest.commands.watch import watch
from papersearch_ingest.commands.worker import worker

COMMANDS: Mapping[str, Sequence[click.Command]] = {
    "Add papers": (ingest, watch, harvest, fetch_fulltext, rejects),
    "Curate": (merge, split, delete, rebuild, report),
    "Index": (reindex, generations, rollback, verify, embed),
    "Run and monitor": (worker, status, doctor, jobs, keys, backup, restore),
}
"""The commands by their section of `papersearch --help`."""
