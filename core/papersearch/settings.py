"""Settings: the one place where the environment is read."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

EMBEDDED_ENGINE = "embedded"


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how the parts are put together; nothing else differs between one machine and many.

    `engine_url`: `embedded` or an Elasticsearch address. `store_url`: a SQLAlchemy address; default a SQLite file in
    `home`. `broker_url`: a Redis address, or None to drain the ledger in process. `index_prefix`: first part of the
    names of generations and of the alias on a shared Elasticsearch. Times are in seconds. `request_limit_s`: what a
    request may take as a whole, whatever it asks of engine and store; `engine_timeout_s` and `store_timeout_s` are what
    one call to them may take in silence, the latter in a program that answers no request. `keep_generation_s`: how long
    the previous generation goes on receiving writes after a promotion, so that a roll back loses nothing.
    `keep_jobs_s`: how long jobs that have ended, and writes by API with their results, are kept; `keep_searches_s`: the
    same of the texts of searches.
    `extract_tldr`: papers without a TL;DR get a sentence of their abstract, marked `extracted`. `precedence_file`: a
    table of your own of the form of data/precedence.toml, which says whose word counts. Both hold for papers that are
    made from then on; `papersearch rebuild` makes all of them anew.
    `verify_interval_s`: how often the index is compared with the store; 0 never. `queue_limit`: while more sources and
    papers than this wait, the API takes no writes. `write_wait_s`: how long a request with `wait=true` is held at most.
    `upload_limit_mb`: of a source file by API. `needs_read_key`: whether reading needs an API key, too.

    What may be fetched: `allowed_hosts` (names separated by commas; `default` stands for the list that ships with us),
    `allowed_private_hosts` (hosts, with their port, that may lie in private networks), `fetch_timeout_s` for one
    address and `fetch_limit_mb` for what comes from it. `contact` is the mail address or page that other people's
    servers are told to turn to.
    """

    home: Path
    engine_url: str = EMBEDDED_ENGINE
    store_url: str = ""
    broker_url: str | None = None
    index_prefix: str = "papers"
    request_limit_s: float = 4.5
    engine_timeout_s: float = 3.0
    store_timeout_s: float = 30.0
    heartbeat_interval_s: float = 5.0
    sweep_interval_s: float = 10.0
    silent_after_s: float = 20.0
    lease_limit_s: float = 180.0
    broker_timeout_s: float = 2.0
    keep_generation_s: float = 86_400.0
    keep_jobs_s: float = 2_592_000.0
    keep_searches_s: float = 2_592_000.0
    extract_tldr: bool = False
    precedence_file: str = ""
    verify_interval_s: float = 21_600.0
    write_wait_s: float = 10.0
    queue_limit: int = 20_000
    upload_limit_mb: int = 100
    needs_read_key: bool = False
    allowed_hosts: str = "default"
    allowed_private_hosts: str = ""
    contact: str = ""
    fetch_timeout_s: float = 600.0
    fetch_limit_mb: float = 4_096.0

    @property
    def is_embedded(self) -> bool:
        """Whether the search engine runs inside this process."""
        return self.engine_url == EMBEDDED_ENGINE

    @property
    def database_url(self) -> str:
        """The store's SQLAlchemy address."""
        return self.store_url or f"sqlite:///{self.home / 'papersearch.db'}"


_TEXT = {
    "PAPERSEARCH_ENGINE_URL": "engine_url",
    "PAPERSEARCH_STORE_URL": "store_url",
    "PAPERSEARCH_BROKER_URL": "broker_url",
    "PAPERSEARCH_INDEX_PREFIX": "index_prefix",
    "PAPERSEARCH_PRECEDENCE": "precedence_file",
    "PAPERSEARCH_ALLOWED_HOSTS": "allowed_hosts",
    "PAPERSEARCH_ALLOWED_PRIVATE_HOSTS": "allowed_private_hosts",
    "PAPERSEARCH_CONTACT": "contact",
}
_SECONDS = {
    "PAPERSEARCH_REQUEST_LIMIT_S": "request_limit_s",
    "PAPERSEARCH_ENGINE_TIMEOUT_S": "engine_timeout_s",
    "PAPERSEARCH_STORE_TIMEOUT_S": "store_timeout_s",
    "PAPERSEARCH_HEARTBEAT_INTERVAL_S": "heartbeat_interval_s",
    "PAPERSEARCH_SWEEP_INTERVAL_S": "sweep_interval_s",
    "PAPERSEARCH_SILENT_AFTER_S": "silent_after_s",
    "PAPERSEARCH_LEASE_LIMIT_S": "lease_limit_s",
    "PAPERSEARCH_BROKER_TIMEOUT_S": "broker_timeout_s",
    "PAPERSEARCH_KEEP_GENERATION_S": "keep_generation_s",
    "PAPERSEARCH_KEEP_JOBS_S": "keep_jobs_s",
    "PAPERSEARCH_KEEP_SEARCHES_S": "keep_searches_s",
    "PAPERSEARCH_VERIFY_INTERVAL_S": "verify_interval_s",
    "PAPERSEARCH_WRITE_WAIT_S": "write_wait_s",
    "PAPERSEARCH_FETCH_TIMEOUT_S": "fetch_timeout_s",
}
_COUNTS = {
    "PAPERSEARCH_QUEUE_LIMIT": "queue_limit",
    "PAPERSEARCH_UPLOAD_LIMIT_MB": "upload_limit_mb",
}
_SWITCHES = {"PAPERSEARCH_NEEDS_READ_KEY": "needs_read_key", "PAPERSEARCH_EXTRACT_TLDR": "extract_tldr"}
_SWITCH_TEXTS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_SIZES = {"PAPERSEARCH_FETCH_LIMIT_MB": "fetch_limit_mb"}
_NUMBERS = {"seconds": _SECONDS, "megabytes": _SIZES}


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; an empty variable counts as absent.

    Raises ValueError naming the variable whose text is no number, or neither true nor false.
    """
    env = os.environ if environ is None else environ
    values: dict[str, object] = {"home": _home(env)}
    values |= {name: env[key] for key, name in _TEXT.items() if env.get(key)}
    for unit, numbers in _NUMBERS.items():
        for key, name in numbers.items():
            if env.get(key):
                try:
                    values[name] = float(env[key])
                except ValueError:
                    raise ValueError(f"{key} must be a number of {unit}, not {env[key]!r}") from None
    for key, name in _COUNTS.items():
        if env.get(key):
            if not env[key].isdecimal():
                raise ValueError(f"{key} must be a whole number, not {env[key]!r}")
            values[name] = int(env[key])
    for key, name in _SWITCHES.items():
        if env.get(key):
            if env[key].lower() not in _SWITCH_TEXTS:
                raise ValueError(f"{key} must be true or false, not {env[key]!r}")
            values[name] = _SWITCH_TEXTS[env[key].lower()]
    return Settings(**values)  # type: ignore[arg-type]


def _home(env: Mapping[str, str]) -> Path:
    if env.get("PAPERSEARCH_HOME"):
        return Path(env["PAPERSEARCH_HOME"]).expanduser().absolute()
    data_home = Path(env.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data_home / "papersearch"


def child_environment(settings: Settings, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment in which a child process loads these same settings, whatever flags they came from."""
    env = dict(os.environ if environ is None else environ)
    env["PAPERSEARCH_HOME"] = str(settings.home)
    for key, name in (_TEXT | _SECONDS | _SIZES | _COUNTS | _SWITCHES).items():
        value = getattr(settings, name)
        env[key] = "" if value is None else str(value)
    return env
