"""The programs that work: the worker with Celery or alone, the ledger drained, and the jobs that come by the clock."""
