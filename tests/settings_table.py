"""Write docs/settings.md, the table of every setting, from the code that reads them: `make settings`.

`python -m tests.settings_table` prints it. A setting that no group lists is an error, so a new one is never left out.
"""

import sys
from dataclasses import MISSING

import click

from papersearch.settings import FILE_SUFFIX, SECRETS, VARIABLES
from papersearch_api.commands.serve import serve

GROUPS = {
    "Engine and store": (
        "home", "engine_url", "index_prefix", "store_url", "broker_url", "broker_ca_file",
    ),
    "Limits": (
        "request_limit_s", "engine_timeout_s", "store_timeout_s", "broker_timeout_s", "rate_limit", "parallel_limit",
        "queue_limit", "upload_limit_mb", "write_wait_s",
    ),
    "Workers and times": (
        "heartbeat_interval_s", "sweep_interval_s", "silent_after_s", "lease_limit_s", "verify_interval_s",
        "keep_generation_s", "keep_jobs_s", "keep_searches_s",
    ),
    "Ingest": (
        "extract_tldr", "precedence", "allowed_hosts", "allowed_private_hosts", "contact", "fetch_timeout_s",
        "fetch_limit_mb",
    ),
    "Site": ("url_prefix", "site_title", "site_logo", "accent_colour", "about", "robots"),
    "Log": ("log_format", "access_log"),
}  # fmt: skip
SERVER = ("needs_read_key", "trusted_proxies")
"""Settings of the group that also has the options of `papersearch serve`."""
HOME = ("`$XDG_DATA_HOME/papersearch`", "Folder of the store, the sources and the index.")
INTRODUCTION = f"""# Settings

`make settings` writes this page from the code. Set a variable in the environment of the program; an empty one counts
as absent. A name that ends in `_S` is in seconds, one that ends in `_MB` in megabytes.

A variable marked † can come from a file, so that its password is neither in the environment nor on a command line.
Name the file in `<VARIABLE>{FILE_SUFFIX}`, for example `PAPERSEARCH_STORE_URL{FILE_SUFFIX}=/run/secrets/store_url`.
The file holds the value on one line. Setting both is an error.
"""


def settings_page() -> str:
    """The text of docs/settings.md. Raises ValueError that names the settings that are in no group, or in several."""
    listed = [*(name for names in GROUPS.values() for name in names), *SERVER]
    settings = {each.name for each in VARIABLES.values()}
    if wrong := sorted(settings.symmetric_difference(listed)) or sorted({x for x in listed if listed.count(x) > 1}):
        raise ValueError(f"List each setting in one group of tests/settings_table.py: {', '.join(wrong)}")
    groups = [*GROUPS.items()]
    sections = [_section(title, [_setting_row(name) for name in names]) for title, names in groups]
    server = [*_serve_rows(), *(_setting_row(name) for name in SERVER)]
    sections.insert(1, _section("Server", server))
    return "\n".join([INTRODUCTION, *sections])


def _section(title: str, rows: list[str]) -> str:
    return "\n".join([f"## {title}", "", "| variable | default | meaning |", "|---|---|---|", *rows, ""])


def _setting_row(name: str) -> str:
    variable, setting = next(pair for pair in VARIABLES.items() if pair[1].name == name)
    default, doc = HOME if setting.default is MISSING else (_default_text(setting.default), setting.metadata["doc"])
    return _row(f"`{variable}`{' †' if variable in SECRETS else ''}", default, doc)


def _serve_rows() -> list[str]:
    options = [each for each in serve.params if isinstance(each, click.Option) and each.envvar]
    return [
        _row(f"`{each.envvar}`", "" if callable(each.default) else f"`{each.default}`", each.help or "")
        for each in options
    ]


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default_text(default: object) -> str:
    if default is None or default == "":
        return ""
    text = str(default).lower() if isinstance(default, bool) else str(default).removesuffix(".0")
    return f"`{text}`"


if __name__ == "__main__":
    sys.stdout.write(settings_page())
