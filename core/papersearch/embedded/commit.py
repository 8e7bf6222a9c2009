"""What tantivy says of an index's last commit, in the `meta.json` that each commit and merge replaces by a rename.

    {"opstamp": 16004, "schema": [{"name": "id", …}, …], "segments": […], …}

`opstamp` numbers the operations of all writers of an index, one after the other; a merge leaves it as it is.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

import msgspec

META = "meta.json"
WRITTEN = "written"
"""The column that holds, for each document, the opstamp of the commit before its own."""


class Commit(NamedTuple):
    """`revision` names this state of the index in every process; `opstamp` is greater than any WRITTEN in it.

    None for an index that was built without that column.
    """

    revision: str
    opstamp: int | None


class _Field(msgspec.Struct):
    name: str


class _Meta(msgspec.Struct):
    opstamp: int
    schema: list[_Field]


def read_commit(folder: Path) -> Commit:
    """The last commit. Raises OSError and ValueError."""
    data = (folder / META).read_bytes()
    meta = msgspec.json.decode(data, type=_Meta)
    has_column = any(field.name == WRITTEN for field in meta.schema)
    return Commit(hashlib.sha256(data).hexdigest()[:16], meta.opstamp if has_column else None)
