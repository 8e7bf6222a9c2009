"""The import rules of ARCHITECTURE.md, how large a folder may be, and how modules may be named."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "core" / "papersearch"
API = ROOT / "services" / "api" / "papersearch_api"
INGEST = ROOT / "services" / "ingest" / "papersearch_ingest"
CLIENT = ROOT / "clients" / "python" / "papersearch_client"
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "managers"}

ROOTS = (CORE.parent, API.parent, INGEST.parent, CLIENT.parent)
RULES = (
    # what is imported, where it may be imported
    ("flask", [API]),
    ("werkzeug", [API]),
    ("celery", [INGEST]),
    ("kombu", [INGEST]),
    ("papersearch", [CORE, API, INGEST]),
    ("papersearch_api", [API]),
    ("papersearch_ingest", [INGEST]),
    ("papersearch_client", [CLIENT]),
    ("httpx", [CLIENT]),
    ("watchfiles", [INGEST / "watch"]),
    ("mcp", [API / "mcp_server"]),
    ("mcp_types", [API / "mcp_server"]),
    ("elasticsearch", [CORE / "elastic"]),
    ("elastic_transport", [CORE / "elastic"]),
    ("tantivy", [CORE / "embedded"]),
    ("onnxruntime", [CORE / "semantic"]),
    ("tokenizers", [CORE / "semantic"]),
)

ORDER = {
    # the parts of each package from the ground up: a part may import those before it, never one behind it
    CORE: (
        "errors", "settings", "request_id", "deadline", "recently_used", "text", "fields", "paper", "record",
        "work_items", "job_progress", "naming", "references", "ragged", "citation_counts", "document", "query",
        "results", "engine", "semantic", "packed_file", "store", "embedded", "elastic", "search", "operations",
        "process", "__main__",
    ),
    INGEST: (
        "texts", "papers", "parsers", "sources", "children", "indexing", "reindex", "harvest", "work", "watch",
        "commands",
    ),
    INGEST / "parsers": (
        "declared_encoding", "source", "whitespace", "text_stream", "markup", "values", "dates", "author_names",
        "people", "publication", "paper_types", "references", "medline", "arxiv_categories", "arxiv_notes", "json",
        "xml", "lines", "pdf", "pages", "registry",
    ),
    API: (
        "url_prefix", "background", "services", "auth", "private_details", "params", "endpoints", "delivery", "metrics",
        "maths", "formats", "links", "negotiation", "problems", "answers", "oai", "openapi", "views", "pages",
        "time_limit", "warming", "limits", "bodies", "app", "serving", "mcp_server", "commands",
    ),
    CLIENT: (
        "errors", "papers", "options", "retries", "answers", "calls", "connection", "exchange", "lines", "tables",
        "client", "async_client",
    ),
}  # fmt: skip
MOST_MODULES = 24
"""More modules than this side by side cannot be told apart by their names."""


def modules() -> list[Path]:
    return sorted(path for folder in (CORE, API, INGEST, CLIENT) for path in folder.rglob("*.py"))


def imported_names(source: str) -> Iterator[str]:
    """Every dotted name that a module imports, inside functions and for type checking, too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def reads_environment(source: str) -> bool:
    """Whether a module names `os.environ` or `os.getenv`, in whatever way it came by them."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv", "getenvb"}
         and isinstance(node.value, ast.Name) and node.value.id == "os")
        or (isinstance(node, ast.ImportFrom) and node.module == "os"
            and {alias.name for alias in node.names} & {"environ", "environb", "getenv", "getenvb"})
        for node in ast.walk(ast.parse(source))
    )  # fmt: skip


def test_there_are_modules_to_check() -> None:
    for folder in (CORE, API, INGEST, CLIENT):
        assert list(folder.rglob("*.py"))


@pytest.mark.parametrize(("package", "allowed"), RULES, ids=[package for package, _ in RULES])
def test_a_package_is_imported_only_where_it_belongs(package: str, allowed: list[Path]) -> None:
    offenders = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules()
        if not any(path.is_relative_to(folder) for folder in allowed)
        for name in imported_names(path.read_text("utf-8"))
        if name.split(".")[0] == package
    ]
    assert not offenders


def part_of(package: Path, module: Path) -> str:
    """The name of the part of a package in which a module is: a folder's or its own."""
    return module.relative_to(package).with_suffix("").parts[0]


@pytest.mark.parametrize("package", ORDER, ids=[folder.name for folder in ORDER])
def test_a_part_imports_only_what_is_below_it(package: Path) -> None:
    order = ORDER[package]
    prefix = ".".join(package.relative_to(next(root for root in ROOTS if package.is_relative_to(root))).parts) + "."
    offenders = []
    for path in package.rglob("*.py"):
        part = part_of(package, path)
        if part == "__init__":
            continue
        for name in imported_names(path.read_text("utf-8")):
            imported = name.removeprefix(prefix).split(".")[0] if name.startswith(prefix) else part
            if order.index(imported) > order.index(part):
                offenders.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not offenders


def test_no_folder_has_more_modules_than_one_can_survey() -> None:
    counts = {folder: len(list(folder.glob("*.py"))) for folder in {path.parent for path in modules()}}
    assert {str(folder.relative_to(ROOT)): many for folder, many in counts.items() if many > MOST_MODULES} == {}


def test_the_environment_is_read_in_the_settings_only() -> None:
    readers = [path for path in modules() if reads_environment(path.read_text("utf-8"))]
    assert readers == [CORE / "settings.py"]


def test_module_names_say_what_is_inside() -> None:
    named = [path for path in modules() if {path.stem, path.parent.name} & FORBIDDEN_NAMES]
    assert not named


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import flask.views", ["flask.views"]),
        ("def f():\n    from celery import Celery", ["celery.Celery"]),
        ("from . import tantivy", []),
        ("importlib.import_module('papersearch_api.app')", ["papersearch_api.app"]),
    ],
)
def test_imports_are_found_wherever_they_stand(source: str, names: list[str]) -> None:
    assert list(imported_names(source)) == names


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import os\nos.environ['A']", True),
        ("from os import getenv as g", True),
        ("def app(environ):\n    return environ['PATH_INFO']", False),
    ],
)
def test_reading_the_environment_is_seen(source: str, expected: bool) -> None:
    assert reads_environment(source) is expected


def test_every_folder_of_tests_is_run() -> None:
    run = (ROOT / "deploy" / "run-tests").read_text("utf-8")
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").glob("*/**/test_*.py")}
    assert [name for name in sorted(folders) if f"tests/{name}" not in run] == []
