"""What only an operator may see: where sources lie on this machine, and what they say."""

from pathlib import PurePosixPath

import msgspec

from papersearch.store.rejects import RejectRow
from papersearch_api.auth import Scope, has_scope


def shown_reject(reject: RejectRow, *, is_operator: bool) -> RejectRow:
    """A reject; for others than operators without folders and without the source's text."""
    if is_operator:
        return reject
    return msgspec.structs.replace(
        reject, location=file_name(reject.location), reason=without_folder(reject.reason, reject.location), raw=""
    )


def is_operator() -> bool:
    """Whether the present request comes with an admin key."""
    return has_scope(Scope.ADMIN)


def file_name(location: str) -> str:
    """The last part of a source's place: its folder on the server is private."""
    return PurePosixPath(location).name


def without_folder(text: str, location: str) -> str:
    """A sentence about a source with the source's file name in place of its place."""
    return text.replace(location, file_name(location)) if location else text
