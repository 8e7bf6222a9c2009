"""BibTeX and biber themselves read what is exported, whatever the texts are. They must be there if CI=true.

`make test` compiles 300 papers: real ones and hostile ones. `make compile` compiles the papers of all real export files
and the whole Anthology by BibTeX, and some thousands of it by biber (`BIBER_PAPERS=71244` for all, 20 minutes).
The long form prints how many entries each program has read so far.
"""

import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from papersearch.paper import Author, Keyword, KeywordSource, Paper, PaperType, Venue, paper_to_json
from papersearch_api.formats import FORMATS, Heading
from tests.conftest import NORMAL_TEX_PAPERS
from tests.support.real_papers import anthology_papers, exported_papers

LETTERS = "abcDEF {}$\\%&_#~^<>|\"'@,=()é深. and--"
HOSTILE, EXPORTED = 60, 100
"""Hostile papers, and those of export files; both together with the normal `--tex-papers` are 300."""
PIECE = 2_500
"""Entries in a file: BibTeX has room for 200,000 strings."""
_ENTRY = re.compile(r"^@(?!comment)\w+\{([^,\s]+),", re.MULTILINE | re.IGNORECASE)
_ITEM = re.compile(r"^\\bibitem(?:\[(?:[^]{}]|\{[^{}]*\})*\])?\{([^}]+)\}", re.MULTILINE)


@pytest.fixture(scope="module")
def wanted(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--tex-papers"))


@pytest.fixture(scope="module")
def for_biber(request: pytest.FixtureRequest) -> int:
    """The most papers of the Anthology that biber gets, from all years."""
    return int(request.config.getoption("--biber-papers"))


@pytest.fixture(scope="module")
def exported(data_dir: Path, wanted: int) -> list[Paper]:
    """Papers of every kind of export file; all of them in the long form."""
    papers = exported_papers(data_dir)
    return papers if wanted > NORMAL_TEX_PAPERS else papers[:: len(papers) // EXPORTED][:EXPORTED]


@pytest.fixture(scope="module")
def anthology(data_dir: Path, wanted: int) -> list[Paper]:
    papers = anthology_papers(data_dir / "data/acl-xml.tar.xz", wanted)
    assert len(papers) == wanted
    return papers


def hostile(count: int) -> list[Paper]:
    chance = random.Random(7)

    def text(longest: int = 40) -> str:
        return "".join(chance.choice(LETTERS) for _ in range(chance.randint(1, longest)))

    def author() -> Author:
        parts = Author(text(9), given=text(9), family=text(9), suffix=chance.choice([None, "Jr."]))
        return chance.choice([Author(text(20)), parts, Author("x", literal=text(20))])

    return [
        Paper(
            f"p_{number:012}", type=chance.choice([None, *PaperType]), title=text(), year=1999, month=3,
            authors=tuple(author() for _ in range(chance.randint(1, 4))), venue=Venue("v", text()), volume=text(5),
            pages=text(5), publisher=text(), abstract=text(300), keywords=(Keyword(text(), KeywordSource.AUTHOR),),
            ids={"doi": text()}, links={"html": text()}, citation_key=text(6),
        )
        for number in range(count)
    ]  # fmt: skip


def run(folder: Path, *command: str) -> str:
    if shutil.which(command[0]) is None:
        reason = f"{command[0]} is not installed (Debian: texlive-binaries, texlive-base, biber)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False).stdout


def read_by_bibtex(folder: Path) -> list[str]:
    """The keys of the entries of `all.bib`, sorted, as BibTeX gives them to a document."""
    (folder / "x.aux").write_text("\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{all}\n", encoding="utf-8")
    said = run(folder, "bibtex", "x")
    assert "error message" not in said, said[-2_000:]
    assert "fatal error" not in said, said[-2_000:]
    return sorted(_ITEM.findall((folder / "x.bbl").read_text("utf-8")))


def read_by_biber(folder: Path) -> list[str]:
    """The keys of the entries of `all.bib`, sorted, as biber writes them."""
    said = run(folder, "biber", "--tool", "--output-file", "out.bib", "all.bib")
    assert "ERROR -" not in said, said[-2_000:]
    return sorted(_ENTRY.findall((folder / "out.bib").read_text("utf-8")))


PROGRAMS = {"bibtex": read_by_bibtex, "biblatex": read_by_biber}
"""Format -> the program that reads it."""


def entries_read(papers: Sequence[Paper], form: str, folder: Path) -> Iterator[int]:
    """The number of entries read so far, after each piece. The program reads every entry without an error."""
    entries = list(FORMATS[form].write(map(paper_to_json, papers), Heading()))
    assert len(entries) == len(papers)
    for start in range(0, len(entries), PIECE):
        piece = entries[start : start + PIECE]
        (folder / "all.bib").write_text("".join(piece), encoding="utf-8")
        assert PROGRAMS[form](folder) == sorted(_ENTRY.match(entry)[1] for entry in piece)  # type: ignore[index]
        yield start + len(piece)


@pytest.mark.parametrize("form", PROGRAMS)
def test_hostile_papers_are_read_without_an_error(form: str, tmp_path: Path) -> None:
    assert list(entries_read(hostile(HOSTILE), form, tmp_path)) == [HOSTILE]


@pytest.mark.data
@pytest.mark.parametrize("form", PROGRAMS)
def test_real_papers_are_read_without_an_error(
    wanted: int,
    exported: list[Paper],
    anthology: list[Paper],
    for_biber: int,
    form: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert len(exported) >= EXPORTED
    step = -(-len(anthology) // for_biber) if form == "biblatex" else 1
    papers = [*exported, *anthology[::step]]
    number = 0
    for number in entries_read(papers, form, tmp_path):
        with capsys.disabled() if wanted > NORMAL_TEX_PAPERS else nullcontext():
            print(f"\n{form}: {number:,} of {len(papers):,} entries read, 0 errors", end="", flush=True)
    assert number == len(papers)
