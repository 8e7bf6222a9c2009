"""What a killed process leaves among the folders of generations goes when the next one is made."""

import os
from pathlib import Path

from papersearch.embedded.lifecycle import ABANDONED_AFTER_S, Folders


def test_leftovers_of_killed_processes_go_and_the_work_of_others_stays(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    folders.create("papers-000001")
    for name in (".new-dead", ".old-dead", ".new-busy", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / ".CURRENT-dead").write_text("papers-000001")
    long_ago = (tmp_path / ".new-busy").stat().st_mtime - 2 * ABANDONED_AFTER_S
    for name in (".new-dead", ".old-dead", ".CURRENT-dead", "other", "papers-000001"):
        os.utime(tmp_path / name, (long_ago, long_ago))
    folders.create("papers-000002")
    assert {found.name for found in tmp_path.iterdir()} == {".new-busy", "other", "papers-000001", "papers-000002"}
