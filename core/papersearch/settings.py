"""Settings: the one place where the environment is read."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

EMBEDDED_ENGINE = "embedded"
_ESCAPED = {ord(character): f"%{ord(character):02X}" for character in "%?#"}
PREFIX = "PAPERSEARCH_"
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable of prometheus-client for `metrics_folder`, which it reads when it is imported."""


def _setting(default: Any, doc: str) -> Any:
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how the parts are put together; nothing else differs between one machine and many.

    Each setting is read from the variable named after it: `engine_url` from `PAPERSEARCH_ENGINE_URL`. A name that ends
    in `_s` is in seconds, one that ends in `_mb` in megabytes.
    """

    home: Path
    engine_url: str = _setting(EMBEDDED_ENGINE, "`embedded`, or the address of an Elasticsearch.")
    store_url: str = _setting("", "SQLAlchemy address of the store; without one, a SQLite file in the home folder.")
    broker_url: str | None = _setting(None, "Address of a Redis; without one, the ledger is drained in process.")
    broker_ca_file: str = _setting(
        "", "Certificates that a `rediss://` broker is checked against; the system's if empty."
    )
    index_prefix: str = _setting("papers", "First part of the names of generations and of the alias of the live one.")
    request_limit_s: float = _setting(4.5, "What a request may take as a whole, whatever it asks of engine and store.")
    engine_timeout_s: float = _setting(3.0, "How long one call to the engine may stay without an answer.")
    store_timeout_s: float = _setting(30.0, "The same for the store, in a program that does not answer requests.")
    heartbeat_interval_s: float = _setting(5.0, "How often a worker writes its heartbeat.")
    sweep_interval_s: float = _setting(10.0, "How often the sweeper looks for lost workers and lost hints.")
    silent_after_s: float = _setting(20.0, "A worker without a heartbeat for this long is lost.")
    lease_limit_s: float = _setting(180.0, "How long a lease on a source or a paper lasts at most.")
    broker_timeout_s: float = _setting(2.0, "How long one call to the broker may take.")
    keep_generation_s: float = _setting(86_400.0, "How long the previous generation receives writes, for a roll back.")
    keep_jobs_s: float = _setting(2_592_000.0, "How long ended jobs and writes by API with their results are kept.")
    keep_searches_s: float = _setting(2_592_000.0, "How long the texts of searches are kept.")
    extract_tldr: bool = _setting(
        default=False, doc="Whether a paper without a TL;DR gets a sentence of its abstract, marked so."
    )
    precedence: str = _setting("", "File of the form of data/precedence.toml: which source's word counts.")
    verify_interval_s: float = _setting(21_600.0, "How often the index is compared with the store; 0 for never.")
    write_wait_s: float = _setting(10.0, "How long a request with `wait=true` is held at most.")
    queue_limit: int = _setting(20_000, "With more sources and papers waiting than this, the API takes no writes.")
    upload_limit_mb: int = _setting(100, "Largest source file that the API takes.")
    needs_read_key: bool = _setting(default=False, doc="Whether reading needs an API key, too.")
    trusted_proxies: str = _setting(
        "127.0.0.1", "Addresses or networks of proxies whose X-Forwarded-For and -Proto count."
    )
    url_prefix: str = _setting("", "Path that the site lives under, such as `/papers`, where a proxy says none.")
    site_title: str = _setting("papersearch", "Name of the site on its pages.")
    site_logo: str = _setting("", "Picture file (SVG, PNG, WebP) that pages show before the name.")
    accent_colour: str = _setting(
        "", "Colour of buttons and highlights, such as `#1d5c8a`; made readable where needed."
    )
    about: str = _setting("", "Text about the collection on the front page; an empty line begins a paragraph.")
    robots: str = _setting("pages", "What crawlers may fetch: `pages` (papers, not filters), or `none`.")
    rate_limit: str = _setting(
        "", "What a client may ask for, such as `600/minute`; an export counts as 20 requests. No limit if empty."
    )
    parallel_limit: int = _setting(0, "Requests of one client that a process answers at the same time; 0 for any.")
    log_format: str = _setting("text", "Form of the log: `text` for people, or `json`, an object a line.")
    access_log: bool = _setting(default=False, doc="Whether each answered request is a line of the log.")
    allowed_hosts: str = _setting("default", "Hosts that may be fetched from; `default` is the list that is shipped.")
    allowed_private_hosts: str = _setting("", "Hosts, with their port, that may be in private networks.")
    contact: str = _setting("", "Mail address or page that other people's servers are told to turn to.")
    fetch_timeout_s: float = _setting(600.0, "How long fetching one address may take.")
    fetch_limit_mb: float = _setting(4_096.0, "Most that is fetched from one address.")

    @property
    def is_embedded(self) -> bool:
        """Whether the search engine runs inside this process."""
        return self.engine_url == EMBEDDED_ENGINE

    @property
    def database_url(self) -> str:
        """The store's SQLAlchemy address. What means something in an address is escaped in the path of the home."""
        return self.store_url or f"sqlite:///{str(self.home / 'papersearch.db').translate(_ESCAPED)}"


VARIABLES: dict[str, "Field[Any]"] = {f"{PREFIX}{each.name.upper()}": each for each in fields(Settings)}
"""Variable -> setting, with its default and its `metadata["doc"]`."""
SECRETS = tuple(f"{PREFIX}{name}" for name in ("STORE_URL", "BROKER_URL", "ENGINE_URL"))
"""Variables whose value may hold a password. Each may come from a file instead, which `<VARIABLE>_FILE` names."""
FILE_SUFFIX = "_FILE"


