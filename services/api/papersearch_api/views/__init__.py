"""The views: each module names its operations, and this is all of them."""

from papersearch_api.endpoints import Operation
from papersearch_api.views import admin, citations, discovery, feeds, jobs, oai, papers, search, service, values, writes

OPERATIONS: tuple[Operation, ...] = (
    *search.OPERATIONS,
    *papers.OPERATIONS,
    *citations.OPERATIONS,
    *values.OPERATIONS,
    *writes.OPERATIONS,
    *jobs.OPERATIONS,
    *admin.OPERATIONS,
    *feeds.OPERATIONS,
    *oai.OPERATIONS,
    *discovery.OPERATIONS,
    *service.OPERATIONS,
)
