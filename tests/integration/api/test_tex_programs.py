"""BibTeX and biber themselves read what is exported, whatever the texts are. They must be there if CI=true."""

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from papersearch.paper import Author, Keyword, KeywordSource, Paper, PaperType, Venue, paper_to_json
from papersearch_api.formats import FORMATS, Heading

LETTERS = "abcDEF {}$\\%&_#~^<>|\"'@,=()é深. and--"
COUNT = 300


def papers() -> list[dict[str, object]]:
    chance = random.Random(7)

    def text(longest: int = 40) -> str:
        return "".join(chance.choice(LETTERS) for _ in range(chance.randint(1, longest)))

    def author() -> Author:
        parts = Author(text(9), given=text(9), family=text(9), suffix=chance.choice([None, "Jr."]))
        return chance.choice([Author(text(20)), parts, Author("x", literal=text(20))])

    made = (
        Paper(
            f"p_{number:012}", type=chance.choice([None, *PaperType]), title=text(), year=1999, month=3,
            authors=tuple(author() for _ in range(chance.randint(1, 4))), venue=Venue("v", text()), volume=text(5),
            pages=text(5), publisher=text(), abstract=text(300), keywords=(Keyword(text(), KeywordSource.AUTHOR),),
            ids={"doi": text()}, links={"html": text()}, citation_key=text(6),
        )
        for number in range(COUNT)
    )  # fmt: skip
    return [paper_to_json(paper) for paper in made]


def run(folder: Path, *command: str) -> str:
    if shutil.which(command[0]) is None:
        reason = f"{command[0]} is not installed (Debian: texlive-binaries, texlive-base, biber)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=200, check=False).stdout


def test_bibtex_reads_every_entry_without_an_error(tmp_path: Path) -> None:
    (tmp_path / "all.bib").write_text("".join(FORMATS["bibtex"].write(papers(), Heading())), encoding="utf-8")
    (tmp_path / "x.aux").write_text("\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{all}\n", encoding="utf-8")
    assert "error message" not in run(tmp_path, "bibtex", "x")
    assert (tmp_path / "x.bbl").read_text("utf-8").count("\\bibitem") == COUNT


def test_biber_reads_every_entry_without_an_error(tmp_path: Path) -> None:
    (tmp_path / "all.bib").write_text("".join(FORMATS["biblatex"].write(papers(), Heading())), encoding="utf-8")
    said = run(tmp_path, "biber", "--tool", "--output-file", "out.bib", "all.bib")
    assert "ERROR" not in said
    assert (tmp_path / "out.bib").read_text("utf-8").count("\n@") >= COUNT - 1
