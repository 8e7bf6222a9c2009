"""What is asked, and how exports and tables are read, without a server."""

import inspect
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from papersearch_client import AsyncClient, Client, PapersearchClientError, calls, to_pandas, to_polars
from papersearch_client.lines import papers_of
from papersearch_client.options import parameters

PAPERS: list[Any] = [
    {"id": "p_a", "title": "One\u2028title", "authors": [{"name": "Ana Peña"}], "year": 2019,
     "venue": {"id": "iclr", "label": "ICLR"}, "keywords": [{"value": "k", "source": "author"}],
     "ids": {"doi": "10.1/x"}, "added_at": "2026-01-02T03:04:05Z"},
    {"id": "p_b", "title": None, "authors": [], "venue": None, "year": None, "added_at": "2026-01-02T03:04:05.678901Z"},
    {"id": "p_c"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"venue": "ICLR"}, [("venue", "ICLR")]),
        ({"venue": ["ICLR", "a, b"]}, [("venue", "ICLR"), ("venue", "a, b")]),
        ({"year": 2019}, [("year", "2019")]),
        ({"year": [2018, "2020.."]}, [("year", "2018"), ("year", "2020..")]),
        ({"not_venue": "ICLR", "keyword_op": "and"}, [("venue.not", "ICLR"), ("keyword.op", "and")]),
        ({"highlight": True, "strict": False}, [("highlight", "true"), ("strict", "false")]),
        ({"added_from": date(2024, 1, 2)}, [("added_from", "2024-01-02")]),
        ({"added_to": datetime(2024, 1, 2, 23, 0, tzinfo=UTC)}, [("added_to", "2024-01-02")]),
        ({"venue": None, "facets": ()}, []),
    ],
)
def test_options_become_parameters(options: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert parameters("", options) == tuple(expected)


def test_a_long_query_goes_into_the_body() -> None:
    call = calls.search("word " * 500, {"venue": ["a", "b"], "per_page": 5})
    assert call.operation == "POST /papers/search"
    assert json.loads(call.content or b"") == {"q": "word " * 500, "venue": ["a", "b"], "per_page": "5"}
    assert call.params == ()


@pytest.mark.parametrize("name", ["https://arxiv.org/abs/1810.02340", "doi:10.1000/a/b(1)?#", "ä %2F"])
def test_an_id_is_one_part_of_the_path(name: str) -> None:
    path = calls.get(name, conflicts=False).path
    assert path.count("/") == 4
    assert not set("?# ") & set(path)


def test_many_papers_are_sent_in_several_requests() -> None:
    sizes = [len((call.content or b"").splitlines()) for call in calls.add({"title": str(n)} for n in range(2_001))]
    assert sizes == [1_000, 1_000, 1]
    big = [{"full_text": "x" * 6_000_000}] * 3
    assert [len(call.content or b"") < 10_000_001 for call in calls.add(big)] == [True] * 3
    assert calls.add([]) == []


@pytest.mark.parametrize("size", [1, 2, 7, 10_000])
def test_papers_come_whole_out_of_pieces_of_any_size(size: int) -> None:
    export = b"".join(json.dumps(paper, ensure_ascii=False).encode() + b"\n" for paper in PAPERS)
    pieces = [export[at : at + size] for at in range(0, len(export), size)]
    assert list(papers_of(pieces)) == PAPERS


@pytest.mark.parametrize("export", [b'{"id": "p_a"}\n{"id": ', b'{"id": "p_a"}', b"<html>\n"])
def test_an_export_that_was_cut_off_is_an_error(export: bytes) -> None:
    with pytest.raises(PapersearchClientError):
        list(papers_of([export]))


def test_a_table_of_pandas() -> None:
    table = to_pandas(PAPERS)
    assert table["id"].tolist() == ["p_a", "p_b", "p_c"]
    assert table["authors"].tolist() == [["Ana Peña"], [], []]
    assert table["year"].sum() == 2019
    assert str(table["added_at"].dtype).endswith("UTC]")
    assert table["added_at"].notna().tolist() == [True, True, False]
    empty = to_pandas([])
    assert empty.dtypes.drop("added_at").to_dict() == table.dtypes.drop("added_at").to_dict()


def test_a_table_of_polars() -> None:
    table = to_polars(PAPERS)
    assert table["id"].to_list() == ["p_a", "p_b", "p_c"]
    assert table["authors"].to_list() == [["Ana Peña"], [], []]
    assert table["year"].to_list() == [2019, None, None]
    assert table["added_at"].to_list()[0] == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert to_polars([]).schema == table.schema


def public_methods(kind: type) -> dict[str, list[tuple[str, object]]]:
    return {
        name: [(parameter.name, parameter.default) for parameter in inspect.signature(method).parameters.values()]
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    }


def test_both_clients_have_the_same_methods() -> None:
    blocking, other = public_methods(Client), public_methods(AsyncClient)
    assert blocking.pop("close") == other.pop("aclose")
    assert blocking == other
