"""`papersearch backup` and `papersearch restore`."""

from pathlib import Path

import click

from papersearch.process.cli import settings_of
from papersearch.process.output import json_option, print_answer
from papersearch.process.quantities import count_text

_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")


@click.command()
@_FILE
@json_option
@click.pass_context
def backup(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Write the whole store and its raw sources to one file.

    Programs can go on working meanwhile. The file has hashes of API keys, so keep it safe. Indexes are not in it.
    """
    from papersearch.store.backups.dump import write_backup

    found = write_backup(settings_of(ctx), file)
    print_answer(
        {"file": str(file), "bytes": file.stat().st_size} | found._asdict(),
        f"Backed up {count_text(found.papers, 'paper')} and {count_text(found.sources, 'source')} to {file}.",
        as_json=as_json,
    )


@click.command()
@_FILE
@json_option
@click.pass_context
def restore(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Fill an empty store from a backup.

    The store may be on another database than the one that was backed up. Build the index afterwards.
    """
    from papersearch.store.backups.restore import restore_backup

    found = restore_backup(settings_of(ctx), file)
    print_answer(
        {"file": str(file)} | found._asdict(),
        f"Restored {count_text(found.papers, 'paper')} and {count_text(found.sources, 'source')}.\n"
        "Build the index: papersearch reindex --wait",
        as_json=as_json,
    )
