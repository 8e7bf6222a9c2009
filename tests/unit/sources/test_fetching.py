"""Fetching: which hosts and addresses, where redirects may lead, how much, how long, how politely."""

import gzip
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from papersearch.errors import SourceError
from papersearch.settings import Settings
from papersearch_ingest.sources.allowed_hosts import (
    AddressRefusedError,
    AllowedHosts,
    allowed_hosts,
    is_public,
    parse_target,
)
from papersearch_ingest.sources.fetching import MOST_TRIES, Fetcher, FetchError, Limits, user_agent

Route = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A server on loopback whose pages are functions; `asked` is what came in: (path, headers)."""

    port: int = 0
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def fetcher(self, *private: str, **limits: float) -> Fetcher:
        hosts = AllowedHosts(frozenset(), frozenset(private or {f"127.0.0.1:{self.port}"}))
        chosen = {"most_bytes": 100_000, "total_s": 20.0, "silence_s": 5.0} | limits
        return Fetcher(hosts, Limits(**chosen), contact="lab@example.org", sleep=self.waits.append)  # type: ignore[arg-type]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            site.routes[self.path](self)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield site
        server.shutdown()
        thread.join()


def answer(body: bytes = b"", status: int = 200, **headers: str) -> Route:
    def send(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return send


def in_turn(*routes: Route) -> Route:
    following = iter(routes)

    def send(request: BaseHTTPRequestHandler) -> None:
        next(following)(request)

    return send


def read(fetcher: Fetcher, url: str) -> bytes:
    with fetcher.fetch(url) as stream:
        return stream.read()


def test_an_allowed_address_is_fetched_whole(site: Site) -> None:
    site.routes["/papers.bib?q=1"] = answer(b"@article{a}" * 5_000)
    assert read(site.fetcher(), site.url("/papers.bib?q=1")) == b"@article{a}" * 5_000


def test_the_server_learns_who_asks_and_for_which_host(site: Site) -> None:
    site.routes["/a"] = answer(b"a")
    read(site.fetcher(), site.url("/a"))
    [(_, headers)] = site.asked
    assert headers["User-Agent"] == user_agent("lab@example.org")
    assert headers["User-Agent"].startswith("papersearch/")
    assert "(+lab@example.org)" in headers["User-Agent"]
    assert headers["Host"] == f"127.0.0.1:{site.port}"


def test_a_contact_cannot_add_headers() -> None:
    assert user_agent("a\r\nX-Evil: (1)").endswith("(+aX-Evil: 1)")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://arxiv.org/a",
        "file:///etc/passwd",
        "gopher://arxiv.org/",
        "http://",
        "http:///a",
        "//arxiv.org/a",
        "https://user:secret@arxiv.org/a",
        "https://arxiv.org@example.org/",
        "https://example.org/",
        "https://arxiv.org.example.org/",
        "https://notarxiv.org/",
        "https://arxiv.org:8443/",
        "https://example.org#@arxiv.org/",
        "http://[::1/",
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_an_address_of_another_host_or_scheme_is_refused(url: str) -> None:
    def never(_host: str, _port: int) -> list[str]:
        raise AssertionError("not even its name may be asked for")

    hosts = AllowedHosts(frozenset({"arxiv.org"}))
    with pytest.raises(AddressRefusedError):
        Fetcher(hosts, Limits(1_000, 5.0), resolve=never).fetch(url)


def test_a_refusal_names_the_setting_that_allows_the_host() -> None:
    with pytest.raises(AddressRefusedError, match=r"PAPERSEARCH_ALLOWED_HOSTS=default,example\.org"):
        AllowedHosts(frozenset({"arxiv.org"})).target("https://example.org/a")


@pytest.mark.parametrize(
    "url", ["https://ARXIV.org/a", "http://arxiv.org:80/", "https://arxiv.org./", "https://a.b.acm.org/"]
)
def test_a_listed_host_is_known_in_every_spelling(url: str) -> None:
    assert AllowedHosts(frozenset({"arxiv.org", "*.acm.org"})).target(url).url


def test_a_back_slash_ends_the_host() -> None:
    assert AllowedHosts(frozenset({"arxiv.org"})).target("https://arxiv.org\\@example.org/").host == "arxiv.org"


def test_a_star_does_not_mean_the_host_itself_or_another_port() -> None:
    hosts = AllowedHosts(frozenset({"*.acm.org"}))
    for url in ("https://acm.org/", "https://dl.acm.org:8443/", "https://evilacm.org/"):
        with pytest.raises(AddressRefusedError):
            hosts.target(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2001:db8::1",
        "64:ff9b::7f00:1", "not an address",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused_whatever_its_name(address: str) -> None:
    assert not is_public(address)
    hosts = AllowedHosts(frozenset({"arxiv.org"}))
    with pytest.raises(AddressRefusedError, match=r"PAPERSEARCH_ALLOWED_PRIVATE_HOSTS=arxiv\.org"):
        Fetcher(hosts, Limits(1_000, 5.0), resolve=lambda _host, _port: [address]).fetch("http://arxiv.org/")


@pytest.mark.parametrize("address", ["151.101.1.42", "2a04:4e42::555"])
def test_a_public_address_is_taken(address: str) -> None:
    assert is_public(address)


def test_of_a_mixed_name_only_the_public_addresses_are_used() -> None:
    hosts = AllowedHosts(frozenset({"arxiv.org"}))
    target = hosts.target("https://arxiv.org/")
    assert hosts.addresses(target, lambda _host, _port: ["10.0.0.1", "151.101.1.42"]) == ["151.101.1.42"]


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    site.routes["/a"] = answer(b"a")
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    hosts = AllowedHosts(frozenset(), frozenset({f"papers.invalid:{site.port}"}))
    fetcher = Fetcher(hosts, Limits(1_000, 5.0), resolve=rebinding)
    assert read(fetcher, site.url("/a", "papers.invalid")) == b"a"
    assert asked == ["papers.invalid"]
    assert site.asked[0][1]["Host"] == f"papers.invalid:{site.port}"


def test_a_private_host_is_allowed_with_its_port_only(site: Site) -> None:
    fetcher = site.fetcher("127.0.0.1:1")
    with pytest.raises(AddressRefusedError):
        fetcher.fetch(site.url("/a"))
    assert not site.asked


def test_a_redirect_to_an_allowed_address_is_followed(site: Site) -> None:
    site.routes["/old"] = answer(status=302, Location="/new")
    site.routes["/new"] = answer(b"new")
    assert read(site.fetcher(), site.url("/old")) == b"new"


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:1/",
        "http://localhost:{port}/",
        "http://example.org/",
        "file:///etc/passwd",
        "//[::1]/",
        "\\\\x",
    ],
)
def test_a_redirect_elsewhere_is_refused(site: Site, location: str) -> None:
    site.routes["/old"] = answer(status=301, Location=location.format(port=site.port))
    site.routes["/%5C%5Cx"] = site.routes["/\\\\x"] = answer(status=404)
    with pytest.raises((AddressRefusedError, SourceError)):
        site.fetcher().fetch(site.url("/old"))


def test_redirects_in_a_circle_end(site: Site) -> None:
    site.routes["/a"] = answer(status=307, Location="/a")
    with pytest.raises(SourceError, match="redirects more than"):
        site.fetcher().fetch(site.url("/a"))


def test_what_is_not_there_is_not_asked_for_again(site: Site) -> None:
    site.routes["/a"] = answer(status=404)
    with pytest.raises(SourceError, match="404"):
        site.fetcher().fetch(site.url("/a"))
    assert len(site.asked) == 1


def test_retry_after_is_waited_for(site: Site) -> None:
    site.routes["/a"] = in_turn(answer(status=503, Retry_After="7"), answer(status=429), answer(b"a"))
    assert read(site.fetcher(), site.url("/a")) == b"a"
    assert site.waits == [7.0, 2.0]


def test_a_host_that_wants_to_be_left_alone_for_long_is(site: Site) -> None:
    site.routes["/a"] = answer(status=503, Retry_After="86400")
    with pytest.raises(FetchError) as caught:
        site.fetcher().fetch(site.url("/a"))
    assert caught.value.retry_after_s == 86_400
    assert not site.waits


def test_a_date_in_the_past_or_nonsense_in_retry_after_is_no_reason_to_wait_long(site: Site) -> None:
    site.routes["/a"] = in_turn(
        answer(status=503, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"), answer(status=503, Retry_After="soon"),
        answer(b"a"),
    )  # fmt: skip
    assert read(site.fetcher(), site.url("/a")) == b"a"
    assert site.waits == [0.0, 2.0]


def test_a_connection_that_breaks_off_is_tried_again(site: Site) -> None:
    site.routes["/a"] = in_turn(answer(b"half", Content_Length="8"), answer(b"all of it"))
    assert read(site.fetcher(), site.url("/a")) == b"all of it"


def test_tries_are_bounded(site: Site) -> None:
    site.routes["/a"] = answer(b"half", Content_Length="8")
    with pytest.raises(FetchError):
        site.fetcher().fetch(site.url("/a"))
    assert len(site.asked) == MOST_TRIES


def test_a_host_that_does_not_answer_can_be_tried_again_later(site: Site) -> None:
    closed = f"127.0.0.1:{_closed_port()}"
    with pytest.raises(FetchError) as caught:
        site.fetcher(closed).fetch(f"http://{closed}/a")
    assert caught.value.can_retry


def _closed_port() -> int:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        return int(server.server_address[1])


def test_a_compressed_transfer_is_decompressed(site: Site) -> None:
    site.routes["/a"] = answer(gzip.compress(b"papers"), Content_Encoding="gzip")
    assert read(site.fetcher(), site.url("/a")) == b"papers"


def test_a_gzip_bomb_ends_at_the_limit(site: Site) -> None:
    site.routes["/a"] = answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    with pytest.raises(SourceError, match=r"exceeds 0\.1 MB"):
        site.fetcher().fetch(site.url("/a"))


def test_a_broken_compression_is_a_failure(site: Site) -> None:
    site.routes["/a"] = answer(b"no gzip", Content_Encoding="gzip")
    with pytest.raises(FetchError):
        site.fetcher().fetch(site.url("/a"))


def test_an_endless_answer_ends_at_the_limit(site: Site) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                request.wfile.write(bytes(10_000))
        except OSError:
            request.close_connection = True

    site.routes["/a"] = endless
    with pytest.raises(SourceError, match="exceeds"):
        site.fetcher().fetch(site.url("/a"))


@pytest.mark.parametrize("part", ["headers", "body"])
def test_an_answer_that_drips_ends_at_the_deadline(site: Site, part: str) -> None:
    leaving = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        if part == "body":
            request.send_response(200)
            request.end_headers()
        else:
            request.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        try:
            while not leaving.wait(0.01):
                request.wfile.write(b"x")
        except OSError:
            request.close_connection = True

    site.routes["/a"] = drip
    try:
        with pytest.raises(FetchError, match="takes longer than"):
            site.fetcher(total_s=0.3).fetch(site.url("/a"))
    finally:
        leaving.set()


def test_the_settings_list_hosts_beside_the_default_ones(tmp_path: Path) -> None:
    hosts = allowed_hosts(
        Settings(tmp_path, allowed_hosts="default, Papers.example.org", allowed_private_hosts="10.1.2.3:8000")
    )
    for url in ("https://aclanthology.org/a", "https://papers.example.org/a", "http://10.1.2.3:8000/"):
        assert hosts.target(url)
    assert hosts.addresses(parse_target("http://10.1.2.3:8000/"), lambda host, _port: [host]) == ["10.1.2.3"]


def test_without_the_word_default_only_the_listed_hosts_are_allowed(tmp_path: Path) -> None:
    with pytest.raises(AddressRefusedError):
        allowed_hosts(Settings(tmp_path, allowed_hosts="example.org")).target("https://arxiv.org/")
