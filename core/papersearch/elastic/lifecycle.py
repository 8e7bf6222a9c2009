"""Generations as indices: `papers-000001` with a write alias `papers-000001-write`, and `papers` on the live one.

Writes go through the write alias and require one, so that a late write to a dropped generation fails instead of
creating an index with guessed types, whatever `action.auto_create_index` says on that cluster.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from elasticsearch import ApiError, BadRequestError, Elasticsearch

from papersearch.document import DOCUMENT_VERSION, OLDEST_READABLE_DOCUMENT
from papersearch.elastic.client import SLOW_CALL_TIMEOUT_S, error_types
from papersearch.elastic.filters import IS_DELETED
from papersearch.elastic.mapping import current_schema_hash, finished_settings, index_settings, mappings
from papersearch.engine import Fault, GenerationInfo
from papersearch.errors import ConflictError, EngineUnavailableError, NotFoundError, UsageError
from papersearch.paper import JsonObject

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,200}")
_OWNER = "papersearch"


def write_alias(generation: str) -> str:
    """The name that writes to a generation use."""
    return f"{generation}-write"


def is_generation_name(prefix: str, name: str) -> bool:
    """Whether a name is one that a generation of ours can have; a pattern or another's index is not."""
    return bool(_NAME.fullmatch(name)) and name.startswith(f"{prefix}-") and not name.endswith("-write")


def create_generation(client: Elasticsearch, prefix: str, name: str) -> None:
    """An empty index with the write alias. Raises ConflictError when there is one, UsageError for a foreign name."""
    if not is_generation_name(prefix, name):
        raise UsageError(
            f"A generation's name begins with {prefix}- and has lower-case letters, digits, dots and dashes."
        )
    meta = {_OWNER: {"prefix": prefix, "schema_hash": current_schema_hash(), "document_version": DOCUMENT_VERSION}}
    try:
        client.options(request_timeout=SLOW_CALL_TIMEOUT_S).indices.create(
            index=name,
            settings=index_settings(),
            mappings={"_meta": meta, **mappings()},
            aliases={write_alias(name): {"is_write_index": True}},
        )
    except ApiError as error:
        if error_types(error.body) & {"resource_already_exists_exception", "invalid_index_name_exception"}:
            raise ConflictError(f"Generation {name} already exists.", blocking_id=name) from error
        raise


def is_readable(client: Elasticsearch, index: str) -> bool:
    """Whether the documents of an index, or of the one behind an alias, have what searches ask for."""
    found = client.indices.get_mapping(index=index).body
    return all(_owner(each).get("document_version", 0) >= OLDEST_READABLE_DOCUMENT for each in found.values())


def accept_new_fields(client: Elasticsearch, index: str) -> None:
    """Let an index that an earlier release built take the documents of this one: its mapping is strict."""
    found = client.indices.get_mapping(index=index).body
    if all(_owner(each).get("schema_hash") == current_schema_hash() for each in found.values()):
        return
    with suppress(BadRequestError):  # a field has another type now: such documents are rejected, with the reason
        client.indices.put_mapping(index=index, properties=mappings()["properties"])


def list_generations(client: Elasticsearch, prefix: str) -> list[GenerationInfo]:
    """Our indices under the prefix, with the papers that searches find in them."""
    found = _ours(client, prefix)
    if not found:
        return []
    names = sorted(found)
    stats = client.indices.stats(index=names, metric="store", level="indices").body["indices"]
    counts = client.msearch(searches=[line for name in names for line in ({"index": name}, _COUNT_BODY)]).body
    infos = []
    for name, answer in zip(names, counts["responses"], strict=True):
        if "error" in answer:
            raise EngineUnavailableError("A generation cannot be read right now.")
        infos.append(
            GenerationInfo(
                name=name,
                documents=answer["hits"]["total"]["value"],
                is_live=prefix in found[name]["aliases"],
                size_bytes=stats.get(name, {}).get("primaries", {}).get("store", {}).get("size_in_bytes", 0),
                schema_hash=_owner(found[name])["schema_hash"],
            )
        )
    return infos


def live_index(client: Elasticsearch, prefix: str) -> str | None:
    """The index behind the alias, or None."""
    try:
        found = client.indices.get_alias(name=prefix).body
    except ApiError as error:
        if error.meta.status == 404:
            return None
        raise
    return max(found, default=None)


