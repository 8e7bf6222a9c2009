"""The program of the indexing process: `python -m papersearch_ingest.children.index_child HOME`.

Documents are built as soon as their papers come, so that little is left to do when a batch is complete. It inherits no
environment, and it ends when its parent does, but first finishes a batch that it has begun to write.
"""

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from papersearch.document import Document, build_document
from papersearch.engine import Tombstone, Writer
from papersearch.errors import EngineUnavailableError, NotFoundError
from papersearch.process.engines import open_engine
from papersearch.process.garbage_collection import collect_rarely
from papersearch.settings import Settings
from papersearch_ingest.children.frames import read_frame, write_frame
from papersearch_ingest.children.index_messages import (
    ENCODER,
    REQUESTS,
    Add,
    Answer,
    Apply,
    Failed,
    Forget,
    Operation,
    Reports,
)


def main(writer: Writer, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the parent closes the pipe."""
    batch: list[Document | Tombstone] = []
    while (frame := read_frame(requests)) is not None:
        match REQUESTS.decode(frame):
            case Add(operations):
                batch += map(_document, operations)
            case Apply(generation):
                write_frame(answers, ENCODER.encode(_apply(writer, generation, batch)))
                batch = []
            case Forget():
                batch = []


def _document(operation: Operation) -> Document | Tombstone:
    if operation.paper is not None:
        return build_document(operation.paper)
    if operation.tombstone is not None:
        return operation.tombstone
    raise ValueError("an operation without content")


def _apply(writer: Writer, generation: str, batch: Sequence[Document | Tombstone]) -> Answer:
    try:
        return Reports(list(writer.apply(generation, batch)))
    except EngineUnavailableError as error:
        return Failed(str(error), is_missing=False)
    except NotFoundError as error:
        return Failed(str(error), is_missing=True)


if __name__ == "__main__":
    collect_rarely()
    with closing(open_engine(Settings(home=Path(sys.argv[1])))) as engine:
        main(engine, sys.stdin.buffer, sys.stdout.buffer)
