"""A PDF of two columns goes in, and a phrase of its second page is found, with the page in the highlight."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from papersearch.errors import StoreUnavailableError
from papersearch.process.cli import run
from papersearch.record import Record
from papersearch.settings import EMBEDDED_ENGINE, Settings
from papersearch_api.app import create_app
from papersearch_ingest.sources.reading import read_source
from tests.support.pdf_writing import Layout, lines_of, two_columns

BROKEN = re.compile(r"data aug\w*-$")
FIRST = (
    ("We look at how small models learn to", "On this first page we only say why it"),
    ("see. Pictures are turned, cut and mix-", "is of use to anybody who has few pic-"),
    ("ed before a model is shown any of them.", "tures and no time to go and take more."),
    ("None of this needs a larger machine, or", "Whoever has a great many of them may"),
    ("a longer night, than what came before it", "still read on, since the gain does not"),
    ("did, and all of it is easy to repeat.", "end where the pictures are plentiful."),
)
SECOND = (
    ("This page tells what was done, and the", "Each of our seven tasks is the better"),
    ("gain is large. We hold that data augment-", "for it, as the last table will show to"),
    ("ation of this kind costs nothing, and it", "those who look. We turned each of the"),
    ("was never worse than to leave it out. It", "pictures by some few degrees, took a"),
    ("also helps where the labels are wrong in", "piece out of the middle and gave it to"),
    ("one case of ten, as they often will be.", "another one, with both of the labels."),
)


def columns_by_hand(path: Path) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for rows in (FIRST, SECOND):
        canvas.setFont("Times-Roman", 10)
        for number, (left, right) in enumerate(rows):
            canvas.drawString(60, 700 - 12 * number, left)
            canvas.drawString(310, 700 - 12 * number, right)
        canvas.showPage()
    canvas.save()
    path.write_bytes(stream.getvalue())


@pytest.fixture(params=["embedded", "elasticsearch"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    home, prefix = tmp_path / "home", f"pages-{uuid4().hex[:8]}"
    if request.param == "embedded":
        yield Settings(home=home, engine_url=EMBEDDED_ENGINE)
        return
    url = request.getfixturevalue("elasticsearch_url")
    monkeypatch.setenv("PAPERSEARCH_ENGINE_URL", url)
    monkeypatch.setenv("PAPERSEARCH_INDEX_PREFIX", prefix)
    yield Settings(home=home, engine_url=url, index_prefix=prefix)
    with Elasticsearch(url) as client:
        for index in client.indices.get(index=f"{prefix}*"):
            client.indices.delete(index=index)


def test_a_phrase_of_a_pdf_is_found_with_its_page(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns_by_hand(tmp_path / "few.pdf")
    assert run(["--home", str(settings.home), "ingest", str(tmp_path / "few.pdf")]) == 0
    app = create_app(settings)
    try:
        client = app.test_client()
        for query in ('"data augmentation"', 'fulltext:"data augmentation"'):
            asked = {"q": query, "highlight": "true"}
            (hit,) = client.get("/api/v1/papers", query_string=asked).get_json()["results"]
            assert "full_text" in hit["matched"]
            (fragment,) = hit["highlights"]["full_text"]
            assert "<mark>data augmentation</mark> of this kind" in fragment
            assert hit["highlights"]["full_text_pages"] == ["2"]
            assert "full text, p. 2" in client.get("/", query_string={"q": query}).text

        def away(ids: object) -> None:
            raise StoreUnavailableError("The store is away.")

        monkeypatch.setattr(app.extensions["papersearch"].store.papers, "get", away)
        again = {**asked, "per_page": "7"}  # the same request would be answered from memory
        (hit,) = client.get("/api/v1/papers", query_string=again).get_json()["results"]
        assert "full_text" not in hit["highlights"]
    finally:
        app.extensions["papersearch"].close()


def test_a_seeds_text_in_columns_is_found_where_its_phrase_is_broken(
    settings: Settings, seeds: Path, tmp_path: Path
) -> None:
    """The phrase stands once, on page 2, over the end of a line; heads, notes and a title are around it."""
    abstracts = [record.abstract for record in read_source(next(seeds.glob("001_*")), "page").items
                 if isinstance(record, Record) and record.abstract]  # fmt: skip
    without = " ".join(text for text in abstracts if "augment" not in text.lower())[:9_000]
    phrased = next(text for text in abstracts if text.lower().count("data augmentation") == 1)
    layout = Layout(rows=25, gap=16, title="A Page Set Anew", head="Journal of Small Samples 7", notes=True)
    lead = without[:3_600].split()
    texts = (" ".join([*lead[cut:], phrased, without[3_600:]]) for cut in range(100))
    text = next(each for each in texts if any(BROKEN.search(line) for line in lines_of(each, layout)))
    place = next(at for at, line in enumerate(lines_of(text, layout)) if BROKEN.search(line))
    (tmp_path / "set.pdf").write_bytes(two_columns(text, layout))
    assert run(["--home", str(settings.home), "ingest", str(tmp_path / "set.pdf")]) == 0
    app = create_app(settings)
    try:
        asked = {"q": '"data augmentation"', "highlight": "true"}
        (hit,) = app.test_client().get("/api/v1/papers", query_string=asked).get_json()["results"]
        assert hit["title"] == layout.title
        assert hit["highlights"]["full_text_pages"] == [str(place // (2 * layout.rows) + 1)] == ["2"]
    finally:
        app.extensions["papersearch"].close()
