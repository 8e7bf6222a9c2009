"""What an operator watches: figures for Prometheus, rules and a dashboard that name no others, logs."""

import json
import logging
import re
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from papersearch.errors import EngineUnavailableError, UsageError
from papersearch.process.logs import configure_logging
from papersearch.request_id import carrying
from papersearch.settings import Settings
from papersearch_api.app import create_app
from papersearch_api.services import build_services
from tests.support.api_app import make_app
from tests.support.paths import ROOT

MONITORING = ROOT / "deploy" / "monitoring"
MADE_BY_PROMETHEUS = {"up"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_app(tmp_path_factory.mktemp("home")).test_client()


@pytest.fixture
def promtool(request: pytest.FixtureRequest) -> str:
    found = shutil.which("promtool")
    if found is None:
        pytest.skip("promtool is not installed (Debian: prometheus)")
    return found


def samples(client: FlaskClient) -> dict[tuple[str, tuple[str, ...]], float]:
    text = client.get("/metrics").text
    return {
        (sample.name, tuple(sample.labels[label] for label in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def names(client: FlaskClient) -> set[str]:
    return {name for name, _ in samples(client)}


def test_figures_follow_what_was_asked(client: FlaskClient) -> None:
    route = ("papersearch_request_seconds_count", ("GET", "/api/v1/papers", "200"))
    missing = ("papersearch_request_seconds_count", ("none", "none", "404"))
    before = samples(client)
    for number in range(3):
        assert client.get(f"/api/v1/papers?q=nothing{number}").status_code == 200
    client.get("/no/such/path/of/a/stranger")
    after = samples(client)
    assert after[route] - before.get(route, 0) == 3
    assert after[missing] - before.get(missing, 0) == 1
    assert after["papersearch_search_seconds_count", ()] - before.get(("papersearch_search_seconds_count", ()), 0) == 3
    assert not any("stranger" in label for _, labels in after for label in labels)


def test_figures_of_the_store_are_those_of_stats(client: FlaskClient) -> None:
    found, stats = samples(client), client.get("/api/v1/stats").json
    assert found["papersearch_papers", ()] == stats["papers"]
    assert found["papersearch_rejects", ()] == stats["rejects"]
    assert (found["papersearch_store_up", ()], found["papersearch_index_up", ()]) == (1, 1)
    assert found["papersearch_writes_blocked", ()] == 0


def test_refusals_are_counted_by_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_params: object) -> None:
        raise EngineUnavailableError("it is away")

    with closing(build_services(Settings(tmp_path))) as built:
        monkeypatch.setattr(built.search, "search", refuse)
        client = create_app(Settings(tmp_path), built).test_client()
        code = client.get("/api/v1/papers?q=a&format=bibtex").json["code"]
        before = samples(client)["papersearch_refusals_total", (code,)]
        client.get("/api/v1/papers?q=a&format=bibtex")
        assert samples(client)["papersearch_refusals_total", (code,)] == before + 1


def test_figures_say_no_folder_and_no_host(client: FlaskClient) -> None:
    text = client.get("/metrics").text
    assert str(Path.home()) not in text
    assert "/tmp" not in text
    assert "127.0.0.1" not in text


def test_figures_need_a_key_where_reading_does(tmp_path: Path) -> None:
    client = make_app(tmp_path, needs_read_key=True).test_client()
    assert client.get("/metrics").status_code == 401


def test_prometheus_finds_nothing_wrong_with_the_figures(client: FlaskClient, promtool: str) -> None:
    done = subprocess.run(
        [promtool, "check", "metrics"], input=client.get("/metrics").data, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_prometheus_finds_nothing_wrong_with_the_rules(promtool: str) -> None:
    done = subprocess.run([promtool, "check", "rules", str(MONITORING / "rules.yml")], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("file", ["rules.yml", "dashboard.json"])
def test_rules_and_dashboard_name_only_figures_that_there_are(client: FlaskClient, file: str) -> None:
    client.get("/api/v1/papers?q=once")
    mentioned = set(re.findall(r"\bpapersearch_[a-z_]+\b", (MONITORING / file).read_text()))
    optional = {"papersearch_drift_papers", "papersearch_heartbeat_age_seconds", "papersearch_refusals_total"}
    optional |= {"papersearch_reindex_progress", "papersearch_index_queue"}  # of a re-index, of a store with an index
    assert len(mentioned) > 5
    assert mentioned - optional - names(client) == set()


@pytest.fixture
def plain_logging() -> object:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.getLogger("papersearch.access").setLevel(logging.NOTSET)


def log_as(settings: Settings) -> None:
    logging.getLogger().handlers.clear()  # pytest's own
    configure_logging(settings)


@pytest.mark.usefixtures("plain_logging")
def test_json_log_names_the_request_and_what_failed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log_as(Settings(tmp_path, log_format="json"))
    with carrying("r-17"):
        try:
            int("odd")
        except ValueError:
            logging.getLogger("somewhere").exception("it failed %s", "twice", extra={"paper": "p_a"})
    line = json.loads(capfd.readouterr().err.strip())
    assert (line["event"], line["level"], line["logger"]) == ("it failed twice", "error", "somewhere")
    assert (line["request_id"], line["paper"]) == ("r-17", "p_a")
    assert "ValueError: invalid literal" in line["exception"]
    assert line["timestamp"].endswith("Z")


@pytest.mark.usefixtures("plain_logging")
@pytest.mark.parametrize("form", ["text", "json"])
def test_access_log_has_a_line_for_each_request_without_its_query(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], form: str
) -> None:
    log_as(Settings(tmp_path, log_format=form, access_log=True))
    client = make_app(tmp_path).test_client()
    client.get("/api/v1/papers?q=private+matter", headers={"X-Request-ID": "r-18", "X-API-Key": "ps_secret"})
    lines = [line for line in capfd.readouterr().err.splitlines() if "/api/v1/papers" in line]
    assert len(lines) == 1
    assert "r-18" in lines[0]
    assert "200" in lines[0]
    assert "private" not in lines[0]
    assert "ps_secret" not in lines[0]


@pytest.mark.usefixtures("plain_logging")
def test_no_access_log_unless_it_is_asked_for(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log_as(Settings(tmp_path))
    make_app(tmp_path).test_client().get("/api/v1/papers?q=a")
    assert "/api/v1/papers" not in capfd.readouterr().err


def test_unknown_form_of_log_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="text or json"):
        configure_logging(Settings(tmp_path, log_format="xml"))