def promote_generation(client: Elasticsearch, prefix: str, name: str) -> None:
    """Moves the alias in one atomic step, and reads it back.

    Raises NotFoundError, and EngineUnavailableError when the alias did not move.
    """
    if name not in _ours(client, prefix):
        raise NotFoundError(f"Generation {name} not found.")
    live = live_index(client, prefix)
    actions: list[JsonObject] = [{"add": {"index": name, "alias": prefix, "is_write_index": False}}]
    if live is not None and live != name:
        actions.insert(0, {"remove": {"index": f"{prefix}-*", "alias": prefix}})
    client.options(request_timeout=SLOW_CALL_TIMEOUT_S).indices.update_aliases(actions=actions)
    if live_index(client, prefix) != name:
        raise EngineUnavailableError(f"The alias does not point at {name} after the promotion.")


def drop_generation(client: Elasticsearch, prefix: str, name: str) -> None:
    """Deletes an index of ours. Raises ConflictError for the live one."""
    if live_index(client, prefix) == name:
        raise ConflictError(f"{name} is live and cannot be dropped.", blocking_id=name)
    if not is_generation_name(prefix, name) or name not in _ours(client, prefix):
        return
    client.options(request_timeout=SLOW_CALL_TIMEOUT_S).indices.delete(index=name, ignore_unavailable=True)


def finish_generation(client: Elasticsearch, name: str) -> None:
    """Settings of an index that answers searches, and everything visible. Raises NotFoundError."""
    patient = client.options(request_timeout=SLOW_CALL_TIMEOUT_S).indices
    patient.put_settings(index=write_alias(name), settings=finished_settings())
    patient.refresh(index=write_alias(name))


def free_bytes(client: Elasticsearch) -> int:
    """What the data nodes have left. Raises EngineUnavailableError for a cluster that has lost shards."""
    if client.cluster.health(filter_path="status").body["status"] == "red":
        raise EngineUnavailableError("The search engine has lost shards. Recover them first.")
    nodes = client.nodes.stats(metric="fs", filter_path="nodes.*.fs.total.available_in_bytes").body["nodes"]
    return sum(int(node["fs"]["total"]["available_in_bytes"]) for node in nodes.values())


def index_fault(client: Elasticsearch, name: str) -> Fault | None:
    """What keeps an index from being searched, by a real query for its newest paper."""
    try:
        found = client.search(index=name, size=1, sort=[{"updated_at": "desc"}], allow_partial_search_results=True).body
    except ApiError as error:
        if error.meta.status == 404:
            return Fault(is_lost=True, detail="its index is missing")
        if error_types(error.body) & {"no_shard_available_action_exception", "search_phase_execution_exception"}:
            return Fault(is_lost=False, detail="some of its shards are not there")
        raise
    is_whole = found["_shards"]["successful"] == found["_shards"]["total"]
    return None if is_whole else Fault(is_lost=False, detail="some of its shards are not there")


def write_block(client: Elasticsearch, name: str) -> str | None:
    """The setting that keeps an index from being written. Elasticsearch sets one when a disk is nearly full."""
    found = client.indices.get_settings(index=name, name="index.blocks.*", flat_settings=True).body
    blocks = [key for index in found.values() for key, value in index["settings"].items() if value == "true"]
    blocks = [key for key in blocks if key != "index.blocks.metadata"]
    return f"{min(blocks)} is set" if blocks else None


_COUNT_BODY: JsonObject = {"size": 0, "track_total_hits": True, "query": {"bool": {"must_not": [IS_DELETED]}}}


def _ours(client: Elasticsearch, prefix: str) -> dict[str, Mapping[str, Any]]:
    """Name -> `{"aliases", "mappings", ...}` of the indices that `create_generation` made under this prefix."""
    found = client.indices.get(index=f"{prefix}-*", features=["aliases", "mappings"]).body
    return {name: index for name, index in found.items() if _owner(index).get("prefix") == prefix}


def _owner(index: Mapping[str, Any]) -> Mapping[str, Any]:
    owner: Mapping[str, Any] = index["mappings"].get("_meta", {}).get(_OWNER, {})
    return owner
