"""Homes with signs of addresses in their paths, homes of other users, and homes of a group."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

NOBODY = 65_534
PAPER = {"title": "Otters by night", "authors": ["Una Moor"], "year": 2020}
NO_RIGHTS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"] if os.geteuid() == 0 else []
"""What takes from root the right to ignore permissions: it is then another user for files that are not its own."""


Ended = subprocess.CompletedProcess[str]


def papersearch(home: Path, *args: object, prefix: Sequence[str] = (), umask: int = 0o022) -> Ended:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PAPERSEARCH_")}
    command = [*prefix, sys.executable, "-m", "papersearch", *map(str, args)]
    return subprocess.run(
        command, env=env | {"PAPERSEARCH_HOME": str(home)}, capture_output=True, text=True, umask=umask, check=False
    )


def titles(found: Ended) -> list[str]:
    assert found.returncode == 0, found.stderr
    return [hit["title"] for hit in json.loads(found.stdout)["results"]]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps(PAPER))
    return file


@pytest.fixture
def home(tmp_path: Path, source: Path) -> Iterator[Path]:
    """A home with one paper, which can be deleted afterwards whatever a test did to it."""
    folder = tmp_path / "home"
    assert papersearch(folder, "ingest", source).returncode == 0
    yield folder
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)


def take_write_rights(home: Path) -> None:
    for path in (*home.rglob("*"), home):
        path.chmod(path.stat().st_mode & ~0o222)


def test_homes_that_differ_behind_a_sign_of_addresses_are_two(tmp_path: Path, data_dir: Path) -> None:
    folder = data_dir / "cases" / "home-path-url-characters"
    homes = [tmp_path / name for name in ("lab?a", "lab?b", "My%20#")]
    for place, home in enumerate(homes):
        name = "two.jsonl" if place % 2 else "one.jsonl"
        assert papersearch(home, "ingest", folder / name).returncode == 0
        assert {path.name for path in home.iterdir()} >= {"papersearch.db", "raw", "index"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(home.name for home in homes)
    first, second = (titles(papersearch(home, "search", "--json", "paper")) for home in homes[:2])
    assert (first, second) == (["Paper of the first home"], ["Paper of the second home"])


def test_home_without_right_to_write_is_searched(home: Path) -> None:
    take_write_rights(home)
    assert titles(papersearch(home, "search", "--json", "otters", prefix=NO_RIGHTS)) == [PAPER["title"]]
    assert "Otters" in papersearch(home, "export", "--format", "bibtex", prefix=NO_RIGHTS).stdout
    written = papersearch(home, "rebuild", prefix=NO_RIGHTS)
    assert written.returncode == 1
    assert "This user cannot write" in written.stderr
    assert str(home) in written.stderr


def test_reader_sees_what_the_owner_adds(home: Path, tmp_path: Path) -> None:
    take_write_rights(home)
    reader = """
import json, sys
from pathlib import Path
from papersearch.settings import Settings
from papersearch import SearchService, open_engine, open_store
from papersearch.store.store import open_existing_store
settings = Settings(home=Path(sys.argv[1]))
store, engine = open_existing_store(settings), open_engine(settings)
for _ in range(2):
    live = engine.live_generation()
    print(store.papers.count(), sum(1 for _ in engine.indexed_versions(live)), flush=True)
    sys.stdin.readline()
"""
    command = [*NO_RIGHTS, sys.executable, "-c", reader, str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "1 1\n"
        more = tmp_path / "more.jsonl"
        more.write_text(json.dumps(PAPER | {"title": "Voles by day"}))
        for path in (home, *home.rglob("*")):  # the owner can write again, the reader never could
            path.chmod(path.stat().st_mode | 0o200)
        assert papersearch(home, "ingest", more).returncode == 0
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "2 2\n"
        process.stdin.write("\n")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to another user")
def test_home_of_another_user_is_searched(home: Path) -> None:
    for path in (home, *home.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    assert titles(papersearch(home, "search", "--json", "otters", prefix=NO_RIGHTS)) == [PAPER["title"]]
    assert "This user cannot write" in papersearch(home, "keys", "create", "x", prefix=NO_RIGHTS).stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to another user")
def test_two_users_of_a_group_share_a_home(tmp_path: Path, source: Path) -> None:
    home = tmp_path / "home"
    assert papersearch(home, "ingest", source, umask=0o002).returncode == 0
    for path in (home, *home.rglob("*")):
        assert path.stat().st_mode & 0o060 == 0o060, path
        os.chown(path, NOBODY, os.getegid())
    source.write_text(json.dumps(PAPER | {"title": "Voles by day"}))
    added = papersearch(home, "ingest", source, prefix=NO_RIGHTS, umask=0o002)
    assert added.returncode == 0, added.stderr
    assert len(titles(papersearch(home, "search", "--json", "by", prefix=NO_RIGHTS))) == 2
    assert all(path.stat().st_mode & 0o060 == 0o060 for path in home.rglob("*"))


def test_files_of_a_home_follow_a_strict_umask(tmp_path: Path, source: Path) -> None:
    home = tmp_path / "home"
    assert papersearch(home, "ingest", source, umask=0o077).returncode == 0
    assert all(not path.stat().st_mode & 0o077 for path in (home, *home.rglob("*")))


def test_real_case_of_a_home_without_right_to_write(tmp_path: Path, data_dir: Path) -> None:
    home = tmp_path / "home"
    source = data_dir / "cases" / "home-without-write-permission" / "one.jsonl"
    assert papersearch(home, "ingest", source).returncode == 0
    take_write_rights(home)
    try:
        assert titles(papersearch(home, "search", "--json", "read", prefix=NO_RIGHTS)) == ["Read me only"]
    finally:
        for path in (home, *home.rglob("*")):
            path.chmod(path.stat().st_mode | 0o200)


if NO_RIGHTS and shutil.which("setpriv") is None:
    pytest.skip("setpriv is not there, and root ignores permissions", allow_module_level=True)
