"""`python -m faults.hostile_worker SECONDS`: the worker, with the bad parser, whose silence it endures so long."""

import sys
from functools import partial

from papersearch.process.cli import main
from papersearch_ingest.children import parser_process

if __name__ == "__main__":
    parser_process.PROGRAM = "tests.faults.bad_parser"
    parser_process.Limits = partial(parser_process.Limits, silence_s=float(sys.argv[1]))  # type: ignore[assignment, misc]
    main(["worker"])
