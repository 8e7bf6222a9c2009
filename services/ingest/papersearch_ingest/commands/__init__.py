"""The sub-commands of `papersearch` that write, operate and inspect."""

from papersearch_ingest.commands.corpus import report
from papersearch_ingest.commands.curation import delete, merge, split
from papersearch_ingest.commands.fulltexts import fetch_fulltext
from papersearch_ingest.commands.harvest import harvest
from papersearch_ingest.commands.health import doctor, status
from papersearch_ingest.commands.indexes import generations, reindex, rollback, verify
from papersearch_ingest.commands.ingest import ingest
from papersearch_ingest.commands.jobs import jobs
from papersearch_ingest.commands.keys import keys
from papersearch_ingest.commands.rebuild import rebuild
from papersearch_ingest.commands.rejects import rejects
from papersearch_ingest.commands.worker import worker

COMMANDS = [
    delete,
    doctor,
    fetch_fulltext,
    generations,
    harvest,
    ingest,
    jobs,
    keys,
    merge,
    rebuild,
    reindex,
    rejects,
    report,
    rollback,
    split,
    status,
    verify,
    worker,
]
"""What the entry point names."""
