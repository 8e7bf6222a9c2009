"""The commands of the ingest service as people and scripts run them: output, JSON and exit codes."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from papersearch.operations.job_views import start_reindex
from papersearch.process import cli
from papersearch.process.output import Progress
from papersearch.settings import Settings
from papersearch_ingest.work.program import opened_store
from tests.support.paths import SAMPLES

CLASSICS = SAMPLES / "classics.jsonl"


class Shell:
    """Runs `papersearch` in this process."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.settings = Settings(home=home)
        self._capsys = capsys
        self.out = ""
        self.err = ""

    def run(self, *args: object) -> int:
        code = cli.run([str(arg) for arg in args])
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *args: object, code: int = 0) -> Any:
        assert self.run(*args, "--json") == code, self.err
        return json.loads(self.out)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    for name in ("ENGINE_URL", "STORE_URL", "BROKER_URL"):
        monkeypatch.setenv(f"PAPERSEARCH_{name}", "")
    monkeypatch.setenv("PAPERSEARCH_HOME", str(tmp_path / "home"))
    return Shell(tmp_path / "home", capsys)


@pytest.fixture
def filled(shell: Shell) -> Shell:
    assert shell.run("ingest", CLASSICS) == 0
    return shell


def test_seeds_are_375_records_and_357_papers_and_then_unchanged(shell: Shell, seeds: Path) -> None:
    first = shell.json("ingest", seeds)
    assert first.items() >= {"records": 375, "added": 357, "merged": 18, "rejected": 0, "skipped": 0}.items()
    again = shell.json("ingest", seeds)
    assert again.items() >= {"records": 375, "unchanged": 375, "added": 0, "updated": 0}.items()
    assert shell.json("status")["papers"] == 357


def test_report_counts_each_record_once(shell: Shell) -> None:
    report = shell.json("ingest", CLASSICS)
    outcomes = ("added", "updated", "merged", "unchanged", "rejected")
    assert report["records"] == sum(report[name] for name in outcomes) > 0
    assert report.keys() == {"run", "records", *outcomes, "skipped", "seconds", "sources"}


def test_path_that_does_not_exist_is_wrong_usage_and_nothing_goes_in(shell: Shell) -> None:
    assert shell.run("ingest", CLASSICS, "nothing.txt") == 2
    assert "nothing.txt" in shell.err
    assert shell.json("status")["papers"] == 0


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0\x00\x10JFIF", b"", b"\n \n"])
def test_source_that_is_none_is_named_and_the_others_go_in(shell: Shell, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.bin").write_bytes(content)
    report = shell.json("ingest", tmp_path / "odd.bin", CLASSICS, code=1)
    assert report["added"] > 0
    assert [source["state"] for source in report["sources"]] == ["failed", "done"]
    shell.run("ingest", tmp_path / "odd.bin")
    assert "odd.bin" in shell.err
    assert "Traceback" not in shell.err


def test_files_of_a_folder_that_are_no_source_are_skipped(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "classics.jsonl").write_bytes(CLASSICS.read_bytes())
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF")
    (folder / "empty.txt").touch()
    assert shell.json("ingest", folder)["skipped"] == 2


def test_first_skipped_files_are_named(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "classics.jsonl").write_bytes(CLASSICS.read_bytes())
    for number in range(7):
        (folder / f"photo{number}.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF")
    monkeypatch.chdir(tmp_path)
    assert shell.run("ingest", "sources") == 0
    lines = shell.err.splitlines()
    assert lines[0] == "Read:"
    assert re.fullmatch(r"  sources/classics.jsonl: \d+ records \(paper-json\)", lines[1])
    assert lines[2:4] == ["Skipped, not a source:", "  sources/photo0.jpg"]
    assert lines[-1] == "  and 2 more"
    assert "; 7 files skipped (" in shell.out
    assert shell.json("ingest", "sources")["skipped"] == 7
    assert shell.err == ""


@pytest.mark.parametrize(
    ("args", "code"), [(("--year", "abc"), 2), (("--nope",), 2), (("--parser", "nope"), 2), (("--timeout", "-1"), 2)]
)
def test_wrong_option_of_ingest(shell: Shell, args: tuple[str, ...], code: int) -> None:
    assert shell.run("ingest", CLASSICS, *args) == code
    assert shell.err


def test_stdin_is_a_source(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(CLASSICS.read_bytes())))
    assert shell.json("ingest", "-")["added"] > 0


