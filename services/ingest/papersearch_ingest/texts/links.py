"""Addresses that follow from ids, or stand in a record's text."""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from papersearch.record import Record

_PAGE_OF = (
    ("arxiv", "https://arxiv.org/abs/{}"),
    ("openreview", "https://openreview.net/forum?id={}"),
    ("acl", "https://aclanthology.org/{}/"),
    ("doi", "https://doi.org/{}"),
)
_PDF_OF = (("arxiv", "https://arxiv.org/pdf/{}"),)
_REPOSITORY = re.compile(r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)/[\w.-]+/[\w.-]*\w", re.ASCII)


def add_links(record: Record) -> Record:
    """The record with `links.html` after its first id and `links.code` after a repository's address in its text.

    Only addresses that exist by the scheme's own rule are made, and none that the source gave is replaced.
    """
    links = dict(record.links)
    page = next((address.format(record.ids[scheme]) for scheme, address in _PAGE_OF if scheme in record.ids), None)
    if page and "html" not in links:
        links["html"] = page
    if "code" not in links and (found := _REPOSITORY.search(f"{record.comments or ''} {record.abstract or ''}")):
        links["code"] = found.group().removesuffix(".git")
    return record if links == dict(record.links) else replace(record, links=links)


def pdf_by_id(ids: Mapping[str, str]) -> tuple[str, str] | None:
    """The scheme of an id that has a PDF at an address by the scheme's own rule, and that address.

    For papers and not for records: where any source names a PDF, that one counts.
    """
    return next(((scheme, address.format(ids[scheme])) for scheme, address in _PDF_OF if scheme in ids), None)
