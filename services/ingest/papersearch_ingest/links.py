"""Addresses that follow from a record's ids, or stand in its text."""

import re
from dataclasses import replace

from papersearch.record import Record

_PAGE_OF = (
    ("arxiv", "https://arxiv.org/abs/{}"),
    ("openreview", "https://openreview.net/forum?id={}"),
    ("acl", "https://aclanthology.org/{}/"),
    ("doi", "https://doi.org/{}"),
)
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
