"""Pictures of first pages: small, made apart from the process that asks, and none at all of what cannot be rendered."""

import io
import os
import signal
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from papersearch.record import Record
from papersearch.store.blobs import Blobs
from papersearch_ingest.children.parser_process import LimitedParser
from papersearch_ingest.parsers.source import Source
from papersearch_ingest.sources.thumbnails import (
    HEIGHT,
    MOST_BYTES,
    WIDTH,
    first_page_picture,
    keep_picture,
    keep_pictures,
    render_in_child,
)


def pdf(width: float = 595, height: float = 842) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(width, height), invariant=1)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(60, height - 60, "Peculiar xylophones resonate under moonlight, and nobody hears them.")
    canvas.rect(60, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def picture_of(data: bytes) -> bytes | None:
    return first_page_picture(Source.from_bytes(data, "x.pdf"))


@pytest.mark.parametrize(
    ("page", "size"), [((595, 842), (226, HEIGHT)), ((842, 595), (WIDTH, 170)), ((3, 14_000), (1, HEIGHT))]
)
def test_a_page_is_fitted_into_the_box(page: tuple[int, int], size: tuple[int, int]) -> None:
    picture = picture_of(pdf(*page))
    assert picture is not None
    assert len(picture) <= MOST_BYTES
    with Image.open(io.BytesIO(picture)) as image:
        assert image.format == "WEBP"
        assert abs(image.width - size[0]) <= 1
        assert abs(image.height - size[1]) <= 1
        assert image.width < 100 or len(image.getcolors(1 << 16) or ()) > 1


@pytest.mark.parametrize("data", [b"%PDF-1.7\n" + b"x" * 2_000, b"", pdf()[:600]])
def test_what_is_broken_has_no_picture(data: bytes) -> None:
    assert picture_of(data) is None


def die() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b"never"


def fail() -> bytes:
    raise MemoryError


def burn() -> bytes:
    while True:
        pass


def wait() -> bytes:
    signal.pause()
    return b"never"


def test_a_crash_a_failure_and_a_flood_cost_the_picture_only() -> None:
    assert render_in_child(die) is None
    assert render_in_child(fail) is None
    assert render_in_child(lambda: bytes(MOST_BYTES * 3)) is None
    assert render_in_child(lambda: b"fine") == b"fine"


def test_what_burns_time_or_hangs_is_ended() -> None:
    assert render_in_child(burn, cpu_s=1, wall_s=60) is None
    assert render_in_child(wait, wall_s=0.2) is None


def test_a_kept_picture_is_a_blob_and_a_false_one_is_dropped(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    picture = picture_of(pdf())
    kept = keep_picture(blobs, Record(title="A", picture=picture))
    assert kept.picture is None
    assert kept.thumbnail
    assert blobs.read(kept.thumbnail) == picture
    assert keep_picture(blobs, Record(title="A", picture=b"<script>")) == Record(title="A")


def test_the_parsing_child_gives_the_picture_with_the_text(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(pdf())
    with closing(LimitedParser()) as parse:
        (item,) = keep_pictures(Blobs(tmp_path / "raw"), parse(tmp_path / "x.pdf", "x.pdf", {}).items)
    record = getattr(item, "record", item)
    assert "xylophones" in record.full_text
    assert record.thumbnail
    assert record.picture is None
