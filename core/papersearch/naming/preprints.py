"""Preprint servers: which DOIs are theirs, and which of these are versions of one preprint."""

import re

_SERVERS = frozenset({
    "ssrn", "ssrn-electronic-journal", "research-square", "preprints", "preprints-org", "osf-preprints", "authorea",
    "authorea-preprints", "peerj-preprints", "essoar", "egusphere", "cambridge-open-engage",
})  # fmt: skip
"""Ids of venues that only post preprints; those whose first word ends in `xiv` are known by that."""
_DOI = re.compile(
    r"10\.(?:48550/|"  # arXiv
    r"1101/(?:\d{6}|\d{4}\.\d\d\.\d\d\.\d+)|64898/|"  # bioRxiv and medRxiv; 10.1101/gr.… are journals
    r"21203/rs\.|20944/preprints|26434/|36227/techrxiv|22541/|2139/ssrn|"
    r"312(?:1[89]|2\d|3[0-7])/|"  # servers of the Open Science Framework
    r"1002/essoar|5194/egusphere-|7287/peerj\.preprints|2196/preprints|33774/|32942/|14293/pr2199|55277/)"
)
_VERSION = re.compile(r"(?:[./]?v\d{1,3}|(?<=essoar\.\d{8})\.\d)$")


def is_preprint_server(venue_id: str) -> bool:
    """Whether a venue only posts preprints: arXiv, bioRxiv, SSRN and the like."""
    return venue_id.partition("-")[0].endswith("xiv") or venue_id in _SERVERS


def is_preprint_doi(doi: str) -> bool:
    """Whether a preprint server gave this DOI, which is normalised."""
    return _DOI.match(doi) is not None


def doi_without_version(doi: str) -> str:
    """The DOI of a preprint without the version that some servers put behind it; another DOI as it is."""
    return _VERSION.sub("", doi) if is_preprint_doi(doi) else doi
