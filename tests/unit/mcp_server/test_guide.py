"""docs/assistants.md names every tool with its arguments, and the limits that hold."""

import re

from papersearch_api.commands.mcp import mcp
from papersearch_api.mcp_server.tools import LARGEST_BUDGET, SMALLEST_BUDGET, TOOLS, USUAL_BUDGET
from tests.support.paths import DOCS

GUIDE = (DOCS / "assistants.md").read_text("utf-8")


def test_every_tool_is_listed_with_its_arguments() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `([\w ]+)` \|", GUIDE, re.MULTILINE))
    listed = {name: set(arguments.split()) for name, arguments in rows.items()}
    assert listed == {tool.name: {each.name for each in tool.parameters} for tool in TOOLS}


def test_the_limits_of_an_answer_are_said() -> None:
    assert f"{USUAL_BUDGET:,} unless given" in GUIDE
    assert f"{SMALLEST_BUDGET} at least" in GUIDE


def test_the_option_has_the_limits_of_the_tools() -> None:
    [option] = [each for each in mcp.params if each.name == "max_tokens"]
    assert option.default == USUAL_BUDGET
    assert (option.type.min, option.type.max) == (SMALLEST_BUDGET, LARGEST_BUDGET)  # type: ignore[attr-defined]