class _Form(NamedTuple):
    """What an address looks like."""

    schemes: frozenset[str]
    example: str


_ADDRESSES = {
    f"{PREFIX}ENGINE_URL": _Form(frozenset({"http", "https"}), "https://search.example.org:9200"),
    f"{PREFIX}STORE_URL": _Form(
        frozenset({"sqlite", "postgresql", "postgresql+psycopg"}), "postgresql+psycopg://user@db.example.org/papers"
    ),
    f"{PREFIX}BROKER_URL": _Form(frozenset({"redis", "rediss"}), "rediss://queue.example.org:6379/0"),
}
_LARGEST_SECRET = 4_096
_SWITCHES = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_READERS: dict[type, tuple[Callable[[str], Any], str]] = {
    bool: (lambda text: _SWITCHES[text.lower()], "true or false"),
    int: (int, "a whole number"),
    float: (float, "a number"),
}
_UNITS = {"_s": " of seconds", "_mb": " of megabytes"}


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment, and from the files that it names for `SECRETS`; empty variables count as absent.

    Raises ValueError that names the variable whose text is not a number, neither true nor false, or given twice, or
    the file that cannot be read, or the address that is not one. Its message never holds an address or what a file
    holds: there may be a password in it.
    """
    env = os.environ if environ is None else environ
    texts = {name: env[name] for name in VARIABLES if env.get(name)} | _read_secrets(env)
    for name in SECRETS:
        check_address(name, texts.get(name, ""))
    given = {VARIABLES[name].name: _read(name, VARIABLES[name], text) for name, text in texts.items()}
    return Settings(**given | {"home": _home(env)})


def check_address(variable: str, text: str) -> None:
    """Raises ValueError for an address that its library would fail on, perhaps with the password in its words."""
    form = _ADDRESSES[variable]
    if not text or (text == EMBEDDED_ENGINE and variable.endswith("ENGINE_URL")):
        return
    try:
        parts = urlsplit(text)
        is_number = parts.port is None or parts.port > 0
    except ValueError:
        parts, is_number = urlsplit(""), False
    has_place = parts.hostname or parts.scheme == "sqlite" or "host=" in parts.query
    if parts.scheme not in form.schemes or not is_number or not has_place:
        raise ValueError(f"{variable} must be an address like {form.example}; its text is not shown here")
    if variable.endswith("BROKER_URL") and not re.fullmatch(r"/?\d*", parts.path):
        raise ValueError(f"{variable} must end in the number of a database, as {form.example} does")


def metrics_folder() -> str:
    """The folder where the processes of a server count together, "" for a single process."""
    return os.environ.get(METRICS_FOLDER, "")


def _read(variable: str, setting: "Field[Any]", text: str) -> Any:
    if type(setting.default) not in _READERS:
        return text
    read, expected = _READERS[type(setting.default)]
    try:
        return read(text)
    except (KeyError, ValueError):
        unit = next((unit for ending, unit in _UNITS.items() if setting.name.endswith(ending)), "")
        raise ValueError(f"{variable} must be {expected}{unit}, not {text!r}") from None


def _read_secrets(env: Mapping[str, str]) -> dict[str, str]:
    named = {variable: env[f"{variable}{FILE_SUFFIX}"] for variable in SECRETS if env.get(f"{variable}{FILE_SUFFIX}")}
    for variable in named:
        if env.get(variable):
            raise ValueError(f"Set either {variable} or a file for it: {variable} and {variable}{FILE_SUFFIX} are set")
    return {variable: _read_secret(f"{variable}{FILE_SUFFIX}", file) for variable, file in named.items()}


def _read_secret(variable: str, file: str) -> str:
    """The one line of a file. Raises ValueError that names the file, never what is in it."""
    try:
        with Path(file).open("rb") as opened:
            content = opened.read(_LARGEST_SECRET + 1)
    except OSError as error:
        raise ValueError(f"{variable} names a file that cannot be read: {file} ({error.strerror})") from None
    try:
        text = content.decode("utf-8").strip()
    except UnicodeDecodeError:
        text = ""
    if not text or not text.isprintable() or len(content) > _LARGEST_SECRET:
        raise ValueError(f"{variable} must name a file with one line of text, which {file} is not")
    return text


def _home(env: Mapping[str, str]) -> Path:
    if env.get("PAPERSEARCH_HOME"):
        return Path(env["PAPERSEARCH_HOME"]).expanduser().absolute()
    return Path(env.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "papersearch"


def child_environment(settings: Settings, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment in which a child process loads these same settings, whatever flags they came from.

    What came from a file goes on as the file's name, so that passwords are not in the child's environment.
    """
    env = dict(os.environ if environ is None else environ)
    values = {name: getattr(settings, each.name) for name, each in VARIABLES.items()}
    for variable in SECRETS:
        file = env.pop(f"{variable}{FILE_SUFFIX}", "")
        if file and _holds(file, values[variable]):
            env[f"{variable}{FILE_SUFFIX}"] = file
            values[variable] = None
    return env | {name: "" if value is None else str(value) for name, value in values.items()}


def _holds(file: str, text: str | None) -> bool:
    try:
        return _read_secret("", file) == text
    except ValueError:
        return False
