"""A picture of a PDF's first page, made in a process of its own: what happens there costs the picture and nothing else.

Rendering runs more of PDFium than reading text does, so it may crash, hang or eat memory where reading did not. The
process is a fork of the parsing child, with less time; it needs no new start of Python.
"""

import io
import os
import resource
import select
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from papersearch.record import Record
from papersearch_ingest.parsers.source import Source

if TYPE_CHECKING:
    from papersearch.store.blobs import Blobs  # the child that makes pictures has no need of a database

WIDTH, HEIGHT = 240, 320
"""The box, in pixels, into which a page is fitted."""
MOST_BYTES = 64 << 10
MOST_PDF_BYTES = 64 << 20
"""A larger PDF gets no picture: it is in memory once already, as its text is being read."""
CPU_S = 5
WALL_S = 10.0
_QUALITIES = (70, 40, 15)
_PIECE = 1 << 16
_WEBP = (b"RIFF", b"WEBP")


def first_page_picture(source: Source) -> bytes | None:
    """The first page of a PDF as WebP, or None when none can be made in time."""
    with source.open() as stream:
        data = stream.read(MOST_PDF_BYTES + 1)
    if len(data) > MOST_PDF_BYTES:
        return None
    try:
        return _checked(render_in_child(lambda: render_first_page(data)))
    except OSError:  # no room for another process
        return None


def render_first_page(data: bytes) -> bytes:
    """The first page as WebP, on white, in at most `MOST_BYTES`. Raises what PDFium and Pillow raise."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    page = document[0]
    width, height = page.get_size()
    scale = min(WIDTH / width, HEIGHT / height)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    picture.thumbnail((WIDTH, HEIGHT))
    for quality in _QUALITIES:
        stream = io.BytesIO()
        picture.save(stream, "WEBP", quality=quality)
        if stream.tell() <= MOST_BYTES:
            return stream.getvalue()
    raise ValueError("No picture of this page is small enough.")


def render_in_child(make: Callable[[], bytes], *, cpu_s: int = CPU_S, wall_s: float = WALL_S) -> bytes | None:
    """What `make` gives in a fork of this process; None when it fails, dies, is too slow, or gives too much.

    For a process without threads of its own.
    """
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _make(make, writer, cpu_s)
    os.close(writer)
    try:
        return _received(reader, time.monotonic() + wall_s)
    finally:
        os.close(reader)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def keep_picture(blobs: "Blobs", record: Record) -> Record:
    """Store the record's picture as a blob, named by `thumbnail`. An invalid picture is dropped."""
    if record.picture is None:
        return record
    picture = _checked(record.picture)
    return replace(record, picture=None, thumbnail=blobs.put(io.BytesIO(picture)).sha256 if picture else None)


def keep_pictures(blobs: "Blobs", items: Iterable[Any]) -> Iterator[Any]:
    """Store the pictures of what was read; an item may be a record, or a dataclass that has one as `record`."""
    for item in items:
        inner = getattr(item, "record", None)
        if isinstance(item, Record):
            yield keep_picture(blobs, item)
        elif isinstance(inner, Record) and inner.picture is not None:
            yield replace(item, record=keep_picture(blobs, inner))
        else:
            yield item


def _make(make: Callable[[], bytes], writer: int, cpu_s: int) -> None:
    """The fork: answers through its pipe alone, and ends without the parent's cleaning up."""
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        data = memoryview(make())
        while data:
            data = data[os.write(writer, data) :]
    finally:
        os._exit(0)


def _received(reader: int, until: float) -> bytes | None:
    data = bytearray()
    while len(data) <= MOST_BYTES:
        if not select.select([reader], [], [], max(until - time.monotonic(), 0))[0]:
            return None
        piece = os.read(reader, _PIECE)
        if not piece:
            return bytes(data) or None
        data += piece
    return None


def _checked(picture: bytes | None) -> bytes | None:
    """The picture if it looks like one of ours: it comes out of a process that has read a hostile file."""
    is_ours = picture is not None and len(picture) <= MOST_BYTES and (picture[:4], picture[8:12]) == _WEBP
    return picture if is_ours else None
