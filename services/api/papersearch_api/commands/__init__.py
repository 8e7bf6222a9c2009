"""The commands that read, and `serve`."""

from collections.abc import Mapping, Sequence

import click

from papersearch_api.commands.mcp import mcp
from papersearch_api.commands.papers import keywords, show, similar
from papersearch_api.commands.search import export, search
from papersearch_api.commands.serve import serve

COMMANDS: Mapping[str, Sequence[click.Command]] = {
    "Read": (search, show, similar, keywords, export),
    "Run and monitor": (serve, mcp),
}
"""The commands by their section of `papersearch --help`."""
