"""The repositories that can be harvested: a few lines of configuration each."""

import tomllib
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

from papersearch.errors import ParameterError, Problem, UsageError
from papersearch.query.spelling import nearest

REPOSITORIES_FILE = "repositories.toml"
"""The name of a file of further repositories in PAPERSEARCH_HOME."""


@dataclass(frozen=True, slots=True)
class Repository:
    """An OAI-PMH repository; see data/repositories.toml for what each field does."""

    name: str
    url: str
    prefix: str = "oai_dc"
    interval_s: float = 1.0
    set: str = ""

    @property
    def collection(self) -> str:
        """What the records of this repository are kept under, whatever list they came in."""
        return f"{self.url}?{urlencode({'verb': 'ListRecords', 'metadataPrefix': self.prefix})}"


def load_repositories(home: Path) -> dict[str, Repository]:
    """Name -> repository: those that ship with us and the operator's own. Raises UsageError for a broken file."""
    shipped = resources.files("papersearch_ingest").joinpath(f"data/{REPOSITORIES_FILE}").read_text("utf-8")
    own = home / REPOSITORIES_FILE
    found = read_repositories(shipped)
    if own.is_file():
        try:
            found += read_repositories(own.read_text("utf-8"))
        except ValueError as error:
            raise UsageError(f"{own} cannot be used: {error}.") from error
    return {repository.name: repository for repository in found}


def repository_named(name: str, home: Path) -> Repository:
    """The repository of this name. Raises ParameterError that lists the names, UsageError for a broken file."""
    known = load_repositories(home)
    if name not in known:
        detail = (
            f"Unknown repository {name!r}. Known repositories: {', '.join(sorted(known))}. "
            f"Add others in {home / REPOSITORIES_FILE}."
        )
        raise ParameterError(Problem("repository", detail, suggestion=nearest(name, known)))
    return known[name]


def read_repositories(text: str) -> list[Repository]:
    """The repositories of a file's text. Raises ValueError (those of tomllib and msgspec are kinds of it)."""
    return [_repository(entry) for entry in tomllib.loads(text).get("repository", ())]


def _repository(entry: dict[str, Any]) -> Repository:
    unknown = entry.keys() - {field.name for field in fields(Repository)}
    if unknown:
        raise ValueError(f"unknown field of a repository: {', '.join(sorted(unknown))}")
    repository = msgspec.convert(entry, Repository)
    if not (repository.name and repository.url) or repository.interval_s < 0:
        raise ValueError("a repository needs a name and a url, and interval_s must not be negative")
    return repository
