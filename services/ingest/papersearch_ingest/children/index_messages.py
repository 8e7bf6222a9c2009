"""The messages between the indexing process and its parent.

parent: Add, Add, ..., Apply      child: Reports, or Failed
parent: Forget                    child: nothing
"""

import msgspec

from papersearch.engine import ItemReport, Tombstone
from papersearch.paper import Paper


class Operation(msgspec.Struct, array_like=True):
    """A paper to be indexed, or a tombstone: exactly one field is set."""

    paper: Paper | None = None
    tombstone: Tombstone | None = None


class Add(msgspec.Struct, tag="add"):
    """Add to the next batch, in order."""

    operations: list[Operation]


class Apply(msgspec.Struct, tag="apply"):
    """The batch is complete: write it to this generation."""

    generation: str


class Forget(msgspec.Struct, tag="forget"):
    """Drop what was added."""


class Reports(msgspec.Struct, tag="reports"):
    """The outcome of each operation of a batch, in order."""

    reports: list[ItemReport]


class Failed(msgspec.Struct, tag="failed"):
    """Nothing is known about the batch; `is_missing`: there is no such generation."""

    message: str
    is_missing: bool


Request = Add | Apply | Forget
Answer = Reports | Failed

REQUESTS = msgspec.msgpack.Decoder(Request)
ANSWERS = msgspec.msgpack.Decoder(Answer)
ENCODER = msgspec.msgpack.Encoder()
