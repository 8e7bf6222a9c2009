"""Hints: whoever writes into the ledger tells the workers; what they do stands in the store, so a lost hint costs time.

The sender is found through the entry-point group `papersearch.hints`, in which the ingest service registers its own:
the API tells workers without knowing how.
"""

import logging
from collections.abc import Iterable
from importlib.metadata import entry_points
from typing import Protocol

from papersearch.settings import Settings

log = logging.getLogger(__name__)

GROUP = "papersearch.hints"


class Hints(Protocol):
    """Tells whoever may be listening that there is work. False means that nobody was told: the sweeper will."""

    def items(self, item_ids: Iterable[int]) -> bool:
        """There are ledger items to process."""

    def generation(self, name: str) -> bool:
        """The index queue of a generation holds something."""

    def waiting(self) -> int:
        """How many hints nobody has taken yet; many when that cannot be told."""


class NoHints:
    """Without a broker the ledger is drained in process: nobody needs telling."""

    def items(self, item_ids: Iterable[int]) -> bool:  # noqa: ARG002 - the protocol's
        return True

    def generation(self, name: str) -> bool:  # noqa: ARG002 - the protocol's
        return True

    def waiting(self) -> int:
        return 0


def load_hints(settings: Settings) -> Hints:
    """The sender of these settings. Where its library is missing nobody is told, and the sweeper finds the work."""
    if settings.broker_url is None:
        return NoHints()
    for entry in entry_points(group=GROUP):
        try:
            hints: Hints = entry.load()(settings)
        except ImportError as error:
            log.warning("hints cannot be sent (%s): workers find the work by sweeping", error)
        else:
            return hints
    return NoHints()
