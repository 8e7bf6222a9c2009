"""Which addresses may be fetched: hosts that are listed, and of those only what does not lie in a private network."""

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from papersearch.errors import UsageError
from papersearch.settings import Settings

DEFAULT_HOSTS = (
    "aclanthology.org",
    "api.crossref.org",
    "api.openalex.org",
    "api.openreview.net",
    "api.semanticscholar.org",
    "api2.openreview.net",
    "arxiv.org",
    "dblp.org",
    "eutils.ncbi.nlm.nih.gov",
    "export.arxiv.org",
    "oaipmh.arxiv.org",
    "openaccess.thecvf.com",
    "openreview.net",
    "papers.nips.cc",
    "pmc.ncbi.nlm.nih.gov",
    "proceedings.mlr.press",
    "proceedings.neurips.cc",
)
"""Publishers and indexes of papers; `default` in the setting stands for them."""
DEFAULT = "default"
PORTS = {"http": 80, "https": 443}

Resolve = Callable[[str, int], Iterable[str]]
"""From a host's name and port to its addresses as text. Raises OSError when the name is not known."""


class AddressRefusedError(UsageError):
    """An address that may not be fetched; the message names the setting that allows it, if one does."""

    code = "address_refused"


class Target(NamedTuple):
    """An address taken apart once, so that what is checked is what is asked. `path` has the query."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """Host and, where it is not the scheme's own, port: what a setting lists and the header Host says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """`public`: names that may be fetched as far as their addresses are public; `private`: names whose may be any.

    A name is `host`, `host:port` for another port than the scheme's own, or `*.host` for all that is below it.
    """

    public: frozenset[str]
    private: frozenset[str] = frozenset()

    def target(self, url: str) -> Target:
        """The address taken apart. Raises AddressRefusedError when it is none, or its host is not listed."""
        target = parse_target(url)
        if not (_is_listed(target, self.public) or _is_listed(target, self.private)):
            raise AddressRefusedError(
                f"{target.name} is not an allowed host. To allow it, set "
                f"PAPERSEARCH_ALLOWED_HOSTS={DEFAULT},{target.name}"
            )
        return target

    def addresses(self, target: Target, resolve: Resolve) -> Sequence[str]:
        """The network addresses to connect to, and no others: a name that is asked for again may say another thing.

        Raises OSError for an unknown name, and AddressRefusedError when it leads to private networks only.
        """
        found = list(dict.fromkeys(resolve(target.host, target.port)))
        if _is_listed(target, self.private):
            return found
        public = [address for address in found if is_public(address)]
        if not public:
            raise AddressRefusedError(
                f"{target.name} resolves to {', '.join(found) or 'no address'}, which is not a public address. If it "
                f"is one of yours, set PAPERSEARCH_ALLOWED_PRIVATE_HOSTS={target.name}"
            )
        return public

    def with_host(self, url: str) -> "AllowedHosts":
        """These, and the host of an address that an operator has configured. Raises AddressRefusedError."""
        return AllowedHosts(self.public | {parse_target(url).name}, self.private)


def allowed_hosts(settings: Settings) -> AllowedHosts:
    """The hosts that the settings allow."""
    listed = _names(settings.allowed_hosts)
    shipped = frozenset(DEFAULT_HOSTS) if DEFAULT in listed else frozenset()
    return AllowedHosts((listed - {DEFAULT}) | shipped, _names(settings.allowed_private_hosts))


def parse_target(url: str) -> Target:
    """An http(s) address taken apart. Raises AddressRefusedError for anything else, and for one with a password."""
    try:
        parsed = parse_url(url)
    except LocationParseError:
        raise AddressRefusedError(f"{url!r} is not a valid address.") from None
    if parsed.scheme not in PORTS:
        raise AddressRefusedError(f"{url!r} is not an http or https address.")
    if not parsed.host:
        raise AddressRefusedError(f"{url!r} names no host.")
    if parsed.auth:
        raise AddressRefusedError("An address with a user name or password in it is not fetched.")
    host = parsed.host.strip("[]").rstrip(".")
    return Target(parsed.url, parsed.scheme, host, parsed.port or PORTS[parsed.scheme], parsed.request_uri)


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet: not loopback, private, link-local, shared or reserved."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # with a zone, such as fe80::1%eth0
        return False
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())] if isinstance(ip, ipaddress.IPv6Address) else []
    refused = (ip.is_private, ip.is_loopback, ip.is_link_local, ip.is_multicast, ip.is_reserved, ip.is_unspecified)
    return ip.is_global and not any(refused) and all(is_public(str(each)) for each in inner if each is not None)


def _is_listed(target: Target, names: frozenset[str]) -> bool:
    if target.name in names:
        return True
    parts = target.name.split(".")
    return any(f"*.{'.'.join(parts[place:])}" in names for place in range(1, len(parts)))


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip().lower().rstrip(".") for name in text.split(",") if name.strip())