def test_address_is_refused_with_a_sentence(shell: Shell) -> None:
    assert shell.run("ingest", "https://example.org/list") == 2
    assert "example.org" in shell.err
    assert "PAPERSEARCH_ALLOWED_HOSTS" in shell.err


def test_rejects_are_fine_unless_strict(shell: Shell, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(CLASSICS.read_text().splitlines()[0] + "\n{ this is no JSON\n")
    assert shell.json("ingest", broken)["rejected"] == 1
    assert shell.json("ingest", broken, "--strict", code=1)["rejected"] == 1
    rejects = shell.json("rejects", "list")
    assert rejects["meta"]["count"] == 1
    reject = rejects["results"][0]
    assert reject["line"] == 2
    assert reject["reason"]
    assert shell.json("rejects", "show", reject["id"])["raw"] == "{ this is no JSON"
    assert shell.json("rejects", "replay")["rejects"] == 1
    assert shell.run("rejects", "show", 9999) == 1


def test_without_waiting_the_sources_are_kept_and_a_worker_reads_them(shell: Shell) -> None:
    assert shell.run("ingest", CLASSICS, "--no-wait") == 0
    assert shell.json("status")["pending"] == 1
    assert shell.run("doctor") == 1
    assert "papersearch worker" in shell.out
    assert shell.run("worker", "--burst") == 0
    status = shell.json("status")
    assert status["pending"] == status["leased"] == 0
    assert status["papers"] > 0


def test_status_has_the_documented_shape(filled: Shell) -> None:
    status = filled.json("status")
    assert status.keys() == {
        "engine", "store", "broker", "generation", "reindex_needed", "papers", "pending", "leased", "rejects",
        "lag_s", "drift", "workers",
    }  # fmt: skip
    assert status["reindex_needed"] is False
    assert status["broker"] is None
    assert filled.run("doctor") == 0


def test_status_of_an_engine_that_is_away_says_so_and_fails(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERSEARCH_ENGINE_URL", "http://127.0.0.1:9")
    assert shell.json("status", code=1)["engine"]["ok"] is False
    assert shell.run("doctor") == 1
    assert "PAPERSEARCH_ENGINE_URL" in shell.out
    assert shell.run("ingest", CLASSICS) == 1
    assert "Traceback" not in shell.err


def test_store_that_is_away_is_a_sentence(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("PAPERSEARCH_STORE_URL", "postgresql+psycopg://nobody@127.0.0.1:9/none")
    assert shell.json("status", code=1)["store"]["ok"] is False
    assert shell.run("generations") == 1
    assert "store does not answer" in shell.err


def test_re_index_generations_roll_back_and_verify(filled: Shell) -> None:
    before = filled.json("status")["generation"]
    job = filled.json("reindex", "--wait")
    assert job["state"] == "done"
    assert job["progress"]["generation"] != before
    states = {each["name"]: each["state"] for each in filled.json("generations")["results"]}
    assert states == {before: "retired", job["progress"]["generation"]: "live"}
    assert filled.json("verify")["equal"] is True
    assert filled.json("rollback")["generation"] == before
    assert filled.json("verify", "--repair")["equal"] is True
    assert filled.json("jobs", "show", job["id"])["state"] == "done"
    assert filled.run("jobs", "cancel", job["id"]) == 1
    assert [each["id"] for each in filled.json("jobs", "list")["results"]] == [job["id"]]


@pytest.mark.parametrize("resume", ["--resume", "--go-on"])
def test_paused_job_is_resumed_by_either_name(shell: Shell, resume: str) -> None:
    with opened_store(shell.settings) as store:
        job = start_reindex(store)
    assert shell.run("jobs", "pace", job.id, "--pause") == 0
    assert shell.json("jobs", "show", job.id)["progress"]["paused"] is True
    assert shell.run("jobs", "pace", job.id, resume) == 0
    assert shell.json("jobs", "show", job.id)["progress"]["paused"] is False
    assert shell.run("jobs", "pace", job.id, "--pause", resume) == (2 if resume == "--go-on" else 0)
    assert shell.run("jobs", "pace", job.id) == 2
    assert shell.run("jobs", "pace", "--help") == 0
    assert "--resume" in shell.out
    assert "--go-on" not in shell.out


def test_ages_and_sizes_are_for_people_and_json_keeps_the_numbers(filled: Shell) -> None:
    assert filled.run("generations") == 0
    shown = re.fullmatch(r"papers-000001  live +\d+ +(\d+) kB +0  (just now|\d+ s ago) +-", filled.out.splitlines()[1])
    assert shown
    (generation,) = filled.json("generations")["results"]
    assert generation["size_bytes"] == pytest.approx(int(shown[1]) * 1_000, rel=0.01)
    assert generation["promoted_at"].endswith("Z")


def test_roll_back_to_a_generation_that_is_none_fails(filled: Shell) -> None:
    assert filled.run("rollback") == 1
    assert filled.run("rollback", "papers-999999") == 1


def test_rejects_as_lines_go_in_once_the_source_is_mended_by_hand(shell: Shell, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"title": "Alpha nets"}\n{"title": "Beta nets"\n')
    shell.run("ingest", broken)
    assert shell.run("rejects", "list", "--format", "ndjson") == 0
    (reject,) = [json.loads(line) for line in shell.out.splitlines()]
    assert (reject["line"], reject["raw"]) == (2, '{"title": "Beta nets"')
    broken.write_text(broken.read_text().splitlines()[0] + "\n" + reject["raw"] + "}\n")
    assert shell.json("ingest", broken).items() >= {"added": 1, "unchanged": 1, "rejected": 0}.items()
    assert shell.json("rejects", "list")["results"] == []


def test_report_says_what_each_source_of_a_run_brought(shell: Shell, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"title": "Alpha nets"}\n{ this is no JSON\n')
    told = shell.json("ingest", broken)
    other = tmp_path / "other.jsonl"
    other.write_text('{"title": "Beta nets", "venue": "ICLR"}\n{ nor is this\n')
    after = shell.json("ingest", other)
    report = shell.json("report", told["run"])
    covered = report.pop("coverage")
    assert report == {name: value for name, value in told.items() if name != "seconds"}
    assert (covered["papers"], [venue["value"] for venue in covered["venues"]]) == (1, ["~missing"])
    assert shell.json("report", after["run"])["coverage"]["venues"][0]["label"] == "ICLR"
    assert shell.run("report", told["run"]) == 0
    assert "broken.jsonl" in shell.out
    assert shell.run("report", 9999) == 1


def test_rejects_of_one_run_are_listed_and_replayed_alone(shell: Shell, tmp_path: Path) -> None:
    runs = []
    for name, lines in (("one", 3), ("two", 2)):
        source = tmp_path / f"{name}.jsonl"
        source.write_text('{"title": "Good nets"}\n' + "{ this is no JSON\n" * lines)
        runs.append(shell.json("ingest", source)["run"])
    first = shell.json("rejects", "list", "--run", runs[0], "--limit", 2)
    assert (first["meta"]["count"], len(first["results"])) == (3, 2)
    assert shell.run("rejects", "list", "--run", runs[1], "--format", "ndjson") == 0
    assert {json.loads(line)["location"] for line in shell.out.splitlines()} == {str(tmp_path / "two.jsonl")}
    assert shell.json("rejects", "replay", "--run", runs[1])["replayed"] == 2
    assert shell.json("rejects", "replay", "--run", 9999) == {"replayed": 0, "rejects": 5, "run": None}
    assert shell.run("rejects", "replay", 1, "--run", runs[0]) == 2


def test_report_counts_what_papers_of_each_venue_have(shell: Shell, tmp_path: Path) -> None:
    source = tmp_path / "papers.jsonl"
    papers = [
        {"title": "Alpha nets", "venue": "ICLR", "year": 2019, "abstract": "On nets.", "authors": ["Ada Lovelace"]},
        {"title": "Beta nets", "venue": "ICLR", "year": 2019, "tldr": "Nets."},
        {"title": "Gamma nets", "venue": "ICPR", "authors": ["Ada Lovelace"]},
        {"title": "Delta nets"},
    ]
    source.write_text("\n".join(map(json.dumps, papers)))
    assert shell.json("report")["papers"] == 0
    shell.run("ingest", source)
    report = shell.json("report")
    assert report["papers"] == 4
    assert report["parts"].items() >= {"abstract": 1, "tldr": 1, "year": 2, "authors": 2}.items()
    (iclr,) = [venue for venue in report["venues"] if venue["label"] == "ICLR"]
    assert iclr["papers"] == 2
    assert iclr["parts"].items() >= {"abstract": 1, "tldr": 1, "year": 2, "authors": 1}.items()
    assert sum(venue["papers"] for venue in report["venues"]) == 4
    shortened = shell.json("report", "--venues", 1)
    assert shortened["venues"] == [iclr, report["venues"][-1]]
    assert shell.run("report") == 0
    assert shell.out.splitlines()[1].split()[:2] == ["all", "4"]


def test_show_says_where_sources_disagree(shell: Shell, tmp_path: Path) -> None:
    for name, year in (("one", 2018), ("two", 2019)):
        (tmp_path / f"{name}.jsonl").write_text(
            json.dumps({"title": "Alpha nets", "year": year, "ids": {"doi": "10.1000/1"}})
        )
        shell.run("ingest", tmp_path / f"{name}.jsonl")
    assert shell.run("show", "doi:10.1000/1") == 0
    assert "sources disagree on year:" in shell.out
    assert "2018" in shell.out
    assert "2019" in shell.out
    assert "disagree on title" not in shell.out


def test_papers_are_deleted_merged_and_split(filled: Shell) -> None:
    with opened_store(filled.settings) as store:
        first, second, third = [state.id for batch in store.papers.walk() for state in batch][:3]
    assert filled.json("delete", third) == {"deleted": [third]}
    assert filled.run("delete", third) == 1
    kept = filled.json("merge", first, second)["id"]
    assert kept in {first, second}
    assert set(filled.json("split", kept)["ids"]) == {first, second}
    assert filled.json("verify")["equal"] is True


def test_key_is_shown_once_and_opens_nothing_after_it_is_revoked(shell: Shell) -> None:
    created = shell.json("keys", "create", "harvester", "--scope", "write")
    listed = shell.json("keys", "list")["results"]
    assert [(key["name"], key["scopes"]) for key in listed] == [("harvester", ["write"])]
    assert created["key"] not in json.dumps(listed)
    with opened_store(shell.settings) as store:
        assert store.api_keys.check(created["key"])
        assert shell.run("keys", "revoke", listed[0]["id"]) == 0
        assert store.api_keys.check(created["key"]) is None
    assert shell.run("keys", "revoke", 99) == 1
    assert shell.run("keys", "create", "x", "--scope", "everything") == 2


@pytest.mark.parametrize("command", ["jobs", "rejects", "keys", "generations"])
def test_empty_list_says_that_it_is_empty(shell: Shell, command: str) -> None:
    assert shell.run(command) == 0
    assert shell.err


def test_progress_is_shown_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    for is_shown in (False, True):
        with Progress("papers", is_shown=is_shown) as bar:
            bar.show(5, 10)
        out, err = capsys.readouterr()
        assert out == ""
        assert ("5/10 papers" in err) is is_shown


def test_nothing_is_drawn_into_a_pipe(shell: Shell) -> None:
    shell.run("ingest", CLASSICS)
    assert "\r" not in shell.err
    assert "[" not in shell.err
