"""A clock that tests move: in a module of its own, so that processes they start can import it by its name."""

from datetime import UTC, datetime, timedelta


class Clock:
    """A clock in the tests' hands; each look moves it by a microsecond, so that moments differ."""

    def __init__(self) -> None:
        self.now = datetime(2020, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
