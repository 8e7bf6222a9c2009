"""docs/settings.md has every setting, as the code has it."""

import re
from pathlib import Path

import pytest

from papersearch.settings import PREFIX, VARIABLES
from papersearch_api.commands.serve import serve
from tests import settings_table
from tests.support.paths import ROOT

PAGE = ROOT / "docs" / "settings.md"


def test_page_is_what_the_code_says() -> None:
    assert PAGE.read_text("utf-8") == settings_table.settings_page(), "run `make settings`"


def test_page_has_a_row_with_a_meaning_for_every_variable() -> None:
    rows = re.findall(rf"^\| `({PREFIX}[A-Z_]+)`.*\| (\S.*\S) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    variables = [*VARIABLES, *(each.envvar for each in serve.params if each.envvar)]
    assert sorted(name for name, _ in rows) == sorted(variables)
    assert all(meaning.endswith(".") for _, meaning in rows)


def test_setting_without_a_group_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings_table.GROUPS, "Log", ("log_format",))
    with pytest.raises(ValueError, match="access_log"):
        settings_table.settings_page()


def test_page_names_no_folder_of_this_machine() -> None:
    assert str(Path.home()) not in PAGE.read_text("utf-8")
