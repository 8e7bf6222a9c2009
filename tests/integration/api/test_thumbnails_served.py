"""A PDF's first page as a picture: from ingest to the API and the pages, and through a merge."""

import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from reportlab.pdfgen.canvas import Canvas

from papersearch.process.cli import run
from papersearch.settings import Settings
from papersearch_api.app import create_app

API = "/api/v1/papers"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder, home = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("home")
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.setFont("Times-Bold", 18)
    canvas.drawString(60, 740, "Peculiar Xylophones under Moonlight")
    canvas.setFont("Times-Roman", 10)
    canvas.drawString(60, 700, "They resonate, and nobody hears them, as was to be shown in this paper.")
    canvas.showPage()
    canvas.save()
    (folder / "peculiar.pdf").write_bytes(stream.getvalue())
    (folder / "peculiar.bib").write_text(
        "@article{p, title={Peculiar Xylophones under Moonlight}, author={Quill, Ada}, year=2019, doi={10.1000/xylo}}\n"
        "@article{q, title={Another Paper without a File}, author={Weiss, Bruno}, year=2019, doi={10.1000/other}}\n"
    )
    assert run(["--home", str(home), "ingest", str(folder)]) == 0
    app = create_app(Settings(home=home))
    yield app.test_client()
    app.extensions["papersearch"].close()


def test_the_picture_is_served_under_an_address_that_may_be_kept(client: FlaskClient) -> None:
    (hit,) = client.get(API, query_string={"q": "xylophones"}).get_json()["results"]
    assert len(hit["thumbnail"]) == 64
    answer = client.get(f"{API}/{hit['id']}/thumbnail", query_string={"v": hit["thumbnail"][:12]})
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.data[8:12] == b"WEBP"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    plain = client.get(f"{API}/doi:10.1000/xylo/thumbnail")
    assert plain.data == answer.data
    assert "max-age=86400" in plain.headers["Cache-Control"]
    again = client.get(f"{API}/{hit['id']}/thumbnail", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head(f"{API}/{hit['id']}/thumbnail").status_code == 200


def test_a_paper_without_a_pdf_has_none(client: FlaskClient) -> None:
    assert client.get(f"{API}/doi:10.1000/other").get_json()["thumbnail"] is None
    answer = client.get(f"{API}/doi:10.1000/other/thumbnail")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert client.get(f"{API}/p_none/thumbnail").status_code == 404


def test_pages_show_it_with_its_size_and_a_text(client: FlaskClient) -> None:
    paper = client.get(f"{API}/doi:10.1000/xylo").get_json()
    address = f"/api/v1/papers/{paper['id']}/thumbnail?v={paper['thumbnail'][:12]}"
    for page in (client.get("/", query_string={"q": "xylophones"}).text, client.get(f"/papers/{paper['id']}").text):
        (start,) = (at for at in range(len(page)) if page.startswith(f'<img class="thumb" src="{address}"', at))
        tag = page[start : page.index(">", start)]
        assert all(f' {name}="' in tag for name in ("width", "height", "alt", "loading"))
    assert "<img" not in client.get("/", query_string={"q": "another paper"}).text
