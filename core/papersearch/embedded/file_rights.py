"""An index whose folder this user cannot write, and files that others of the same group can use.

tantivy takes a lock file in the index's folder even to read, and gives two of its files to their owner alone.
"""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy

from papersearch.embedded.commit import META
from papersearch.embedded.schema import open_index

_STRICT = (META, ".managed.json")
_LOCKS = ".tantivy-"


def is_read_only(folder: Path) -> bool:
    """Whether this user cannot make files in a folder."""
    return not os.access(folder, os.W_OK)


def open_read_only(folder: Path) -> tantivy.Index:
    """The index of a folder as it is now, through links in a folder of our own, which goes when the files are open.

    It sees no later commit.
    """
    with TemporaryDirectory(prefix="papersearch-") as links:
        for file in folder.iterdir():
            if not file.name.startswith(_LOCKS):
                (Path(links) / file.name).symlink_to(file.resolve())
        index = open_index(Path(links))
        index.reload()
        return index


def share_files(folder: Path, model: str) -> None:
    """Gives tantivy's strict files the rights of another file there, which has those of the umask."""
    mode = (folder / model).stat().st_mode & 0o777
    for name in _STRICT:
        with suppress(OSError):  # another user's, who has done it
            (folder / name).chmod(mode)
