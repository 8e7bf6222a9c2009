"""What the process that indexes and its parent say to each other.

parent: Add, Add, ..., Apply      child: Reports, or Failed
parent: Forget                    child: nothing
"""

import msgspec

from papersearch.engine import ItemReport, Tombstone
from papersearch.paper import Paper


class Operation(msgspec.Struct, array_like=True):
    """Exactly one of them is there."""

    paper: Paper | None = None
    tombstone: Tombstone | None = None


class Add(msgspec.Struct, tag="add"):
    """More of the next batch, in order."""

    operations: list[Operation]


class Apply(msgspec.Struct, tag="apply"):
    """The batch is whole: write it to this generation."""

    generation: str


class Forget(msgspec.Struct, tag="forget"):
    """What was added is not to be written."""


class Reports(msgspec.Struct, tag="reports"):
    """What became of each operation of a batch, in order."""

    reports: list[ItemReport]


class Failed(msgspec.Struct, tag="failed"):
    """Nothing is known of the batch; `is_missing`: there is no such generation."""

    message: str
    is_missing: bool


Request = Add | Apply | Forget
Answer = Reports | Failed

REQUESTS = msgspec.msgpack.Decoder(Request)
ANSWERS = msgspec.msgpack.Decoder(Answer)
ENCODER = msgspec.msgpack.Encoder()
