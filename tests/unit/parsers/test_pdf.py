"""PDFs of our own words: columns, hyphens, running heads, references; and those that are broken."""

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.sources.reading import read_source
from papersearch_ingest.sources.sidecar_files import add_sidecar_metadata
from papersearch_ingest.texts.fulltext import whole_text

LEFT = """\
We study how models learn when there
is little to learn from. Pictures are cut
and mixed before they are seen, and the
gain is large for all of them. We be-
lieve that this holds for other kinds of
page {0} data, as we show for sounds."""
RIGHT = """\
Here on page {0} we go on with data
augmentation as a whole. It costs noth-
ing at all for the seven tasks, and self-
supervised models gain most of it. This
is what the table of page {0} shows, and
it ends the right column of page {0}."""


def made(pages: int = 4, encrypt: str | None = None) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1, encrypt=encrypt)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 810, "Journal of Small Samples, volume 7")
        canvas.drawCentredString(297, 30, str(number))
        top = 760
        if number == 1:
            canvas.setFont("Times-Bold", 18)
            canvas.drawCentredString(297, top, "Learning from Few Examples by")
            canvas.drawCentredString(297, top - 22, "Turning Them Round")
            canvas.setFont("Times-Roman", 11)
            canvas.drawCentredString(297, top - 50, "Ada Quill and Bruno Weiss")
            canvas.drawCentredString(297, top - 64, "University of Nowhere")
            canvas.setFont("Times-Bold", 11)
            canvas.drawString(60, top - 90, "Abstract")
            top -= 106
        canvas.setFont("Times-Roman", 10)
        for row, (left, right) in enumerate(zip(LEFT.split("\n"), RIGHT.split("\n"), strict=True)):
            canvas.drawString(60, top - 12 * row, left.format(number))
            canvas.drawString(310, top - 12 * row, right.format(number))
        if number == pages:
            canvas.drawString(310, top - 100, "References")
            canvas.drawString(310, top - 112, "[1] N. Nobody. Nothing at all. 1999.")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def only(data: bytes) -> Record:
    (record,) = read_source(data, "x.pdf").items
    assert isinstance(record, Record)
    return record


def test_columns_are_read_one_after_the_other_and_words_are_mended():
    record = only(made())
    first, second, *_ = record.full_text.split("\f")
    assert "We believe that this holds for other kinds of page 1 data, as we show for sounds. Here on page 1" in first
    assert "we go on with data augmentation as a whole. It costs nothing at all" in second
    assert "self-supervised models" in second


def test_first_page_names_title_authors_and_abstract():
    record = only(made())
    assert record.title == "Learning from Few Examples by Turning Them Round"
    assert record.authors == ("Ada Quill", "Bruno Weiss")
    assert record.abstract.startswith("We study how models learn when there is little")


def test_running_heads_page_numbers_and_references_are_not_in_the_text():
    record = only(made())
    assert "Journal of Small Samples" not in record.full_text
    assert "Nobody" not in record.full_text
    assert "Nobody" in record.extra["references"]
    assert len(record.full_text.split("\f")) == 4


def test_encrypted_damaged_and_empty_pdfs():
    with pytest.raises(SourceError, match="encrypted"):
        only(made(encrypt="secret"))
    with pytest.raises(SourceError, match="damaged"):
        only(b"%PDF-1.7\n" + b"x" * 2_000)
    with pytest.raises(SourceError):
        only(b"%PDF-1.4")
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.rect(10, 10, 100, 100)
    canvas.showPage()
    canvas.save()
    (reject,) = read_source(stream.getvalue(), "x.pdf").items
    assert isinstance(reject, Reject)
    assert "no text" in reject.reason


@pytest.mark.parametrize("cut", [100, 1_000, 2_500, 4_000])
def test_truncated_pdfs_are_read_or_refused(cut):
    try:
        items = list(read_source(made()[:cut], "x.pdf").items)
    except SourceError:
        return
    assert all(isinstance(item, Record | Reject) for item in items)


def test_sidecar_of_a_pdf_gives_it_its_identity():
    sidecar = [Record(title="The True Title", ids={"doi": "10.1000/1"}, year=2020)]
    (joined,) = add_sidecar_metadata([only(made())], sidecar)
    assert (joined.title, joined.ids, joined.year) == ("The True Title", {"doi": "10.1000/1"}, 2020)
    assert "data augmentation" in joined.full_text
    assert joined.authors == ("Ada Quill", "Bruno Weiss")
    (alone,) = add_sidecar_metadata([only(made())], sidecar * 2)
    assert alone.ids == {}


def test_appendix_after_the_references_stays():
    pages = ["Text of the paper.\nMore text.", "End.\nReferences\n[1] Nobody.", "[2] Somebody.\nAppendix A\nA proof."]
    whole = whole_text(pages)
    assert whole.text == "Text of the paper. More text.\fEnd.\fAppendix A A proof."
    assert whole.references == "[1] Nobody. [2] Somebody."
