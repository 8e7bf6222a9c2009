"""What is in the watched folders now, and how to tell that a file has changed."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import NamedTuple

from papersearch_ingest.sources.profiles import PROFILES_FILE
from papersearch_ingest.sources.sidecar_files import DOCUMENTS, METADATA

UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".tmp", ".temp", ".swp", "~")
"""Endings that browsers and editors give to files that they are still writing."""
_LOCKS = ("~$", ".")
"""Beginnings of the names of lock files and hidden files."""


class Stamp(NamedTuple):
    """Size, time of change and number of a file: another one if the file was written or replaced."""

    size: int
    changed_ns: int
    inode: int


class Signature(NamedTuple):
    """A file's stamp, and those of the files from which its papers are read as well."""

    own: Stamp
    others: tuple[Stamp, ...] = ()


@dataclass(frozen=True, slots=True)
class Root:
    """A watched folder, and the device that it was on at the start."""

    path: Path
    device: int


@dataclass(slots=True)
class Scan:
    """The files by path. `unknown`: folders that could not be read; what is below them may be there or not."""

    files: dict[str, Signature] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def is_unknown(self, path: str) -> bool:
        """Whether nobody can say if a file is there."""
        return any(PurePath(path).is_relative_to(folder) for folder in self.unknown)


def root_of(folder: Path) -> Root:
    """Return a folder to watch. Raises OSError."""
    path = folder.resolve(strict=True)
    return Root(path, path.stat().st_dev)


def scan_folders(roots: Sequence[Root]) -> Scan:
    """Return what is in the folders. A folder that is away, or another disk's mount point by now, is unknown."""
    scan = Scan()
    for root in roots:
        try:
            is_there = root.path.is_dir() and root.path.stat().st_dev == root.device
        except OSError:
            is_there = False
        if is_there:
            _read(root.path, scan)
        else:
            scan.unknown.append(str(root.path))
    return scan


def _read(root: Path, scan: Scan) -> None:
    waiting = [str(root)]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                stamps = dict(_stamps(entries, waiting))
        except OSError:
            scan.unknown.append(folder)
            continue
        profiles = stamps.pop(PROFILES_FILE, None)
        for name, stamp in stamps.items():
            scan.files[os.path.join(folder, name)] = Signature(stamp, _others(name, stamps, profiles))  # noqa: PTH118


def _stamps(entries: Iterator[os.DirEntry[str]], folders: list[str]) -> Iterator[tuple[str, Stamp]]:
    """The stamps of a folder's files by name; folders below it are added to `folders`."""
    for entry in entries:
        if entry.name.startswith(_LOCKS):
            continue
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry.path)
            continue
        if entry.name.lower().endswith(UNFINISHED):
            continue
        try:
            status = entry.stat()
        except FileNotFoundError:  # it went away meanwhile, or is a link to nothing
            continue
        if entry.is_file():
            yield entry.name, Stamp(status.st_size, status.st_mtime_ns, status.st_ino)


def _others(name: str, stamps: Mapping[str, Stamp], profiles: Stamp | None) -> tuple[Stamp, ...]:
    path = PurePath(name)
    sidecars = (str(path.with_suffix(ending)) for ending in METADATA) if path.suffix.lower() in DOCUMENTS else ()
    found = [stamps[each] for each in sidecars if each in stamps]
    return tuple(found if profiles is None else [*found, profiles])
