"""Harvests of a repository on loopback: everything once, whatever the repository or the machine does."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from papersearch.errors import ConflictError
from papersearch.process.cli import run
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch_ingest.harvest.harvester import MOST_RESTARTS, Harvester, PacedFetch
from papersearch_ingest.harvest.progress import HarvestRequest
from papersearch_ingest.harvest.repositories import Repository, load_repositories, repository_named
from tests.support.oai_server import Entry, Fault, OaiServer, running_oai_server
from tests.support.workers import private_redis, quick_settings, running_worker

NAME = "lab"


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


class Lab:
    """A repository, a store, and the command between them."""

    def __init__(self, oai: OaiServer, home: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.oai = oai
        self.home = home
        self._capfd = capfd
        home.mkdir()
        (home / "repositories.toml").write_text(
            f'[[repository]]\nname = "{NAME}"\nurl = "{oai.url}"\nprefix = "arXiv"\ninterval_s = 0\n'
        )

    @property
    def settings(self) -> Settings:
        return Settings(self.home, allowed_private_hosts=self.oai.host)

    def harvest(self, *options: str) -> Ran:
        self._capfd.readouterr()
        code = run(["--home", str(self.home), "harvest", NAME, "--json", *options])
        return Ran(code, *self._capfd.readouterr())

    def harvested(self, *options: str) -> dict[str, Any]:
        ran = self.harvest(*options)
        assert ran.code == 0, ran.err
        return ran.facts

    def store(self) -> closing[Store]:
        return closing(open_store(self.settings))

    def titles(self) -> dict[str, str]:
        """arXiv id -> title of every paper that lives."""
        with self.store() as store:
            found = [state.paper for batch in store.papers.walk() for state in batch if state.paper]
        assert len({paper.ids["arxiv"] for paper in found}) == len(found)
        return {paper.ids["arxiv"]: paper.title or "" for paper in found}

    def records(self) -> int:
        with self.store() as store:
            return store.records.count()


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Lab]:
    with running_oai_server(entries=[Entry(number) for number in range(1, 8)]) as oai:
        monkeypatch.setenv("PAPERSEARCH_ALLOWED_PRIVATE_HOSTS", oai.host)
        yield Lab(oai, tmp_path / "home", capfd)


def ids(*numbers: int) -> set[str]:
    return {Entry(number).arxiv_id for number in numbers}


def test_every_page_of_a_list_is_taken_in(lab: Lab) -> None:
    facts = lab.harvested()
    assert set(lab.titles()) == ids(*range(1, 8))
    assert (facts["records"], facts["added"], facts["pages"], facts["complete"]) == (7, 7, 3, True)
    assert len(lab.oai.lists) == 3
    assert lab.oai.most_at_once == 1


def test_a_second_harvest_asks_only_for_what_is_new(lab: Lab) -> None:
    lab.oai.entries = [Entry(number, f"2026-11-0{number}") for number in range(1, 8)]
    lab.harvested()
    lab.oai.lists.clear()
    lab.oai.entries.append(Entry(8, "2026-11-08"))
    facts = lab.harvested()
    assert [asked.get("from") for asked in lab.oai.lists] == ["2026-11-07"]
    assert (facts["added"], facts["unchanged"], facts["records"]) == (1, 1, 2)
    assert facts["until"] == "2026-11-08"
    assert set(lab.titles()) == ids(*range(1, 9))


def test_nothing_new_is_no_failure(lab: Lab) -> None:
    facts = lab.harvested("--since", "2027-01-01")
    assert (facts["records"], facts["pages"], facts["complete"]) == (0, 0, True)


def test_since_and_set_choose(lab: Lab) -> None:
    lab.oai.entries = [Entry(1, "2026-11-01"), Entry(2, "2026-11-05"), Entry(3, "2026-11-06", sets=("math",))]
    lab.harvested("--since", "2026-11-03", "--set", "cs")
    assert set(lab.titles()) == ids(2)
    assert lab.oai.lists[0]["set"] == "cs"


def test_a_paper_that_is_in_two_sets_is_one_record(lab: Lab) -> None:
    lab.oai.entries = [Entry(1, sets=("cs", "math"))]
    lab.harvested("--set", "cs")
    assert lab.harvested("--set", "math")["unchanged"] == 1
    assert lab.records() == 1


def test_a_changed_item_replaces_the_record_before(lab: Lab) -> None:
    lab.harvested()
    lab.oai.entries[4] = replace(lab.oai.entries[4], title="Quite another title about trees", datestamp="2026-11-09")
    facts = lab.harvested()
    assert (facts["updated"], facts["added"]) == (1, 0)
    assert lab.titles()[Entry(5).arxiv_id] == "Quite another title about trees"
    assert lab.records() == 7


def test_a_deleted_item_takes_its_paper_away(lab: Lab) -> None:
    lab.harvested()
    lab.oai.entries[2] = replace(lab.oai.entries[2], is_deleted=True, datestamp="2026-11-09")
    lab.oai.entries.append(Entry(99, "2026-11-09", is_deleted=True))
    lab.harvested()
    assert set(lab.titles()) == ids(1, 2, 4, 5, 6, 7)
    assert lab.records() == 6


def test_a_deleted_item_that_another_source_has_stays(lab: Lab, tmp_path: Path) -> None:
    lab.harvested()
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"title": "Mine", "authors": [{"name": "A. B"}], "ids": {"arxiv": Entry(3).arxiv_id}}))
    assert run(["--home", str(lab.home), "ingest", str(own)]) == 0
    lab.oai.entries[2] = replace(lab.oai.entries[2], is_deleted=True, datestamp="2026-11-09")
    lab.harvested()
    assert lab.titles()[Entry(3).arxiv_id] == "Mine"


def test_an_item_that_comes_back_is_there_again(lab: Lab) -> None:
    lab.oai.entries[0] = Entry(1, is_deleted=True)
    lab.harvested()
    lab.oai.entries[0] = Entry(1, "2026-11-10")
    lab.harvested()
    assert set(lab.titles()) == ids(*range(1, 8))


def test_items_that_are_delivered_twice_are_kept_once(lab: Lab) -> None:
    lab.oai.overlap = 2
    facts = lab.harvested()
    assert (facts["added"], lab.records(), len(lab.titles())) == (7, 7, 7)


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.DROPPED, Fault.TRUNCATED, Fault.HTML, Fault.NO_TOKEN_CLOSE])
@pytest.mark.parametrize("page", [0, 1])
def test_a_passing_fault_costs_nothing(lab: Lab, fault: Fault, page: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papersearch_ingest.sources.fetching.FIRST_PAUSE_S", 0.0)
    lab.oai.faults.extend([None] * page + [fault])
    facts = lab.harvested()
    assert (facts["added"], facts["pages"]) == (7, 3)
    assert len(lab.oai.lists) == 4


def test_a_broken_record_is_a_reject_and_the_others_go_in(lab: Lab) -> None:
    lab.oai.entries[1] = Entry(2, is_broken=True)
    facts = lab.harvested()
    assert (facts["added"], facts["rejected"]) == (6, 1)


def test_an_expired_token_in_a_list_by_date_goes_on_from_the_last_date(lab: Lab) -> None:
    lab.oai.entries = [Entry(number, f"2026-11-0{number}") for number in range(1, 8)]
    lab.oai.faults.extend([None, None, Fault.BAD_TOKEN])
    facts = lab.harvested()
    assert [asked.get("from") for asked in lab.oai.lists if "from" in asked] == ["2026-11-06"]
    assert facts["added"] == 7
    assert set(lab.titles()) == ids(*range(1, 8))


def test_an_expired_token_in_a_list_without_order_begins_again(lab: Lab) -> None:
    stamps = ["2026-11-05", "2026-11-01", "2026-11-03", "2026-11-02", "2026-11-07", "2026-11-06", "2026-11-04"]
    lab.oai.entries = [Entry(number, stamp) for number, stamp in enumerate(stamps, 1)]
    lab.oai.faults.extend([None, None, Fault.BAD_TOKEN])
    facts = lab.harvested()
    assert set(lab.titles()) == ids(*range(1, 8))
    assert (lab.records(), facts["added"], facts["until"]) == (7, 7, "2026-11-07")


def test_tokens_that_always_expire_end_the_harvest_and_keep_what_came(lab: Lab) -> None:
    lab.oai.faults.extend([None, Fault.BAD_TOKEN] * (MOST_RESTARTS + 2))
    ran = lab.harvest()
    assert ran.code == 1
    assert "badResumptionToken" in ran.err
    assert set(lab.titles()) == ids(1, 2, 3)
    lab.oai.faults.clear()
    lab.harvested()
    assert set(lab.titles()) == ids(*range(1, 8))


def test_a_limit_stops_after_a_page_and_the_next_harvest_goes_on(lab: Lab) -> None:
    facts = lab.harvested("--limit", "2")
    assert (facts["records"], facts["complete"]) == (3, False)
    facts = lab.harvested()
    assert facts["complete"]
    assert len(lab.oai.lists) == 3
    assert set(lab.titles()) == ids(*range(1, 8))


def test_a_repository_that_refuses_is_quoted(lab: Lab) -> None:
    (lab.home / "repositories.toml").write_text(f'[[repository]]\nname = "{NAME}"\nurl = "{lab.oai.url}"\n')
    ran = lab.harvest()
    assert ran.code == 1
    assert "cannotDisseminateFormat: only arXiv" in ran.err
    assert ran.facts["code"] == "repository_refused"


def test_without_the_setting_a_private_host_is_refused(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAPERSEARCH_ALLOWED_PRIVATE_HOSTS")
    ran = lab.harvest()
    assert ran.code == 2
    assert f"PAPERSEARCH_ALLOWED_PRIVATE_HOSTS={lab.oai.host}" in ran.err
    assert not lab.oai.lists


@pytest.mark.parametrize("options", [("--since", "yesterday"), ("--since", "2026-13-01"), ("--limit", "0")])
def test_wrong_options_are_wrong_usage(lab: Lab, options: tuple[str, ...]) -> None:
    assert lab.harvest(*options).code == 2


def test_an_unknown_repository_is_wrong_usage_and_the_known_are_named(lab: Lab) -> None:
    assert run(["--home", str(lab.home), "harvest", "arxive"]) == 2


def test_a_time_is_asked_for_as_the_repository_can(lab: Lab) -> None:
    lab.harvested("--since", "2026-11-01T10:00:00+02:00")
    assert lab.oai.lists[0]["from"] == "2026-11-01"
    lab.oai.by_day = False
    lab.harvested("--since", "2026-10-01T10:00:00+02:00")
    assert lab.oai.lists[-1].get("resumptionToken", "").startswith("2026-10-01T08:00:00Z")


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_harvest_that_is_killed_goes_on_and_every_record_is_there_once(lab: Lab, page: int) -> None:
    lab.oai.faults.extend([None] * (page - 1) + [Fault.HELD])
    command = (sys.executable, "-m", "papersearch", "--home", str(lab.home), "harvest", NAME)
    with subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.DEVNULL) as process:
        try:
            assert lab.oai.held.wait(60)
        finally:
            process.kill()
    lab.oai.release.set()
    facts = lab.harvested()
    assert set(lab.titles()) == ids(*range(1, 8))
    assert (lab.records(), facts["records"], facts["added"], facts["pages"]) == (7, 7, 7, 3)
    assert len(lab.oai.lists) == 4


def test_pages_that_were_kept_and_not_read_are_read_by_the_next_harvest(lab: Lab) -> None:
    with lab.store() as store:
        repository = repository_named(NAME, lab.home)
        harvesting = Harvester(store, repository, PacedFetch(repository, lab.settings))
        pages = harvesting.pages(harvesting.start(HarvestRequest()))
        next(pages), next(pages)
        assert store.papers.count() == 0
    lab.harvested()
    assert len(lab.oai.lists) == 3
    assert set(lab.titles()) == ids(*range(1, 8))


def test_two_harvests_of_a_repository_do_not_run_at_once(lab: Lab) -> None:
    lab.oai.faults.append(Fault.HELD)
    command = (sys.executable, "-m", "papersearch", "--home", str(lab.home), "harvest", NAME)
    with subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.DEVNULL) as process:
        try:
            assert lab.oai.held.wait(60)
            ran = lab.harvest()
            lab.oai.release.set()
            assert process.wait(60) == 0
        finally:
            process.kill()
    assert ran.code == 1
    assert ran.facts["code"] == ConflictError.code
    assert set(lab.titles()) == ids(*range(1, 8))


@pytest.mark.redis
def test_with_a_broker_workers_read_the_pages(
    lab: Lab, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with private_redis(redis_url, 13) as url:
        settings = quick_settings(lab.home, url)
        monkeypatch.setenv("PAPERSEARCH_BROKER_URL", url)
        with running_worker(settings, tmp_path / "log"):
            facts = lab.harvested()
    assert (facts["added"], facts["complete"]) == (7, True)
    assert set(lab.titles()) == ids(*range(1, 8))


def test_requests_keep_their_distance(lab: Lab) -> None:
    waits: list[float] = []
    repository = Repository(NAME, lab.oai.url, "arXiv", interval_s=30.0)
    fetch = PacedFetch(repository, lab.settings, sleep=waits.append)
    with lab.store() as store:
        harvesting = Harvester(store, repository, fetch)
        assert len(list(harvesting.pages(harvesting.start(HarvestRequest())))) == 3
    assert len(waits) == 3
    assert all(29.0 < wait <= 30.0 for wait in waits)


def test_a_repository_is_a_few_lines_of_configuration(tmp_path: Path) -> None:
    assert load_repositories(tmp_path)["arxiv"].interval_s >= 3
    (tmp_path / "repositories.toml").write_text('[[repository]]\nname = "mine"\nurl = "https://example.org/oai"\n')
    assert repository_named("mine", tmp_path) == Repository("mine", "https://example.org/oai")
