"""Keywords that are worth reading: those that pages show, judged one by one, and F1 of the whole list."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.keyphrases import measure
from bench.similar import read_explorer_pages
from papersearch.paper import Paper
from papersearch_api.pages.paper_model import worth_showing
from papersearch_ingest.papers.keyphrases import canonical_keyphrases, extract_keyphrases
from tests.relevance.keyword_verdicts import PASS, RULES, agreement, read_verdicts, share_passing

_PAPERS = 200
_MOST_SHOWN = 5
PASSING_FLOOR = 0.9
KAPPA_FLOOR = 0.6
"""From here on, agreement is called substantial (Landis and Koch 1977)."""
F1_FLOOR = {"inspec": 26.9, "www": 14.9}
"""F1@10 in percent, on abstracts with keyphrases that people gave."""


def judged() -> dict[str, set[str]]:
    """Paper -> its keywords; papers of which none is shown have none."""
    found: dict[str, set[str]] = {}
    for verdict in read_verdicts():
        found.setdefault(verdict.paper, set()).update(filter(None, [verdict.keyword]))
    return found


def shown(paper: Paper) -> list[str]:
    extracted = [{"value": value, "source": "extracted"} for value in canonical_keyphrases(paper.title, paper.abstract)]
    body = {"title": paper.title, "abstract": paper.abstract, "keywords": extracted}
    return [keyword["value"] for keyword in worth_showing(body, _MOST_SHOWN)]


@pytest.mark.parametrize("reader", ["first", "second"])
def test_nine_of_ten_shown_keywords_pass(reader: str) -> None:
    verdicts = [getattr(each, reader) for each in read_verdicts() if each.keyword]
    assert len(judged()) == _PAPERS
    assert set(verdicts) <= {PASS, *RULES}
    assert share_passing(verdicts) >= PASSING_FLOOR


def test_the_two_readers_agree_far_beyond_chance() -> None:
    found = [each for each in read_verdicts() if each.keyword]
    _, kappa = agreement([each.first for each in found], [each.second for each in found])
    assert kappa >= KAPPA_FLOOR


def test_agreement_is_what_is_beyond_chance() -> None:
    assert agreement(["pass", "not whole"] * 2, ["pass", "says nothing"] * 2) == (1.0, 1.0)
    assert agreement(["pass", "pass", "not whole", "not whole"], ["pass", "not whole"] * 2) == (0.5, 0.0)


def test_the_judged_keywords_are_those_that_pages_show(acl_papers: Sequence[Paper], data_dir: Path) -> None:
    """A change of the extractor draws and judges anew where it changes more than a few."""
    seeds, _ = read_explorer_pages(data_dir / "seeds")
    by_name = {paper.ids.get("acl") or paper.id: paper for paper in [*acl_papers, *seeds]}
    known = {name: keywords for name, keywords in judged().items() if name in by_name}
    same = sum(len(keywords & set(shown(by_name[name]))) for name, keywords in known.items())
    listed = sum(len(keywords) for keywords in known.values())
    now = sum(len(shown(by_name[name])) for name in known)
    assert len(known) == _PAPERS
    assert same >= 0.97 * max(listed, now)


@pytest.mark.parametrize("name", F1_FLOOR)
def test_f1_of_the_extracted_list(data_dir: Path, name: str) -> None:
    lines = (data_dir / "data" / "keyphrase" / f"{name}.jsonl").read_text("utf-8").splitlines()
    f1, _ = measure([json.loads(line) for line in lines], extract_keyphrases)
    assert f1 >= F1_FLOOR[name]
