"""Generations as folders: `root/<name>/`, and `root/CURRENT` with the name of the live one.

Every change is one rename: a generation is complete when its folder has its name, and live when `CURRENT` names it.
Names that begin with a dot are on their way in or out.
"""

import json
import os
import re
import shutil
import time
import uuid
from pathlib import Path

from papersearch.embedded.file_rights import share_files
from papersearch.embedded.schema import create_index, schema_hash
from papersearch.embedded.tantivy_errors import engine_errors
from papersearch.errors import ConflictError, EngineUnavailableError, NotFoundError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,199}")
_CURRENT = "CURRENT"
SCHEMA_FILE = "papersearch.json"
_ON_THE_WAY = (".new-", ".old-", f".{_CURRENT}-")
ABANDONED_AFTER_S = 3600.0


class Folders:
    """The generations under one root. Holds no state, so that every process sees the same."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, generation: str) -> Path:
        """The folder of a generation. Raises NotFoundError."""
        folder = self.root / generation
        if not self._is_name(generation) or not (folder / SCHEMA_FILE).is_file():
            raise NotFoundError(f"there is no generation {generation!r}")
        return folder

    def names(self) -> list[str]:
        """Every generation, sorted."""
        if not self.root.is_dir():
            return []
        return sorted(p.name for p in self.root.iterdir() if self._is_name(p.name) and (p / SCHEMA_FILE).is_file())

    def create(self, generation: str) -> None:
        """Raises ConflictError when the name is taken, ValueError when it is no name."""
        if not self._is_name(generation):
            raise ValueError(f"{generation!r} is no name for a generation")
        with engine_errors("creating a generation"):
            self.root.mkdir(parents=True, exist_ok=True)
        if (self.root / generation).exists():
            raise ConflictError(f"generation {generation} exists", blocking_id=generation)
        self._sweep()
        building = self.root / f".new-{uuid.uuid4().hex}"
        with engine_errors("creating a generation"):
            building.mkdir()
            create_index(building)
            (building / SCHEMA_FILE).write_text(json.dumps({"schema_hash": schema_hash()}), "utf-8")
        share_files(building, SCHEMA_FILE)
        try:
            building.rename(self.root / generation)
        except OSError as error:
            shutil.rmtree(building, ignore_errors=True)
            raise ConflictError(f"generation {generation} exists", blocking_id=generation) from error

    def drop(self, generation: str) -> None:
        """Raises ConflictError for the live one. Who reads it at this moment can go on: the files are mapped."""
        if generation == self.live():
            raise ConflictError(f"generation {generation} is live", blocking_id=generation)
        if not self._is_name(generation) or not (self.root / generation).is_dir():
            return
        going = self.root / f".old-{uuid.uuid4().hex}"
        with engine_errors("dropping a generation"):
            (self.root / generation).rename(going)
            shutil.rmtree(going)

    def _sweep(self) -> None:
        """Deletes what a process left that was killed on the way in or out; what is younger may be another's work."""
        limit = time.time() - ABANDONED_AFTER_S
        for found in self.root.iterdir():
            try:
                is_abandoned = found.name.startswith(_ON_THE_WAY) and found.stat().st_mtime < limit
            except FileNotFoundError:  # another process was faster
                continue
            if is_abandoned and found.is_dir():
                shutil.rmtree(found, ignore_errors=True)
            elif is_abandoned:
                found.unlink(missing_ok=True)

    def live(self) -> str | None:
        """What `CURRENT` says."""
        try:
            return (self.root / _CURRENT).read_text("utf-8").strip() or None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise EngineUnavailableError(f"reading the live generation's name: {error}") from error

    def promote(self, generation: str) -> None:
        """Raises NotFoundError. Durable when it returns."""
        self.path(generation)
        with engine_errors("promoting a generation"):
            written = self.root / f".{_CURRENT}-{uuid.uuid4().hex}"
            with written.open("w", encoding="utf-8") as file:
                file.write(generation + "\n")
                file.flush()
                os.fsync(file.fileno())
            written.replace(self.root / _CURRENT)
            folder = os.open(self.root, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        if self.live() != generation:
            raise EngineUnavailableError(f"generation {generation} was not made the live one")

    def size_bytes(self, generation: str) -> int:
        """The size of a generation's files; a merge may delete some of them meanwhile."""
        total = 0
        for file in self.path(generation).iterdir():
            try:
                total += file.stat().st_size
            except FileNotFoundError:
                continue
        return total

    def free_bytes(self) -> int:
        """The free space of the disk that the generations are on."""
        folder = next(found for found in (self.root, *self.root.absolute().parents) if found.is_dir())
        with engine_errors("reading the disk's free space"):
            return shutil.disk_usage(folder).free

    def built_with(self, generation: str) -> str:
        """The schema hash that a generation was built with."""
        with engine_errors("reading a generation's schema"):
            return str(json.loads((self.path(generation) / SCHEMA_FILE).read_text("utf-8"))["schema_hash"])

    def _is_name(self, name: str) -> bool:
        return bool(_NAME.fullmatch(name)) and name != _CURRENT
