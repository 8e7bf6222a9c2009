"""What a request starts and does not wait for: hints to workers, and the log of searches."""

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from papersearch.deadline import within
from papersearch.errors import UnavailableError
from papersearch.operations.hints import Hints
from papersearch.request_id import carried_request_id, carrying
from papersearch.store import Store

log = logging.getLogger(__name__)

MOST_WAITING = 100
LONGEST_TASK_S = 5.0
"""A store that says nothing must not keep the hints behind it waiting."""
SEARCH_EVERY_S = 1.0
"""Searches are written down at most so often: some of the latest are enough to try a new index with."""


class Background:
    """One thread with a short queue; what does not fit is left out, as nothing here must be done."""

    def __init__(self, store: Store, hints: Hints) -> None:
        self._store = store
        self._hints = hints
        self._room = threading.BoundedSemaphore(MOST_WAITING)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        self._searched_at = -SEARCH_EVERY_S

    def tell(self, item_ids: Iterable[int]) -> None:
        """Tells workers of items. A hint that is left out or lost costs the time until the sweeper's next round."""
        listed = list(item_ids)
        if listed:
            self._offer(lambda: self._hints.items(listed))

    def remember_search(self, query: str) -> None:
        """Writes down what was searched, nothing about who did."""
        now = monotonic()
        if query.strip() and now - self._searched_at >= SEARCH_EVERY_S:
            self._searched_at = now
            self._offer(lambda: self._store.searches.record(query))

    def close(self) -> None:
        """Ends the thread; what waits is left out."""
        self._pool.shutdown(cancel_futures=True)

    def _offer(self, task: Callable[[], object]) -> None:
        if self._room.acquire(blocking=False):
            self._pool.submit(self._run, task, carried_request_id())

    def _run(self, task: Callable[[], object], request_id: str) -> None:
        try:
            with carrying(request_id), within(LONGEST_TASK_S):
                task()
        except UnavailableError as error:
            log.warning("%s", error)
        finally:
            self._room.release()
