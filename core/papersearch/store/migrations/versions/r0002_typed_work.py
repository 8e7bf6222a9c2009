"""Name the type of items, runs and job progress in their JSON, and give sidecar files and jobs' runs a column.

Before, the keys of the JSON object told its type: an item with `write` was a write by API, an item with `collection` a
page of a harvest, and any other item a source.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from papersearch.store.migrations.json_columns import rewrite_json

revision = "0002"
down_revision = "0001"
oldest_program = "0002"

Json = dict[str, Any]
_OPTIONS = ("parser", "venue", "year", "replace")
_FIGURES = ("done", "papers_per_s", "added", "updated", "merged", "unchanged", "rejected", "eta_s")


def upgrade() -> None:
    """Rewrite the JSON, and fill the new columns from it."""
    rewrite_json(op.get_bind(), "runs", "options", run_options)
    op.add_column("ingest_items", sa.Column("sidecar", sa.String()))
    op.add_column("jobs", sa.Column("run", sa.Integer()))
    _rewrite("ingest_items", "options", item_options, "sidecar", lambda new: (new.get("sidecar") or {}).get("blob"))
    _rewrite("jobs", "progress", job_progress, "run", lambda new: new.get("run"), ("kind",))
    op.create_index("ix_ingest_items_blob", "ingest_items", ["blob"])
    op.create_index("ix_ingest_items_sidecar", "ingest_items", ["sidecar"])
    op.create_index("ix_jobs_run", "jobs", ["run"])


def item_options(old: Json) -> Json:
    """Name the type of what an item asks for."""
    if write := old.get("write"):
        return {"type": "paper_write", **write}
    if "collection" in old:
        return {"type": "harvest_page", "collection": old["collection"], "withdrawn": old.get("withdrawn") or {}}
    new = {"type": "source", "options": _ingest_options(old), "from_folder": bool(old.get("from_folder"))}
    if profiles := old.get("profiles"):
        new["profiles"] = profiles
    if blob := old.get("beside"):
        new["sidecar"] = {"blob": blob, "name": old.get("beside_name") or ""}
    return new


def run_options(old: Json) -> Json:
    """Name the reason for a run."""
    if "harvest" in old:
        return {"type": "harvest", "repository": old["harvest"], "set_spec": old.get("set") or ""}
    for key, kind in (("fetch_fulltext", "fulltext"), ("replay", "replay"), ("by", "api")):
        if key in old:
            return {"type": kind}
    return {"type": "ingest", "sources": old.get("sources") or [], "options": _ingest_options(old)}


def job_progress(old: Json, kind: str) -> Json:
    """Name the kind of a job, and put the figures of a run together."""
    if kind not in {"write", "ingest"} or "done" not in old:
        return {"kind": kind, **old}
    rest = {name: value for name, value in old.items() if name not in _FIGURES}
    return {"kind": kind, **rest, "figures": {name: old.get(name) for name in _FIGURES}}


def _ingest_options(old: Json) -> Json:
    return {name: old[name] for name in _OPTIONS if old.get(name)}


def _rewrite(
    table: str,
    json: str,
    change: Callable[..., Json],
    column: str,
    read: Callable[[Json], Any],
    given: tuple[str, ...] = (),
) -> None:
    """Rewrite a JSON column, and fill another column with what `read` finds in the new JSON."""
    found: list[Json] = []

    def rewritten(old: Json, row: int, *values: Any) -> Json:
        new = change(old, *values)
        if (value := read(new)) is not None:
            found.append({"row": row, "value": value})
        return new

    rewrite_json(op.get_bind(), table, json, rewritten, ("id", *given))
    rows = sa.table(table, sa.column("id"), sa.column(column))
    if found:
        filled = sa.update(rows).where(rows.c.id == sa.bindparam("row")).values({column: sa.bindparam("value")})
        op.get_bind().execute(filled, found)
