"""The documentation says what is there: links lead somewhere, commands exist, and nothing names a machine's paths."""

import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from papersearch.fields import FIELDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(p for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/*.md"),
                           *ROOT.glob("samples/*.md"), *ROOT.glob("bench/*.md"),
                           *ROOT.glob("clients/**/*.md")])  # fmt: skip
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|[`$(|;&])\s*papersearch ([a-z-]+)", re.MULTILINE)
FILE = re.compile(r"`((?:tests|bench|deploy|docs|services)/[\w./-]+\.\w+)`")
"""A file of the checkout, as a page names it."""
MAKE = re.compile(r"`make ([a-z-]+)")


def names(pages: list[Path]) -> list[str]:
    return [str(page.relative_to(ROOT)) for page in pages]


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_relative_links_lead_somewhere(page: Path) -> None:
    targets = [
        t for t in LINK.findall(page.read_text("utf-8")) if "://" not in t and not t.startswith(("mailto:", "/"))
    ]
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_files_that_are_named_exist(page: Path) -> None:
    assert [name for name in FILE.findall(page.read_text("utf-8")) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_make_targets_that_are_named_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(MAKE.findall(page.read_text("utf-8"))) <= targets


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_commands_that_are_named_exist(page: Path) -> None:
    sections = [listed for entry in entry_points(group="papersearch.commands") for listed in entry.load().values()]
    commands = {command.name for listed in sections for command in listed}
    named = {name for code in CODE.findall(page.read_text("utf-8")) for name in COMMAND.findall(code)}
    assert named <= commands


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_no_page_names_a_path_of_some_machine(page: Path) -> None:
    assert not re.search(r"/(work|home|root)/", page.read_text("utf-8"))


def test_readme_can_be_read_in_one_sitting() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 150


def test_every_decision_stands_in_the_list_of_decisions() -> None:
    listed = (ROOT / "docs/adr/README.md").read_text("utf-8")
    assert [p.name for p in (ROOT / "docs/adr").glob("0*.md") if p.name not in listed] == []


def test_every_field_is_documented() -> None:
    text = (ROOT / "docs/query.md").read_text("utf-8")
    assert [field.name for field in FIELDS if not re.search(rf"\b{field.name}\b", text)] == []


def test_every_endpoint_is_documented() -> None:
    from papersearch_api.views import OPERATIONS

    text = (ROOT / "docs/api.md").read_text("utf-8")
    assert [op.path for op in OPERATIONS if op.path.removeprefix("/api/v1") not in text] == []
