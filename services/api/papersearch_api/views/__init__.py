"""The views: each module names its operations, and this is all of them."""

from papersearch_api.operations import Operation
from papersearch_api.views import (
    api_jobs,
    api_operations,
    api_papers,
    api_search,
    api_service,
    api_values,
    api_writes,
)

OPERATIONS: tuple[Operation, ...] = (
    *api_search.OPERATIONS,
    *api_papers.OPERATIONS,
    *api_values.OPERATIONS,
    *api_writes.OPERATIONS,
    *api_jobs.OPERATIONS,
    *api_operations.OPERATIONS,
    *api_service.OPERATIONS,
)
