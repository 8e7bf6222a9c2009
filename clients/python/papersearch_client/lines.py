"""Papers out of a streamed export, which has a JSON object on each line."""

import json
from collections.abc import Iterable, Iterator
from typing import cast

from papersearch_client.errors import PapersearchClientError
from papersearch_client.papers import Paper


class LineBuffer:
    r"""Cuts bytes that arrive in pieces at line feeds alone.

    `str.splitlines`, and so httpx's own lines, would also cut at U+2028 and others, which papers may contain.
    """

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, piece: bytes) -> Iterator[Paper]:
        """Yield the papers whose lines are complete."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        yield from map(_paper, filter(None, lines))

    def end(self) -> None:
        """Raise PapersearchClientError if the export ended inside a line."""
        if self._rest.strip():
            raise PapersearchClientError("The export ended in the middle of a paper. Run it again.")


def papers_of(pieces: Iterable[bytes]) -> Iterator[Paper]:
    """Yield the papers of a whole export. Raises PapersearchClientError if it was cut off."""
    buffer = LineBuffer()
    for piece in pieces:
        yield from buffer.feed(piece)
    buffer.end()


def _paper(line: bytes) -> Paper:
    try:
        return cast("Paper", json.loads(line))
    except ValueError as error:
        raise PapersearchClientError(f"The export has a line that is not a paper: {line[:80]!r}") from error
