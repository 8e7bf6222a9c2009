"""The commands that read: search, show, similar, keywords, export, and serve."""

from papersearch_api.commands.commands import COMMANDS

__all__ = ["COMMANDS"]
