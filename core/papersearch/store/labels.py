"""The registry of labels: one key, one label, and the first one stands for ever.

Field `author`: canonical whole name -> the name as first shown. Field `venue`: venue id -> label. Field `keyword`:
tag key -> the canonical value of the phrase, so that two papers with one tag hold the same value.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, func, select

from papersearch.store.batches import among, execute_rows
from papersearch.store.columns import bounded_key, storable
from papersearch.store.database import Access, insert_into
from papersearch.store.tables import labels


class Labels:
    """The table of labels."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def register(self, field: str, wanted: Mapping[str, str]) -> dict[str, str]:
        """Adds labels (key -> label) for keys that have none; the labels that stand for all these keys."""
        with self._access.writing() as connection:
            standing = _labels(connection, field, wanted)
            missing = {key: storable(label) for key, label in wanted.items() if key not in standing}
            if not missing:
                return standing
            rows = [(field, bounded_key(key), label) for key, label in sorted(missing.items())]
            statement = insert_into(connection, labels).on_conflict_do_nothing()
            execute_rows(connection, statement, ("field", "key", "label"), rows)
            is_alone = connection.dialect.name == "sqlite"
            return standing | (missing if is_alone else _labels(connection, field, missing))

    def get(self, field: str, keys: Iterable[str]) -> dict[str, str]:
        """The labels of these keys; a key without one has no entry."""
        with self._access.reading() as connection:
            return _labels(connection, field, keys)

    def all(self, field: str) -> dict[str, str]:
        """Every label of a field by key."""
        rows = self._access.read(select(labels.c.key, labels.c.label).where(labels.c.field == field))
        return {row.key: row.label for row in rows}

    def count(self, field: str) -> int:
        """How many keys of a field have a label: a cheap sign that `all` would say something new."""
        query = select(func.count()).select_from(labels).where(labels.c.field == field)
        return int(self._access.read(query).scalar_one())


def _labels(connection: Connection, field: str, keys: Iterable[str]) -> dict[str, str]:
    wanted = {bounded_key(key): key for key in keys}
    here = among(connection, labels.c.key, wanted)
    rows = connection.execute(select(labels.c.key, labels.c.label).where(labels.c.field == field, here)).all()
    return {wanted[key]: label for key, label in rows}
