"""What is made when it is first asked for, asked for when the program starts, beside the first searches."""

import logging
from threading import Thread

from papersearch.engine import Reader
from papersearch.errors import UnavailableError
from papersearch.query.nodes import Everything
from papersearch.query.request import FacetSpec

_log = logging.getLogger(__name__)


def warm_in_background(reader: Reader) -> Thread:
    """Counts a facet once: over a large corpus the embedded engine reads its columns first."""
    thread = Thread(target=_count_once, args=(reader,), name="warming", daemon=True)
    thread.start()
    return thread


def _count_once(reader: Reader) -> None:
    try:
        reader.facet(FacetSpec("venue", size=1), Everything())
    except UnavailableError as error:
        _log.info("nothing to warm yet: %s", error)
