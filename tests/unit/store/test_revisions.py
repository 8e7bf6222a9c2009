"""The revisions and what is said of them elsewhere."""

import subprocess
import sys
from pathlib import Path

from papersearch.settings import Settings
from papersearch.store import open_store
from papersearch.store.migrations import HEAD, OLDEST_PROGRAM, chain

OPEN = """
import sys
from pathlib import Path
from papersearch.settings import Settings
from papersearch.store import open_store
open_store(Settings(Path(sys.argv[1]))).close()
print([name for name in ("alembic", "mako") if name in sys.modules])
"""


def test_head_is_the_newest_revision() -> None:
    revisions = chain.revisions_after(None)
    assert revisions[-1].revision == HEAD
    assert revisions[-1].module.oldest_program == OLDEST_PROGRAM


def test_revisions_are_one_chain_in_the_order_of_their_numbers() -> None:
    revisions = chain.revisions_after(None)
    numbers = [each.revision for each in revisions]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert [each.down_revision for each in revisions] == [None, *numbers[:-1]]
    assert [Path(each.path).name[:6] for each in revisions] == [f"r{number}_" for number in numbers]
    assert chain.revisions_after(HEAD) == []


def test_no_revision_allows_older_programs_than_the_one_before() -> None:
    oldest = [each.module.oldest_program for each in chain.revisions_after(None)]
    assert oldest == sorted(oldest)
    assert all(each.module.oldest_program <= each.revision for each in chain.revisions_after(None))


def test_creating_and_opening_a_current_store_import_no_alembic(tmp_path: Path) -> None:
    for _ in range(2):
        ran = subprocess.run([sys.executable, "-c", OPEN, tmp_path], check=True, capture_output=True, text=True)
        assert ran.stdout.strip() == "[]"
    open_store(Settings(tmp_path)).close()
