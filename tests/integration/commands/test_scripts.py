"""Searches in scripts without spaces and with vowel points, on both engines."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest

from papersearch.process import cli
from tests.contract.conftest import drop_everything

MINE = (
    {"title": "森林における鳥の観察記録", "authors": ["Ito Ren"], "year": 2020},
    {"title": "鳥類と観光の記録", "authors": ["Sato Rin"], "year": 2020},
    {"title": "การสังเกตนกในป่าลึก", "authors": ["สมชาย ใจดี"], "year": 2020},
    {"title": "ការសង្កេតបក្សី", "authors": ["Sok Dara"], "year": 2020},
    {"title": "ငှက်စောင့်ကြည့်ခြင်း", "authors": ["Aung Min"], "year": 2020},
    {"title": "مُراقَبَةُ الطُّيُورِ في الغابة", "authors": ["Ida Moor"], "year": 2020},
    {"title": "צַפָּרוּת בַּיַּעַר", "authors": ["Ada Lund"], "year": 2020},
)


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def prefix(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An engine and a home, chosen by the environment; the first part of the names of the engine's indexes."""
    name = f"scripts-{uuid4().hex[:8]}"
    url = "embedded" if request.param == "embedded" else request.getfixturevalue("elasticsearch_url")
    values = {"ENGINE_URL": url, "STORE_URL": "", "BROKER_URL": "", "HOME": tmp_path / "home", "INDEX_PREFIX": name}
    for variable, value in values.items():
        monkeypatch.setenv(f"PAPERSEARCH_{variable}", str(value))
    yield name
    if url != "embedded":
        drop_everything(url, name)


def check(source: Path, expected: Sequence[tuple[str, Sequence[int]]], capsys: pytest.CaptureFixture[str]) -> None:
    """Ingests a file, and compares which of its lines each query finds."""
    lines = [json.loads(line)["title"] for line in source.read_text("utf-8").splitlines()]
    assert cli.run(["ingest", str(source)]) == 0
    for query, places in expected:
        capsys.readouterr()
        assert cli.run(["search", "--json", "--", *query.split("  ")]) == 0
        found = {hit["title"] for hit in json.loads(capsys.readouterr().out)["results"]}
        assert found == {lines[place] for place in places}, query


@pytest.mark.usefixtures("prefix")
def test_words_of_many_scripts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "mine.jsonl"
    source.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in MINE), "utf-8")
    check(
        source,
        [("観察", [0]), ("記録", [0, 1]), ("記録 -観察", [1]), ("鳥観", []), ("鳥 観", [0, 1]), ("ป่าลึก", [2]),
         ("นก*", [2]), ("author:ใจดี", [2]), ("បក្សី", [3]), ("စောင့်", [4]), ("الطيور", [5]), ("مراقبة", [5]),
         ("צפרות", [6]), ("ביער", [6])],
        capsys,
    )  # fmt: skip


@pytest.mark.usefixtures("prefix")
def test_real_cases(data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "all.jsonl"
    cases = ("cjk-words", "thai-words", "vowel-points")
    files = [(data_dir / "cases" / name / "papers.jsonl").read_text("utf-8") for name in cases]
    source.write_text("\n".join(line for text in files for line in text.splitlines() if line), "utf-8")
    expected = [("学习", [0, 1]), ("研究 -学习", [2]), ("เชิงลึก", [3]), ("التعلم", [4]), ("שלום", [5])]
    check(source, expected, capsys)
