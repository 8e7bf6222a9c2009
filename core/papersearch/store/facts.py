"""What is known of the store as a whole, as short texts by name."""

from sqlalchemy import select

from papersearch.store.database import Access, insert_into
from papersearch.store.tables import facts


class Facts:
    """The table of facts."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def get(self, name: str) -> str | None:
        """The value of a fact; None when it was never stored."""
        return self._access.read(select(facts.c.value).where(facts.c.name == name)).scalar()

    def put(self, name: str, value: str) -> None:
        """Stores a fact in place of its former value."""
        with self._access.writing() as connection:
            statement = insert_into(connection, facts).values(name=name, value=value)
            connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
