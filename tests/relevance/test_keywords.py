"""Keywords that are worth reading: those that pages show, judged one by one, and F1 of the whole list.

keyword_verdicts.tsv has the keywords shown of 200 papers, drawn by a seed after the extractor was settled: 176 of the
ACL Anthology, by their ids there, and 24 of the seeds. A keyword passes if

1. it is a noun phrase: no verb form that has an object or subject in it, no describing word at its end;
2. it is whole: nothing of a longer term is cut off, and no other word sticks to it;
3. it says what this paper is about: a reader who looks for that would want the paper.

Others have the rule that they break: `no noun phrase`, `not whole`, `says nothing`.
"""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.keyphrases import measure
from bench.similar import read_explorer_pages
from papersearch.paper import Paper
from papersearch_api.pages.paper_model import worth_showing
from papersearch_ingest.papers.keyphrases import canonical_keyphrases, extract_keyphrases

_VERDICTS = Path(__file__).parent / "keyword_verdicts.tsv"
_RULES = {"no noun phrase", "not whole", "says nothing"}
_PAPERS = 200
_MOST_SHOWN = 5
PASSING_FLOOR = 0.9
F1_FLOOR = {"inspec": 26.9, "www": 14.9}
"""F1@10 in percent, on abstracts with keyphrases that people gave."""


def judged() -> dict[str, dict[str, str]]:
    """Paper -> keyword -> verdict; papers of which none is shown have none."""
    found: dict[str, dict[str, str]] = {}
    with _VERDICTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            keywords = found.setdefault(row["paper"], {})
            if row["keyword"]:
                keywords[row["keyword"]] = row["verdict"]
    return found


def shown(paper: Paper) -> list[str]:
    extracted = [{"value": value, "source": "extracted"} for value in canonical_keyphrases(paper.title, paper.abstract)]
    body = {"title": paper.title, "abstract": paper.abstract, "keywords": extracted}
    return [keyword["value"] for keyword in worth_showing(body, _MOST_SHOWN)]


def test_nine_of_ten_shown_keywords_pass() -> None:
    papers = judged()
    verdicts = [verdict for keywords in papers.values() for verdict in keywords.values()]
    assert len(papers) == _PAPERS
    assert set(verdicts) <= {"pass", *_RULES}
    assert verdicts.count("pass") / len(verdicts) >= PASSING_FLOOR


def test_the_judged_keywords_are_those_that_pages_show(acl_papers: Sequence[Paper], data_dir: Path) -> None:
    """A change of the extractor draws and judges anew where it changes more than a few."""
    seeds, _ = read_explorer_pages(data_dir / "seeds")
    by_name = {paper.ids.get("acl") or paper.id: paper for paper in [*acl_papers, *seeds]}
    known = {name: keywords for name, keywords in judged().items() if name in by_name}
    same = sum(len(keywords.keys() & set(shown(by_name[name]))) for name, keywords in known.items())
    listed = sum(len(keywords) for keywords in known.values())
    now = sum(len(shown(by_name[name])) for name in known)
    assert len(known) == _PAPERS
    assert same >= 0.97 * max(listed, now)


@pytest.mark.parametrize("name", F1_FLOOR)
def test_f1_of_the_extracted_list(data_dir: Path, name: str) -> None:
    lines = (data_dir / "data" / "keyphrase" / f"{name}.jsonl").read_text("utf-8").splitlines()
    f1, _ = measure([json.loads(line) for line in lines], extract_keyphrases)
    assert f1 >= F1_FLOOR[name]
