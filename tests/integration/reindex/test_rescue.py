"""A live index that is deleted, damaged or without its alias is replaced by itself, and every probe says so before."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import pytest
from elasticsearch import Elasticsearch
from werkzeug.test import TestResponse

from papersearch.engine import Fault
from papersearch.operations.job_views import start_reindex
from papersearch.operations.probes import live_fault, live_write_block
from papersearch.paper import Paper
from papersearch.process.engines import open_engine
from papersearch.query.nodes import Everything
from papersearch.settings import Settings
from papersearch.store.generations import GenerationState
from papersearch_api.app import create_app
from papersearch_api.services import build_services
from papersearch_ingest.reindex.rescue import rescue_live_index
from papersearch_ingest.work.health import Check, Level, examine
from tests.support.reindex_site import Site, filled_site
from tests.support.workers import private_prefix


@pytest.fixture(params=["embedded", "elasticsearch"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    found = Settings(home=tmp_path, keep_generation_s=3600.0)
    if request.param == "embedded":
        return found
    url = request.getfixturevalue("elasticsearch_url")
    return replace(found, engine_url=url, index_prefix=private_prefix(), engine_timeout_s=30.0)


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    with filled_site(settings) as found:
        yield found


def live_name(site: Site) -> str:
    live = site.store.generations.live()
    assert live is not None
    return live.name


def delete_index(site: Site) -> None:
    settings = site.store.settings
    if settings.is_embedded:
        rmtree(settings.home / "index" / live_name(site))
    else:
        Elasticsearch(settings.engine_url).indices.delete(index=live_name(site))


def take_alias(site: Site) -> None:
    settings = site.store.settings
    if settings.is_embedded:
        (settings.home / "index" / "CURRENT").unlink()
    else:
        Elasticsearch(settings.engine_url).indices.delete_alias(index=live_name(site), name=settings.index_prefix)


def check_of(settings: Settings, name: str) -> Check:
    return next(check for check in examine(settings) if check.name == name)


def ready(settings: Settings) -> TestResponse:
    with closing(build_services(settings)) as built:
        return create_app(settings, built).test_client().get("/readyz")


def found_papers(site: Site) -> int:
    site.settle()
    return site.engine.count([Everything()])[0]


def rescue(site: Site) -> bool:
    return rescue_live_index(site.store, site.engine, site.drain)


def test_index_that_is_well_is_left_alone(site: Site, settings: Settings) -> None:
    before = live_name(site)
    assert live_fault(site.store, site.engine, is_thorough=True) is None
    assert live_write_block(site.store, site.engine) is None
    assert not rescue(site)
    assert live_name(site) == before
    assert [check_of(settings, name).level for name in ("search", "writes", "disk")] == [Level.OK] * 3
    assert ready(settings).json == {
        "status": "ok", "engine": "ok", "store": "ok", "index": "ok", "writes": "ok"
    }  # fmt: skip


def test_deleted_index_is_named_and_built_again_without_a_write(site: Site, settings: Settings) -> None:
    before = live_name(site)
    delete_index(site)
    assert check_of(settings, "search").level is Level.BROKEN
    answer = ready(settings)
    assert (answer.status_code, answer.json["index"]) == (503, "lost")
    assert rescue(site)
    assert live_name(site) != before
    assert found_papers(site) == 20
    assert ready(settings).status_code == 200
    assert not rescue(site)


def test_retired_index_that_holds_the_same_stands_in_at_once(site: Site) -> None:
    before = live_name(site)
    site.finish(start_reindex(site.store))
    site.put(Paper("p_later", title="came after the re-index"))
    delete_index(site)
    assert rescue(site)
    assert live_name(site) == before
    assert found_papers(site) == 21


def test_retired_index_that_lost_papers_does_not_stand_in(site: Site) -> None:
    retired = live_name(site)
    site.finish(start_reindex(site.store))
    with site.store.transaction() as inside:
        for generation in (retired, live_name(site)):
            inside.index_queue.acknowledge(generation, {"p_unseen": 1})
        paper = inside.papers.put(Paper("p_unseen", title="never reached the older index")).paper
        inside.index_queue.enqueue_for(live_name(site), {paper.id: paper.version})
    site.settle()
    delete_index(site)
    assert rescue(site)
    assert live_name(site) != retired
    assert found_papers(site) == 21


def test_index_without_its_alias_gets_it_back(site: Site, settings: Settings) -> None:
    before = live_name(site)
    take_alias(site)
    assert live_fault(site.store, site.engine) == Fault(is_lost=False, detail="no index answers searches")
    assert ready(settings).status_code == 503
    assert rescue(site)
    assert (live_name(site), found_papers(site)) == (before, 20)


def flip_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[0] ^= 0xFF
    file.write_bytes(content)


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
@pytest.mark.parametrize("damage", [flip_a_byte, cut_off, Path.unlink], ids=["byte", "end", "whole"])
@pytest.mark.parametrize("kind", ["store", "idx", "pos", "term", "fast", "fieldnorm"])
def test_every_damaged_file_is_named_by_doctor(
    site: Site, settings: Settings, kind: str, damage: Callable[[Path], None]
) -> None:
    file = next((settings.home / "index" / live_name(site)).glob(f"*.{kind}"))
    damage(file)
    found = check_of(settings, "search")
    assert found.level is Level.BROKEN
    assert file.name in found.detail
    assert "worker" in found.mend


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_index_that_cannot_be_opened_is_built_again(settings: Settings, site: Site) -> None:
    before = live_name(site)
    next((settings.home / "index" / before).glob("*.store")).unlink()
    with closing(open_engine(settings)) as engine:  # the other still has the files open
        fresh = Site(site.store, engine)
        assert rescue(fresh)
        assert live_name(fresh) != before
        assert found_papers(fresh) == 20


@pytest.mark.parametrize("settings", ["elasticsearch"], indirect=True)
@pytest.mark.parametrize("block", ["read_only_allow_delete", "write", "read_only"])
def test_write_block_is_named_and_searches_go_on(site: Site, settings: Settings, block: str) -> None:
    client = Elasticsearch(settings.engine_url)
    client.indices.put_settings(index=live_name(site), settings={f"index.blocks.{block}": True})
    try:
        found = check_of(settings, "writes")
        assert found.level is Level.BROKEN
        assert f"index.blocks.{block}" in found.detail
        answer = ready(settings)
        assert (answer.status_code, answer.json["writes"]) == (200, "blocked")
        assert not rescue(site)
    finally:
        client.indices.put_settings(index=live_name(site), settings={f"index.blocks.{block}": None})


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_full_disk_is_named(site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papersearch.embedded.engine.LEAST_FREE_BYTES", 1 << 60)
    monkeypatch.setattr("papersearch_ingest.work.health.LOW_DISK_BYTES", 1 << 60)
    assert check_of(settings, "writes").detail.endswith("the disk is full")
    assert check_of(settings, "disk").level is Level.BROKEN
    assert ready(settings).json["writes"] == "blocked"
    assert site.store.generations.all()[0].state is GenerationState.LIVE
