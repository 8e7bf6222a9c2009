"""Recompute the stored match keys after their rules have changed. Which records are one paper does not change.

The fact `match_keys` in the store names the rules: "2" when all keys follow version 2, "2 up to record 400" while the
rest is still to be recomputed. A store without this fact follows version 1. Both the update and the search for
candidates hold the lock "merge", so no record is matched by keys of two versions.
"""

import logging
from typing import NamedTuple

from papersearch.errors import StoreUnavailableError
from papersearch.store import Parts, Store
from papersearch_ingest.papers import matching

log = logging.getLogger(__name__)

FACT = "match_keys"
BATCH_SIZE = 2_000
"""Records of a transaction; other writers wait for it."""
_UP_TO = " up to record "


class StoredKeys(NamedTuple):
    """The version that the stored keys follow; `done`: the last record that does, None for all of them."""

    version: int
    done: int | None = None

    def __str__(self) -> str:
        return str(self.version) if self.done is None else f"{self.version}{_UP_TO}{self.done}"


def stored_keys(parts: Parts) -> StoredKeys:
    """Return which rules the stored keys follow."""
    version, _, done = (parts.facts.get(FACT) or "1").partition(_UP_TO)
    return StoredKeys(int(version), int(done) if done else None)


def require_current_keys(tx: Parts) -> None:
    """Raises StoreUnavailableError unless all stored keys follow the rules of this program.

    A store without records has no keys yet, so it follows them from now on.
    """
    if tx.facts.get(FACT) is None and not tx.records.after(0, 1):
        tx.facts.put(FACT, str(matching.MATCH_KEYS_VERSION))
    found = stored_keys(tx)
    if found.version > matching.MATCH_KEYS_VERSION:
        raise StoreUnavailableError(
            f"The store has match keys of version {found.version}, made by a newer papersearch; this program knows "
            f"version {matching.MATCH_KEYS_VERSION} and cannot add papers. Update this program."
        )
    if found != StoredKeys(matching.MATCH_KEYS_VERSION):
        raise StoreUnavailableError("The match keys in the store are being recomputed. Try again in a while.")


def update_match_keys(store: Store) -> int:
    """Recompute the keys of every record if they follow older rules, and return the number of records.

    Each batch is a transaction that also stores how far it came, so another program can resume at any time, or help.
    Keys of newer rules stay as they are.
    """
    total = 0
    while _is_older(stored_keys(store)):
        with store.transaction(merges=True) as tx:
            total += _update_batch(tx)
        log.info("match keys of %d records recomputed", total)
    return total


def _is_older(found: StoredKeys) -> bool:
    """Whether there are keys to recompute."""
    return found.version < matching.MATCH_KEYS_VERSION or (
        found.version == matching.MATCH_KEYS_VERSION and found.done is not None
    )


def _update_batch(tx: Parts) -> int:
    found = stored_keys(tx)
    if not _is_older(found):  # another program has just finished
        return 0
    after = found.done if found.version == matching.MATCH_KEYS_VERSION else None
    rows = tx.records.after(after or 0, BATCH_SIZE)
    keys = matching.match_keys([row.stored.record for row in rows])
    ids = [row.id for row in rows]
    tx.matches.put_many(dict(zip(ids, keys, strict=True)), known=ids)
    done = ids[-1] if len(ids) == BATCH_SIZE else None
    tx.facts.put(FACT, str(StoredKeys(matching.MATCH_KEYS_VERSION, done)))
    return len(ids)
