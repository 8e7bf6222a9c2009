"""How a program logs: lines for people, or JSON for a collector, to stderr; each names the request that it is about."""

import logging
from typing import Any

from papersearch.errors import UsageError
from papersearch.request_id import RequestFormatter, carried_request_id
from papersearch.settings import Settings

_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure_logging(settings: Settings, level: str = "info") -> None:
    """Log to stderr in the form that `PAPERSEARCH_LOG_FORMAT` names, `text` or `json`.

    Raises UsageError for another form.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_formatter(settings.log_format))
    logging.basicConfig(level=level.upper(), handlers=[handler])
    logging.getLogger("papersearch.access").setLevel(logging.INFO if settings.access_log else logging.WARNING)


def _formatter(form: str) -> logging.Formatter:
    if form == "text":
        return RequestFormatter(_LINE)
    if form == "json":
        return _json_formatter()
    raise UsageError(f"PAPERSEARCH_LOG_FORMAT must be text or json, not {form!r}.")


def _json_formatter() -> logging.Formatter:
    """One JSON object a line: `timestamp`, `level`, `logger`, `event`, `request_id`, `exception`, and what is added."""
    import structlog

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _add_request_id,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
    )


def _add_request_id(_logger: Any, _method: str, event: Any) -> Any:
    request_id = carried_request_id()
    if request_id:
        event.setdefault("request_id", request_id)
    return event
