"""The Celery application over Redis, and the hints that are sent through it.

A message is a hint that carries an id: the ledger in the store says what is to be done, so a lost message costs time
and a repeated one costs nothing. That is why there are no results, no chords and no messages for later.
"""

import logging
import ssl
import sys
from collections.abc import Iterable
from typing import Any

from papersearch.operations.hints import Hints, NoHints
from papersearch.request_id import carried_request_id
from papersearch.settings import Settings

__all__ = [
    "INDEX_BATCH",
    "PROCESS_ITEM",
    "QUEUES",
    "REQUEST_HEADER",
    "CeleryHints",
    "Hints",
    "NoHints",
    "celery_app",
    "hints_for",
]

log = logging.getLogger(__name__)

PROCESS_ITEM = "papersearch.process_item"
INDEX_BATCH = "papersearch.index_batch"
QUEUES = {"papersearch": PROCESS_ITEM, "papersearch-index": INDEX_BATCH}
"""Two queues, read in turns, so that stored papers are searchable before every source has been read."""
REQUEST_HEADER = "papersearch_request"
"""The id of the request that wrote what a hint tells of; hints that the sweeper sends again have none."""
VISIBILITY_TIMEOUT_S = 600
TIME_LIMIT_S = 150
"""A task that takes longer is killed. A soft limit, an exception wherever the work happens to be, could leave a
transaction open in a process that lives on; being killed leaves nothing behind."""
NO_TIME_LIMIT_S = 30 * 86_400
"""For reading a source, which may take any time: a worker without progress stops."""
POOL_SIZE = 4


class CeleryHints:
    """Hints as Celery messages. If the broker does not answer, hints are dropped: the ledger has the work."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def items(self, item_ids: Iterable[int]) -> bool:
        return self._send(PROCESS_ITEM, [(item_id,) for item_id in item_ids])

    def generation(self, name: str) -> bool:
        return self._send(INDEX_BATCH, [(name,)])

    def waiting(self) -> int:
        try:
            with self._app.connection_for_write() as connection:
                return sum(int(connection.default_channel.client.llen(queue)) for queue in QUEUES)
        except _broker_errors():
            return sys.maxsize

    def _send(self, task: str, calls: list[tuple[object, ...]]) -> bool:
        headers = {REQUEST_HEADER: carried_request_id()} if carried_request_id() else None
        try:
            with self._app.producer_pool.acquire(block=True, timeout=1) as producer:
                for arguments in calls:
                    self._app.send_task(
                        task, arguments, producer=producer, retry=False, ignore_result=True, headers=headers
                    )
        except _broker_errors() as error:
            log.warning("the broker does not answer (%s); the sweeper will send %d hints later", error, len(calls))
            return False
        return True


def _broker_errors() -> tuple[type[BaseException], ...]:
    from kombu.exceptions import OperationalError
    from redis.exceptions import RedisError

    return (OperationalError, RedisError, OSError)


def _verified_tls(settings: Settings) -> dict[str, object] | None:
    """What makes kombu check the certificate and the host's name before it sends a password; by itself it does not."""
    if not (settings.broker_url or "").startswith("rediss://"):
        return None
    files = {"ssl_ca_certs": settings.broker_ca_file} if settings.broker_ca_file else {}
    return {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": True, **files}


def celery_app(settings: Settings) -> Any:
    """Create the Celery application of these settings, without tasks: enough to send hints.

    `visibility_timeout` is above the hard time limit, so that Redis hands out no message of indexing that is worked on.
    A source that is read for longer is handed out again: that worker finds the item leased and does nothing.
    Remote control stays on: with it off, a worker hung for ever after Redis was killed. Its connection must not be
    opened again below kombu, as `retry_on_timeout` would: after a cut the worker then waited for ever for a command.
    """
    from celery import Celery

    app = Celery("papersearch", broker=settings.broker_url, set_as_current=False, fixups=[])
    app.conf.update(
        accept_content=["json"],
        broker_connection_max_retries=None,
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=settings.broker_timeout_s,
        broker_pool_limit=POOL_SIZE,
        broker_transport_options={
            "visibility_timeout": VISIBILITY_TIMEOUT_S,
            "socket_connect_timeout": settings.broker_timeout_s,
            "socket_timeout": settings.broker_timeout_s + 8,  # above the 1 s that a blocking read waits
            "socket_keepalive": True,
            "health_check_interval": 10,
            "retry_on_timeout": False,
            "max_connections": 4 * POOL_SIZE,
            "max_retries": 1,
            "interval_start": 0.1,
            "interval_step": 0.1,
            "interval_max": 0.2,
        },
        broker_use_ssl=_verified_tls(settings),
        enable_utc=True,
        task_acks_late=True,
        task_create_missing_queues=True,
        task_default_queue=next(iter(QUEUES)),
        task_ignore_result=True,
        task_publish_retry=False,
        task_reject_on_worker_lost=True,
        task_routes={task: {"queue": queue} for queue, task in QUEUES.items()},
        task_serializer="json",
        task_time_limit=TIME_LIMIT_S,
        timezone="UTC",
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_enable_remote_control=True,
        worker_hijack_root_logger=False,
        worker_prefetch_multiplier=1,
    )
    return app


def hints_for(settings: Settings) -> Hints:
    """Hints through the broker of these settings, or none without one."""
    return CeleryHints(celery_app(settings)) if settings.broker_url else NoHints()
