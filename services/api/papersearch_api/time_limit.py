"""The time that a request may take as a whole; beyond it the answer is 503 with Retry-After.

Engine and store look at `papersearch.deadline` before and while they wait, so the view ends with their error.
"""

from contextlib import ExitStack

from flask import Flask, g

from papersearch.deadline import within
from papersearch_api.services import services


def register_time_limit(app: Flask) -> None:
    """Sets the deadline before anything else looks at a request, and takes it away in the end.

    What is streamed after the view has returned is under no deadline: an export takes what it takes.
    """

    @app.before_request
    def begin() -> None:
        g.time_limit = ExitStack()
        g.time_limit.enter_context(within(services().settings.request_limit_s))

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        if "time_limit" in g:
            g.pop("time_limit").close()
