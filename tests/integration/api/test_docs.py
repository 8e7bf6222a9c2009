"""The examples of docs/api.md are run: every member that they show is answered so."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from papersearch_api.formats import BY_SUFFIX, FORMATS, split_suffix
from papersearch_api.oai.metadata import FORMS
from tests.support.api_app import make_app
from tests.support.paths import DOCS

GUIDE = DOCS / "api.md"
_ALL = re.findall(
    r"```http\n(\w+) ([^\n]+)\n((?:(?!```).)*)```\n\n```(\w+)\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL
)
EXAMPLES = [(method, path, body, answer) for method, path, body, language, answer in _ALL if language == "json"]
TEXTS = [(path, answer) for _, path, _, language, answer in _ALL if language != "json"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = make_app(tmp_path_factory.mktemp("home"))
    yield app.test_client()
    app.extensions["papersearch"].close()


def test_every_request_of_the_guide_has_its_answer() -> None:
    assert len(EXAMPLES) + len(TEXTS) == GUIDE.read_text("utf-8").count("```http") > 10


def test_every_format_has_an_example() -> None:
    paths = [path for _, path, *_ in _ALL]
    named = {suffix for path in paths if (suffix := split_suffix(urlsplit(path).path)[1])}
    asked = {name for path in paths for name in parse_qs(urlsplit(path).query).get("format", ())}
    exported = {"ndjson" for path in paths if path.startswith("/api/v1/export") and "format=" not in path}
    assert {BY_SUFFIX[suffix].name for suffix in named} | asked | exported == set(FORMATS)
    harvested = {prefix for path in paths for prefix in parse_qs(urlsplit(path).query).get("metadataPrefix", ())}
    assert harvested == set(FORMS)


@pytest.mark.parametrize(("method", "path", "body", "answer"), EXAMPLES, ids=[path for _, path, _, _ in EXAMPLES])
def test_an_example_of_the_guide(client: FlaskClient, method: str, path: str, body: str, answer: str) -> None:
    response = client.open(path, method=method, json=json.loads(body) if body.strip() else None)
    _assert_shown(json.loads(answer), response.get_json(), "answer")


@pytest.mark.parametrize(("path", "text"), TEXTS, ids=[path for path, _ in TEXTS])
def test_an_example_in_another_format(client: FlaskClient, path: str, text: str) -> None:
    """`…` stands for any text."""
    given = client.get(path).get_data(as_text=True).replace("\r\n", "\n")
    parts = [re.escape(part.strip("\n")) for part in text.split("…")]
    assert re.search(r"(?s:.*?)".join(parts), given), given


def _assert_shown(shown: Any, given: Any, where: str) -> None:
    """Members of objects may be left out, entries of lists may not; `…` is any text."""
    if shown == "…":
        assert isinstance(given, str), where
    elif isinstance(shown, dict):
        assert isinstance(given, dict), where
        for name, value in shown.items():
            assert name in given, f"{where}.{name}"
            _assert_shown(value, given[name], f"{where}.{name}")
    elif isinstance(shown, list):
        assert isinstance(given, list), where
        assert len(shown) == len(given), where
        for number, (one, other) in enumerate(zip(shown, given, strict=True)):
            _assert_shown(one, other, f"{where}[{number}]")
    else:
        assert shown == given, where
