"""Processor time of searches here and in another checkout: `python -m bench.versions PYTHON [--papers 4000]`.

PYTHON is the other checkout's, for example `../old/.venv/bin/python`. Both ingest the same papers of the Anthology with
generated abstracts into the embedded engine, one process of each serves, and each query goes to both in turn. Prints
the milliseconds of processor time of a request for each kind, and how many times the other's they are.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from bench.corpus import ACL, generate
from bench.meaning import PAGE, WARMING, processor_ms, queries, served
from tests.contract.acl import read_acl

KINDS: Mapping[str, tuple[str, str]] = {
    "all words, as on the page": ("{}", PAGE),
    "all words, hits alone": ("{}", ""),
    "exact phrase, as on the page": ('"{}"', PAGE),
    "one field, as on the page": ("title:({})", PAGE),
    "by year, hits alone": ("{}", "&sort=year"),
}
"""Name -> the query around the words, and the options."""
TOGETHER = 25
"""Requests that one side answers before it is the other's turn: the system counts processor time in hundredths."""


def spent_ms(site: tuple[str, int], listed: Sequence[str], kind: tuple[str, str]) -> float:
    """Milliseconds of processor time that a site takes for these."""
    address, process = site
    form, options = kind
    before = processor_ms(process)
    for words in listed:
        with urlopen(f"{address}/api/v1/papers?q={quote(form.format(words))}{options}") as answer:
            answer.read()
    return processor_ms(process) - before


def report(here: tuple[str, int], other: tuple[str, int], listed: Sequence[str]) -> None:
    """Print a line for each kind, and one for all."""
    print("| search | other | here | |\n|---|---|---|---|")
    whole = [0.0, 0.0]
    for name, kind in KINDS.items():
        spent = [0.0, 0.0]
        for start in range(0, len(listed), TOGETHER):
            for place, site in enumerate((other, here)):
                spent[place] += spent_ms(site, listed[start : start + TOGETHER], kind)
        whole = [total + each for total, each in zip(whole, spent, strict=True)]
        print(_line(name, spent, len(listed)), flush=True)
    print(_line("all of these", whole, len(listed) * len(KINDS)))


def _line(name: str, spent: Sequence[float], requests: int) -> str:
    old, new = (each / requests for each in spent)
    return f"| {name} | {old:.1f} ms | {new:.1f} ms | {new / old:.2f} x |"


def main() -> None:
    """Fill, serve and ask both."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("python", help="the other checkout's")
    parser.add_argument("--papers", type=int, default=4_000)
    parser.add_argument("--queries", type=int, default=300, help="of each kind")
    given = parser.parse_args()
    read = read_acl(ACL)
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        corpus = Path(scratch) / "corpus.jsonl"
        with corpus.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(item) + "\n" for item in generate(read, given.papers))
        sites = []
        for number, python in enumerate((sys.executable, given.python)):
            environment = {**os.environ, "PAPERSEARCH_HOME": f"{scratch}/{number}"}
            command = [python, "-m", "papersearch", "ingest", str(corpus)]
            subprocess.run(command, env=environment, check=True, capture_output=True)
            sites.append(stack.enter_context(served(environment, python)))
        listed = queries([paper.title for paper in read[: given.papers] if paper.title], given.queries + WARMING)
        here, other = sites
        for kind in KINDS.values():
            for site in sites:
                spent_ms(site, listed[:WARMING], kind)
        report(here, other, listed[WARMING:])


if __name__ == "__main__":
    main()
