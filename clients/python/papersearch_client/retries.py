"""When a request is sent again, and after how long.

429, 502 and 503 are temporary, and so are connections that fail. The server's `Retry-After` decides how long to wait;
without it the wait doubles each time, with some randomness so that many clients do not return at the same moment.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

TEMPORARY = frozenset({429, 502, 503})


@dataclass(frozen=True, slots=True)
class Retries:
    """How patient a client is.

    `attempts`: requests in all, 1 for no retries. `longest_wait_s`: a server that asks for a longer pause gets none;
    the error then says how long it asked for. `first_wait_s`: the first pause if the server names none.
    """

    attempts: int = 5
    longest_wait_s: float = 60.0
    first_wait_s: float = 0.5

    def pause_s(self, attempt: int, asked_s: float | None) -> float | None:
        """Return the pause after this attempt (counted from 1), or None to give up."""
        if attempt >= self.attempts or (asked_s or 0.0) > self.longest_wait_s:
            return None
        if asked_s is not None:
            return asked_s
        grown = self.first_wait_s * 2.0 ** (attempt - 1)
        return min(grown * (0.75 + random.random() / 2), self.longest_wait_s)  # noqa: S311


def retry_after_s(response: httpx.Response, now: datetime | None = None) -> float | None:
    """Return the seconds that `Retry-After` asks for, as a number or as a date; None if it cannot be read."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
