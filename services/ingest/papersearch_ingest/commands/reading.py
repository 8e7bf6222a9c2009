"""The store as commands open it that only read."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from papersearch.process.cli import settings_of

if TYPE_CHECKING:
    from papersearch.store import Store


@contextmanager
def opened_existing_store(ctx: click.Context) -> Iterator["Store"]:
    """The store, or an empty one where there is none yet: nothing is created. Raises StoreUnavailableError."""
    from papersearch.store import open_existing_store

    with closing(open_existing_store(settings_of(ctx))) as store:
        yield store
