"""The messages between a parsing child process and its parent.

    parent: Request                     child: Begun, Batch, Batch, ..., Ended      or Failed, or Lost at any point

The child reads hostile sources, so nothing that it sends is executed or unpickled: msgspec checks every frame against
these types.
"""

from typing import IO, Any

import msgspec

from papersearch.record import Reject
from papersearch.work_items import SourceItem
from papersearch_ingest.children.frames import read_frame, write_frame
from papersearch_ingest.papers.derived import DerivedRecord
from papersearch_ingest.sources.parsed_source import MemberStart


class Request(msgspec.Struct):
    """Read this file, with the metadata in the file `sidecar`. `cpu_s`: how much processor time that may take."""

    path: str
    name: str
    source: SourceItem
    sidecar: str | None
    cpu_s: float


class Item(msgspec.Struct, array_like=True):
    """One thing that was read: exactly one field is set."""

    record: DerivedRecord | None = None
    reject: Reject | None = None
    member: MemberStart | None = None


class Begun(msgspec.Struct, tag="begun"):
    """A parser recognises the source."""

    parser: str
    parser_version: int
    source_name: str


class Batch(msgspec.Struct, tag="batch"):
    """Items that were read, in order."""

    items: list[Item]


class Ended(msgspec.Struct, tag="ended"):
    """The source was read to its end; `peak_bytes` is the most memory that this child has ever needed."""

    peak_bytes: int


class Failed(msgspec.Struct, tag="failed"):
    """The source has another form or is damaged, so trying again will not help. The child can read other sources."""

    message: str


class Lost(msgspec.Struct, tag="lost"):
    """The parser failed or exceeded a limit."""

    message: str


Message = Begun | Batch | Ended | Failed | Lost

REQUESTS = msgspec.msgpack.Decoder(Request)
MESSAGES = msgspec.msgpack.Decoder(Message)
_ENCODER = msgspec.msgpack.Encoder()


def send(stream: IO[bytes], message: msgspec.Struct) -> None:
    """Write one frame."""
    try:
        data = _ENCODER.encode(message)
    except (OverflowError, UnicodeEncodeError):
        data = _ENCODER.encode(_sendable(msgspec.structs.asdict(message), message))
    write_frame(stream, data)


def receive_request(stream: IO[bytes]) -> Request | None:
    """Read the next request; None when the parent has closed the pipe."""
    frame = read_frame(stream)
    return None if frame is None else REQUESTS.decode(frame)


def _sendable(fields: dict[str, Any], message: msgspec.Struct) -> dict[str, Any]:
    """Return the message as plain values: lone surrogates are replaced, and numbers beyond 64 bits become texts."""
    tag = message.__struct_config__.tag
    plain = msgspec.to_builtins(fields, builtin_types=(int,), order=None)
    sendable: dict[str, Any] = {"type": tag} | _plain(plain)
    return sendable


def _plain(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case bool() | float() | None:
            return value
        case int():
            return value if -(1 << 63) <= value < 1 << 64 else str(value)
        case dict():
            return {_plain(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_plain(inner) for inner in value]
    return str(value)
