"""Citations inside the corpus: what a paper cites of it, who cites a paper, and `cites:` in queries."""

from collections.abc import Sequence

import msgspec

from papersearch.engine import Reader
from papersearch.paper import JsonObject, Reference
from papersearch.query.identifiers import identifier, recognise
from papersearch.query.nodes import Identifier, Node, disjunction, leaves, map_leaves
from papersearch.query.request import SearchRequest
from papersearch.references import CITES, paper_keys, reference_keys
from papersearch.search.lookup import PaperSource

MOST_RESOLVED = 200
"""Entries of a reference list that are looked up at once."""


class CitedWork(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry of a reference list; `id` and `label` are those of the paper here that it means."""

    reference: Reference
    id: str | None = None
    label: str | None = None


def citing(keys: Sequence[str]) -> Node:
    """The papers that cite a work with these keys."""
    return disjunction(*(Identifier(CITES, key) for key in keys))


def cited_by(body: JsonObject) -> Node:
    """The papers that cite this one, given as its JSON."""
    return citing(paper_keys(body))


def with_cited_keys(tree: Node, reader: Reader, papers: PaperSource) -> Node:
    """The query with each `cites:` by every key of the paper that it names, be it here or not."""
    named = {leaf for leaf in leaves(tree) if isinstance(leaf, Identifier) and leaf.scheme == CITES}
    if not named:
        return tree
    found = {leaf: citing(_keys_of(leaf.value, reader, papers)) for leaf in named}
    return map_leaves(tree, lambda leaf: found[leaf] if isinstance(leaf, Identifier) and leaf in found else leaf)


def resolve_references(reader: Reader, references: Sequence[JsonObject]) -> list[CitedWork]:
    """The entries in their order, with the papers here that they mean; those that are not here as they are.

    An identifier decides before title and year.
    """
    keys = [reference_keys(each) for each in references]
    wanted = [key.partition(":") for some in keys[:MOST_RESOLVED] for key in some]
    holders: dict[str, JsonObject] = {}
    if wanted:
        node = disjunction(*(Identifier(scheme, value) for scheme, _, value in wanted))
        for hit in reader.search(SearchRequest(query=node, limit=MOST_RESOLVED)).hits:
            for key in paper_keys(hit.body):
                holders.setdefault(key, hit.body)
    paired = zip(references, keys, strict=True)
    return [_cited(each, next((holders[key] for key in some if key in holders), None)) for each, some in paired]


def _cited(reference: JsonObject, body: JsonObject | None) -> CitedWork:
    found = msgspec.convert(reference, Reference)
    return CitedWork(found, body["id"], body.get("title")) if body else CitedWork(found)


def _keys_of(name: str, reader: Reader, papers: PaperSource) -> tuple[str, ...]:
    node = recognise(name) or identifier("id", name)
    if node is None:
        return (name,)
    if node.scheme == "id":
        (body,) = reader.get([papers.resolve(node.value)])
    else:
        hits = reader.search(SearchRequest(query=node, limit=1)).hits
        body = hits[0].body if hits else None
    return paper_keys(body) if body else (f"{node.scheme}:{node.value}",)
