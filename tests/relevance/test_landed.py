"""The table of landed figures: what a run compares itself with."""

from pathlib import Path

from tests.relevance.landed import LANDED, Figures


def test_a_figure_says_how_far_it_is_from_the_landed_one(tmp_path: Path) -> None:
    path = tmp_path / "landed.tsv"
    first = Figures(path)
    assert first.cell(("a", "embedded", "auto", "success@1"), [True, True]) == "1.000 (1.000 to 1.000)"
    assert first.number(("b", "embedded", "page 1", "AUC"), 0.8) == "0.800"
    first.save()
    now = Figures(path)
    assert now.number(("b", "embedded", "page 1", "AUC"), 0.815) == "0.815 +0.015"
    assert now.number(("b", "embedded", "page 2", "AUC"), 0.9) == "0.900"
    assert now.cell(("a", "embedded", "auto", "success@1"), [True, False, True, False]).endswith(") -0.500")
    now.save()
    again = Figures(path)
    assert again.number(("a", "embedded", "auto", "success@1"), 0.5) == "0.500 +0.000"
    assert again.number(("b", "embedded", "page 1", "AUC"), 0.815) == "0.815 +0.000"


def test_each_engine_has_its_own_landed_figure(tmp_path: Path) -> None:
    figures = Figures(tmp_path / "landed.tsv")
    figures.number(("a", "embedded", "auto", "AUC"), 0.8)
    figures.number(("a", "Elasticsearch", "auto", "AUC"), 0.7)
    figures.save()
    landed = Figures(tmp_path / "landed.tsv")
    assert landed.number(("a", "embedded", "auto", "AUC"), 0.8) == "0.800 +0.000"
    assert landed.number(("a", "Elasticsearch", "auto", "AUC"), 0.8) == "0.800 +0.100"


def test_the_committed_table_can_be_read() -> None:
    assert Figures(LANDED).number(("scifact", "embedded", "auto", "success@10"), 0.85)[:5] == "0.850"
    assert len(LANDED.read_text("utf-8").splitlines()) > 20
