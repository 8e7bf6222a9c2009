"""A program that adds one row to the table of fields, and asks every surface about the new facet.

`python -m tests.support.new_facet HOME ENGINE_URL PREFIX`: prints what each surface says, as JSON. The row is added
before anything that reads the table is imported, as if it stood in `fields.py`.
"""

import io
import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from papersearch import fields

ROW = fields.Field("journal", "journal_ref", fields.Kind.TAG, "The journal reference.", "journal:nature", is_facet=True)


def add_row() -> None:
    fields.FIELDS = (*fields.FIELDS, ROW)
    fields.BY_NAME[ROW.name] = ROW
    fields.FACETS = (*fields.FACETS, ROW)


def main(home: str, engine_url: str, prefix: str) -> None:
    add_row()
    from papersearch.paper import Paper
    from papersearch.process import cli
    from tests.support.api_app import make_app

    papers = (
        Paper("p_aaaaaaaaaaaa", title="Graph nets", journal_ref="Nature 1, 2"),
        Paper("p_bbbbbbbbbbbb", title="Graph walks", journal_ref="Nature 1, 2"),
        Paper("p_cccccccccccc", title="Graph cuts", journal_ref="Science 3"),
        Paper("p_dddddddddddd", title="Graph minors"),
    )
    client = make_app(Path(home), papers, engine_url=engine_url, index_prefix=prefix).test_client()

    def ask(path: str) -> dict[str, Any]:
        answer: dict[str, Any] = client.get(f"/api/v1/{path}").get_json()
        return answer

    chosen = "nature 1, 2"
    printed = io.StringIO()
    os.environ["PAPERSEARCH_INDEX_PREFIX"] = prefix
    with redirect_stdout(printed):
        cli.run(["--home", home, "--engine-url", engine_url, "search", "graph", "--journal", chosen, "--json"])
    print(json.dumps({
        "facets": ask("papers?facets=journal")["facets"],
        "selected": ask(f"papers?journal={chosen}")["meta"],
        "excluded": ask(f"papers?journal.not={chosen}")["meta"],
        "missing": ask("papers?journal=~missing")["meta"],
        "query": ask('papers?q=journal:"Nature 1, 2"')["meta"],
        "listed": ask("facets/journal")["results"],
        "fields": [field["name"] for field in ask("fields")["results"]],
        "parameters": [each["name"] for each in ask("openapi.json")["paths"]["/api/v1/papers"]["get"]["parameters"]],
        "command": json.loads(printed.getvalue())["meta"],
        "page": client.get("/?q=graph").get_data(as_text=True),
    }))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
