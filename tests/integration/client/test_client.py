"""The Python client against a real server: its guide, whole walks, exports, writes, and the notebook."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from papersearch_client import AsyncClient, Client, CursorError, InvalidRequestError, NotFoundError
from tests.integration.client.conftest import Site
from tests.support.api_app import PAPERS, make_app
from tests.support.paths import DOCS, ROOT
from tests.support.served_app import served

GUIDE = ROOT / "clients" / "python" / "README.md"
NOTEBOOK = DOCS / "client.ipynb"
EXAMPLES = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
ALL_IDS = sorted(paper.id for paper in PAPERS)


@pytest.fixture
def client(site: Site) -> Iterator[Client]:
    with Client(site.address, key=site.key) as opened:
        yield opened


def test_the_guide_runs(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(EXAMPLES) > 5
    program = "\n".join(EXAMPLES).replace("http://127.0.0.1:8000", site.address)
    scope = {"KEY": site.key}
    exec(compile(program, str(GUIDE), "exec"), scope)
    assert (tmp_path / "augmentation.bib").read_text("utf-8").count("@") == 2
    for name in ("client", "writer", "patient"):
        scope[name].close()  # type: ignore[attr-defined]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_notebook_runs(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERSEARCH_ADDRESS", site.address)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert sum(bool(cell.get("outputs")) for cell in notebook.cells) > 3


@pytest.mark.parametrize("sort", ["added_at:asc", "title", "relevance", "year:desc"])
@pytest.mark.parametrize("per_page", [1, 2, 5, 100])
def test_a_walk_yields_each_paper_once(client: Client, sort: str, per_page: int) -> None:
    assert sorted(paper["id"] for paper in client.search_all(sort=sort, per_page=per_page)) == ALL_IDS


def test_a_cursor_of_another_query_is_an_error(client: Client) -> None:
    page = client.search("networks", cursor="*", per_page=1)
    with pytest.raises(CursorError):
        client.search("graph", cursor=page.next_cursor, per_page=1)


def test_a_long_query_walks_as_well(client: Client) -> None:
    question = "pruning networks before training " * 100
    assert len(question) > 2_000
    found = [paper["id"] for paper in client.search_all(question, match="best", per_page=1)]
    assert "p_cccccccccccc" in found
    assert len(found) == len(set(found)) == client.search(question, match="best").count


def test_both_clients_get_the_same(site: Site, client: Client) -> None:
    async def everything() -> tuple[list[str], list[str], list[object]]:
        async with AsyncClient(site.address) as other:
            walked = [paper["id"] async for paper in other.search_all("", per_page=2)]
            exported = [paper["id"] async for paper in other.export("networks")]
            return walked, exported, [bucket.value async for bucket in other.facet_all("keyword")]

    walked, exported, values = asyncio.run(everything())
    assert walked == [paper["id"] for paper in client.search_all("", per_page=2)]
    assert exported == [paper["id"] for paper in client.export("networks")]
    assert values == [bucket.value for bucket in client.facet_all("keyword")]


def test_a_merged_id_finds_its_paper(client: Client) -> None:
    assert client.get("p_zzzzzzzzzzzz")["id"] == "p_aaaaaaaaaaaa"


def test_many_ids_are_asked_in_parts(client: Client) -> None:
    found = client.get_many(["p_unknown"] * 600 + ALL_IDS)
    assert [paper["id"] for paper in found if paper] == ALL_IDS
    assert len(found) == 605


def test_line_separators_in_a_paper_do_not_break_an_export(client: Client) -> None:
    title = "Odd\u2028separators\x85in titles"
    [report] = client.add([{"title": title, "abstract": "One\u2028two\u2029three\x0bfour", "authors": ["Odd Author"]}])
    [outcome] = report.outcomes
    assert outcome.id
    try:
        assert [paper["id"] for paper in client.export("separators")] == [outcome.id]
    finally:
        client.delete(outcome.id)


def test_a_source_file_goes_in_and_its_papers_out(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "new.bib"
    file.write_text("@article{a, title={Unheard of Quokkas}, author={Ida Small}, year={2021}}", "utf-8")
    assert client.ingest(file).is_done
    [paper] = client.search("quokkas")
    assert client.delete(paper["id"]).is_done
    with pytest.raises(NotFoundError):
        client.get(paper["id"])


def test_an_export_that_fails_leaves_no_file(client: Client, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequestError, match="format"):
        client.export_to(tmp_path / "x.out", form="not_a_format")
    assert list(tmp_path.iterdir()) == []


def test_a_client_keeps_to_the_rate_that_the_server_allows(tmp_path: Path) -> None:
    app = make_app(tmp_path, rate_limit="4/second")
    with served(app) as address, Client(address) as hasty:
        assert [hasty.search("networks").count for _ in range(8)] == [4] * 8
    app.extensions["papersearch"].close()
