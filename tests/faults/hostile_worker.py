"""`python -m faults.hostile_worker SECONDS`: the worker, with the bad parser, whose silence it endures so long."""

import sys
from functools import partial

from papersearch.cli import main
from papersearch_ingest import child_process

if __name__ == "__main__":
    child_process.PROGRAM = "faults.bad_parser"
    child_process.Limits = partial(child_process.Limits, silence_s=float(sys.argv[1]))  # type: ignore[assignment, misc]
    main(["worker"])
