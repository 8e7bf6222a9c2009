"""Submit sources: they are stored as blobs and written into the ledger as a run. And report what came of a run."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from papersearch.errors import ParameterError, Problem, SourceError
from papersearch.paper import JsonObject, Paper
from papersearch.store import Store
from papersearch.store.database import chunked
from papersearch.store.ledger import Item, ItemState, NewItem
from papersearch.store.records import RecordOutcome
from papersearch.work_items import IngestOptions, IngestRun, Sidecar, SourceItem
from papersearch_ingest.sources.profiles import PROFILES_FILE
from papersearch_ingest.sources.sidecar_files import DOCUMENTS, METADATA

STDIN = "-"
STDIN_LOCATION = "stdin"
_PAPERS_AT_A_TIME = 500
FetchUrl = Callable[[str], BinaryIO]


@dataclass(frozen=True, slots=True)
class RunReport:
    """The result of a run: each record counts once, so the five outcomes sum to `records`."""

    run: int
    records: int
    added: int
    updated: int
    merged: int
    unchanged: int
    rejected: int
    skipped: int
    seconds: float
    sources: tuple[JsonObject, ...]

    @property
    def failed(self) -> tuple[JsonObject, ...]:
        """The sources that could not be read, each with its `error`."""
        return tuple(source for source in self.sources if source["state"] == ItemState.FAILED.value)

    def to_json(self) -> JsonObject:
        """The document of `ingest --json`."""
        return asdict(self) | {"sources": list(self.sources)}


def submit(
    store: Store,
    sources: Sequence[str],
    options: IngestOptions | None = None,
    *,
    stdin: BinaryIO | None = None,
    fetch_url: FetchUrl | None = None,
) -> int:
    """Submit files, folders (all files below), `-` and addresses as a run; return its id when everything is stored.

    Raises ParameterError for a path that does not exist or an address that nothing here can fetch, before anything is
    written, and SourceError for a file that cannot be opened.
    """
    wanted = options or IngestOptions()
    _check(sources, stdin, fetch_url)
    items: dict[str, NewItem] = {}
    for source in sources:
        if source == STDIN and stdin is not None:
            found: Iterable[NewItem] = [_stored_item(store, STDIN_LOCATION, stdin, SourceItem(wanted))]
        elif "://" in source and fetch_url is not None:
            with fetch_url(source) as stream:
                found = [_stored_item(store, source, stream, SourceItem(wanted))]
        else:
            found = _files(store, Path(source).resolve(), wanted)
        for item in found:
            items.setdefault(item.location, item)
    run, _ = store.ledger.submit(IngestRun(tuple(sources), wanted), list(items.values()))
    return run


@dataclass(frozen=True, slots=True)
class SubmittedChanges:
    """A run, None if there was nothing to store; and for each file that could not be opened a sentence."""

    run: int | None
    item_ids: Sequence[int] = ()
    problems: tuple[str, ...] = ()


def submit_changes(
    store: Store, changed: Sequence[str], gone: Sequence[str], options: IngestOptions
) -> SubmittedChanges:
    """Submit files of folders, and the locations of files that are gone, as a run.

    Those that are gone come last: a file that was renamed gives its papers to the new name before the old one goes.
    """
    items: list[NewItem] = []
    problems: list[str] = []
    for path in changed:
        try:
            path.encode()
            items.append(_file_item(store, Path(path), options, from_folder=True))
        except SourceError as error:
            problems.append(str(error))
        except UnicodeEncodeError:
            problems.append(f"{path!r} cannot be read: its name is not UTF-8.")
        except OSError as error:
            problems.append(f"{path} cannot be read: {error.strerror}.")
    items += [NewItem(location, None, 0, SourceItem(options)) for location in gone]
    if not items:
        return SubmittedChanges(None, problems=tuple(problems))
    names = tuple(item.location for item in items)
    run, item_ids = store.ledger.submit(IngestRun(names, options), items)
    return SubmittedChanges(run, item_ids, tuple(problems))


def report_run(store: Store, run: int, seconds: float) -> RunReport:
    """Report what came of a run so far."""
    found = store.runs.get(run)
    return RunReport(
        run=run,
        records=found.records,
        **{outcome.value: found.counts[outcome.value] for outcome in RecordOutcome},
        skipped=sum(item.state == ItemState.SKIPPED for item in found.items),
        seconds=round(seconds, 3),
        sources=tuple(_source_report(item) for item in found.items if item.state != ItemState.SKIPPED),
    )


def run_papers(store: Store, run: int) -> Iterator[Paper]:
    """Return the papers that have a record from the sources of a run. Raises NotFoundError."""
    locations = [item.location for item in store.runs.get(run).items]
    for some in chunked(store.records.papers_at(locations), _PAPERS_AT_A_TIME):
        yield from filter(None, store.papers.get(some))


def _check(sources: Sequence[str], stdin: BinaryIO | None, fetch_url: FetchUrl | None) -> None:
    problems = []
    for source in sources:
        if source == STDIN:
            if stdin is None:
                problems.append(Problem("source", "There is no standard input to read."))
        elif "://" in source:
            if fetch_url is None:
                problems.append(Problem("source", f"Addresses cannot be fetched here: {source}"))
        elif not Path(source).exists():
            problems.append(Problem("source", f"There is no file or folder {source}."))
    if problems:
        raise ParameterError(*problems)


def _files(store: Store, path: Path, options: IngestOptions) -> Iterator[NewItem]:
    if not path.is_dir():
        yield _file_item(store, path, options, from_folder=False)
        return
    found = sorted(
        file
        for file in path.rglob("*")
        if file.is_file()
        and file.name != PROFILES_FILE
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )
    yield from (_file_item(store, file, options, from_folder=True) for file in found)
    if options.replace:
        present = {str(file) for file in found}
        gone = (each for each in store.records.locations_under(str(path)) if each not in present)
        yield from (NewItem(location, None, 0, SourceItem(options)) for location in gone)


def _file_item(store: Store, path: Path, options: IngestOptions, *, from_folder: bool) -> NewItem:
    try:
        source = SourceItem(options, from_folder, _folder_profiles(path), _sidecar(store, path))
        with path.open("rb") as stream:
            return _stored_item(store, str(path), stream, source)
    except PermissionError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}.") from error


def _stored_item(store: Store, location: str, stream: BinaryIO, source: SourceItem) -> NewItem:
    blob = store.blobs.put(stream)
    return NewItem(location, blob.sha256, blob.size, source)


def _sidecar(store: Store, path: Path) -> Sidecar | None:
    """Store the file that describes a PDF of the same name, if there is one."""
    if path.suffix.lower() not in DOCUMENTS:
        return None
    for sidecar in map(path.with_suffix, METADATA):
        if sidecar.is_file():
            with sidecar.open("rb") as stream:
                return Sidecar(store.blobs.put(stream).sha256, sidecar.name)
    return None


def _folder_profiles(path: Path) -> str | None:
    """Return the text of the profiles.toml in the source's folder, since a worker elsewhere could not read it."""
    profiles = path.parent / PROFILES_FILE
    return profiles.read_text("utf-8") or None if profiles.is_file() and profiles != path else None


def _source_report(item: Item) -> JsonObject:
    return {
        "source": item.location,
        "state": item.state.value,
        "parser": item.parser,
        "records": sum(item.counts.values()),
        **item.counts,
        "error": item.last_error,
    }
