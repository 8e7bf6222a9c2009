"""Requests that a stranger may send to hurt a server, as bytes, and what the server may answer."""

import base64
import json
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

REFUSED = frozenset({400, 404, 405, 411, 413, 414, 415, 422, 431})
"""The request is wrong, and the answer says so."""
OK_OR_REFUSED = REFUSED | {200, 301, 302, 304, 308}
GIVEN_UP = OK_OR_REFUSED | {503, 504}
"""A search that may take longer than a request may."""
CUT = REFUSED | {0, 501, 505}
"""Refused, or the connection is closed (0)."""
CLOSE = "Connection: close\r\n"
SEARCH = "/api/v1/papers?per_page=10&q="
MIXED_SCRIPTS = "मशीन लर्निंग 機械学習 การเรียนรู้ التعلم" * 12


class Hostile(NamedTuple):
    """A request: its name, its bytes, and the statuses that are right answers; 0 is a closed connection."""

    name: str
    sent: bytes
    statuses: frozenset[int]


def get(target: str, *headers: str, method: str = "GET") -> bytes:
    """A request without a body; the target goes out as it is."""
    lines = "".join(f"{header}\r\n" for header in headers)
    return f"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{CLOSE}{lines}\r\n".encode("latin-1", "replace")


def post(target: str, body: bytes, kind: str = "application/json", *headers: str) -> bytes:
    """A request with a body of a length that is true."""
    return get(target, f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers, method="POST") + body


def raw(head: str, body: bytes = b"") -> bytes:
    """A head of which nothing is taken for granted."""
    return head.replace("\n", "\r\n").encode("latin-1") + body


def hostile_requests() -> tuple[Hostile, ...]:
    """All of them."""
    found = (*_queries(), *_parameters(), *_paths(), *_methods(), *_headers(), *_broken_http(), *_bodies())
    assert len({each.name for each in found}) == len(found)
    return found


def _queries() -> Iterator[Hostile]:
    queries = {
        "near phrase of frequent words": '"the of and"~99',
        "many near phrases of frequent words": " OR ".join(
            ['"the of and"~99', '"of the in"~99', '"and to the"~98'] * 8
        ),
        "long phrase": '"' + "the of and " * 89 + '"',
        "text beyond the limit": "network " * 900,
        "clauses beyond the limit": " OR ".join(f"w{number}" for number in range(170)),
        "parentheses 400 deep": "(" * 400 + "a" + ")" * 400,
        "open parentheses alone": "(" * 990,
        "negations of negations": "NOT " * 240 + "a",
        "quotes alone": '"' * 999,
        "fields of fields": "title:" * 160 + "a",
        "everything but one word": "-zzzz",
        "marks upon one letter": "a" + "\u0301" * 900,
        "letters of one script, side by side": "機" * 990,
        "words of many scripts": MIXED_SCRIPTS,
        "right to left override": "\u202egnp.\u202c" * 90,
        "letters beyond the first plane": "𝕬" * 900,
        "NUL between words": "a\0b\0c",
        "years beyond numbers": "year:" + "9" * 900,
        "ranges beyond numbers": "year:-99999999999999999999..99999999999999999999",
        "prefixes of one letter": " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
        "query language of Elasticsearch": '{"query":{"script":{"source":"while(true){}"}}} _exists_:a /(a+)+$/',
        "statement of SQL": "'; DROP TABLE papers; -- \" OR 1=1",
        "template of Jinja": "{{ ''.__class__.__mro__[1].__subclasses__() }} ${7*7}",
    }
    for name, text in queries.items():
        yield Hostile(
            f"query: {name}", get(SEARCH + quote(text) + "&facets=venue,year,keyword&highlight=true"), GIVEN_UP
        )
    yield Hostile("query: abstract of 19,000 letters", get(
        f"{SEARCH}{quote('the network of graphs and data ' * 610)}&match=best"), GIVEN_UP)  # fmt: skip
    for name, text in {"lone surrogate": "%ED%A0%80", "no UTF-8": "%FF%FE%80", "half an escape": "%E2%28%A1%"}.items():
        yield Hostile(f"query: {name}", get(SEARCH + text), OK_OR_REFUSED)


def _parameters() -> Iterator[Hostile]:
    targets = {
        "page beyond numbers": "/api/v1/papers?q=a&page=" + "9" * 5_000,
        "page far away": "/?q=a&page=1000000000000",
        "page below none": "/api/v1/papers?q=a&page=-1",
        "ten thousand results a page": "/api/v1/papers?q=a&per_page=1000000000",
        "per_page is not a number": "/api/v1/papers?q=a&per_page=NaN",
        "year beyond numbers": "/api/v1/papers?year=1e309&year=-1e309",
        "facet of a billion values": "/api/v1/papers?q=a&facets=keyword&facet_size=1000000000",
        "a facet a thousand times": "/api/v1/papers?q=a&facets=" + ",".join(["keyword"] * 1_000),
        "two thousand filters": "/api/v1/papers?" + "&".join(f"keyword=k{number}" for number in range(2_000)),
        "five thousand parameters": "/api/v1/papers?" + "&".join(f"p{number}=1" for number in range(5_000)),
        "five thousand fields": "/api/v1/papers?fields=" + ",".join(f"f{number}" for number in range(5_000)),
        "cursor of rubbish": "/api/v1/papers?cursor=" + "%00%FF" * 2_000,
        "cursor of nested lists": "/api/v1/papers?cursor=" + base64.b64encode(b"[" * 9_000).decode(),
        "format is a path": "/api/v1/papers?format=../../../../etc/passwd",
        "style is a path": "/api/v1/papers/p_x?format=apa/../../../../etc/passwd",
        "sort by nothing": "/api/v1/papers?sort=" + "a" * 9_000,
        "sample beyond numbers": "/api/v1/papers/random?seed=" + "9" * 4_000,
        "pivot of everything": "/api/v1/pivot?rows=author&columns=keyword&row_size=1000000&column_size=1000000",
        "suggestion for a long word": "/api/v1/suggest?q=" + "a" * 30_000,
        "match of a long title": "/api/v1/papers/match?title=" + quote("the of and " * 2_500),
        "OAI token of rubbish": "/oai?verb=ListRecords&resumptionToken=" + "A" * 9_000,
        "OAI dates beyond the calendar": "/oai?verb=ListRecords&metadataPrefix=oai_dc&from=9999-99-99&until=0000-00-00",
        "a list of ten thousand papers": "/list?ids=" + ",".join(f"p_{number:012}" for number in range(4_000)),
        "a target of 200 kB": "/?q=" + "a" * 200_000,
        "markup in a page": "/?q=%3Cscript%3Ealert(1)%3C/script%3E&venue=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
        "line ends in a redirect": "/operate%0d%0aSet-Cookie:%20a=b?x=%0d%0aX-Injected:%20yes",
        "thumbnail of a path": "/api/v1/papers/..%2f..%2f..%2fetc%2fpasswd/thumbnail",
    }  # fmt: skip
    for name, target in targets.items():
        yield Hostile(f"parameter: {name}", get(target), GIVEN_UP | {0})


def _paths() -> Iterator[Hostile]:
    targets = {
        "out of the static folder": "/static/../../../../etc/passwd",
        "out of it, escaped": "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "out of it, escaped twice": "/static/%252e%252e%252f%252e%252e%252fetc%252fpasswd",
        "out of it, with backslashes": "/static/..%5c..%5c..%5cetc%5cpasswd",
        "another host behind two slashes": "//evil.example/%2f%2e%2e",
        "NUL": "/api/v1/papers/%00",
        "no UTF-8": "/papers/%ff%fe%fd",
        "30,000 letters": "/papers/" + "a" * 30_000,
        "10,000 slashes": "/" * 10_000,
        "an address of another host": "http://evil.example/api/v1/papers",
        "a number beyond numbers": "/sitemap/" + "9" * 4_000 + ".xml",
        "a number beyond digits": "/sitemap/" + "9" * 9_000 + ".xml",
        "the number none": "/sitemap/0.xml",
        "a number of another script": "/sitemap/" + quote("٣") + ".xml",
        "a job beyond numbers": "/api/v1/jobs/" + "9" * 4_000,
    }
    for name, target in targets.items():
        yield Hostile(f"path: {name}", get(target), OK_OR_REFUSED | {0})


def _methods() -> Iterator[Hostile]:
    for method in ("TRACE", "CONNECT", "PROPFIND", "PATCH", "M" * 10_000, "get"):
        yield Hostile(f"method: {method[:20]}", get("/", method=method), CUT)
    for method, target in (
        ("DELETE", "/api/v1/papers/p_x"),
        ("PUT", "/api/v1/papers/p_x"),
        ("POST", "/api/v1/rollback"),
    ):
        yield Hostile(f"method: {method} {target}", get(target, "Content-Length: 0", method=method), frozenset({401}))


def _headers() -> Iterator[Hostile]:
    headers = {
        "ranges, a thousand": "Range: bytes=" + ",".join(f"{number}-{number}" for number in range(5_000)),
        "tags, ten thousand": "If-None-Match: " + ", ".join(['"a"'] * 10_000),
        "kinds, five thousand": "Accept: " + ",".join(f"a/b{number};q=0.{number % 10}" for number in range(3_000)),
        "kinds that are none": "Accept: ;;;,,,q=q=q;=/*;q=nan,text/html;q=inf",
        "encodings that are none": "Accept-Encoding: gzip;q=1e999,*;q=-1,br;;;",
        "languages, five thousand": "Accept-Language: " + ",".join(["de-CH-1996;q=0.1"] * 3_000),
        "cookies of 60 kB": "Cookie: " + "a=b; " * 12_000,
        "a basic password that is none": "Authorization: Basic %%%%",
        "a bearer that is no text": "Authorization: Bearer \xff\xfe" + "x" * 5_000,
        "a digest": 'Authorization: Digest username="' + "a" * 20_000,
        "an id of 10 kB": "X-Request-ID: " + "a" * 10_000,
        "an address that is none": "X-Forwarded-For: " + "999.999.999.999, " * 1_000,
        "a scheme that is none": "X-Forwarded-Proto: javascript",
        "a date beyond the calendar": "If-Modified-Since: Fri, 99 Foo 99999 99:99:99 GMT",
        "an upgrade to web sockets": "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x",
        "an upgrade to HTTP/2": "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk",
        "one of 200 kB": "X-Long: " + "a" * 200_000,
        "two thousand of them": "\r\n".join(f"X-{number}: {number}" for number in range(2_000)),
    }
    for name, header in headers.items():
        yield Hostile(f"header: {name}", get("/api/v1/papers?q=a", header), OK_OR_REFUSED | {0, 401, 406, 416, 426})


def _broken_http() -> Iterator[Hostile]:
    start = "POST /api/v1/papers/search HTTP/1.1\nHost: localhost\n"
    broken = {
        "two lengths": raw(f"{start}Content-Length: 2\nContent-Length: 40\n\n", b"{}"),
        "a length and chunks": raw(
            f"{start}Content-Length: 4\nTransfer-Encoding: chunked\n\n", b"0\r\n\r\nGET /x HTTP/1.1\r\n\r\n"
        ),
        "a length below none": raw(f"{start}Content-Length: -1\n\n", b"{}"),
        "a length beyond numbers": raw(f"{start}Content-Length: {'9' * 40}\n\n", b"{}"),
        "a length of 900 GB": raw(f"{start}Content-Length: 900000000000\n\n", b"{}"),
        "a chunk of no size": raw(f"{start}Transfer-Encoding: chunked\n\n", b"zz\r\n{}\r\n0\r\n\r\n"),
        "a chunk beyond numbers": raw(f"{start}Transfer-Encoding: chunked\n\n", b"fffffffffffffffffff\r\n{}"),
        "chunks of chunks": raw(f"{start}Transfer-Encoding: chunked, chunked\n\n", b"0\r\n\r\n"),
        "an encoding that is none": raw(f"{start}Transfer-Encoding: xchunked\n\n", b"0\r\n\r\n"),
        "a header without a name": raw("GET / HTTP/1.1\nHost: localhost\n: nothing\n\n"),
        "a header with NUL": raw("GET / HTTP/1.1\nHost: localhost\nX-Nul: a\0b\n\n"),
        "a name with a space": raw("GET / HTTP/1.1\nHost : localhost\n\n"),
        "a folded header": raw("GET / HTTP/1.1\nHost: localhost\nX-Folded: a\n b\n\n"),
        "a version of the past": raw("GET /\n\n"),
        "a version of the future": raw("GET / HTTP/9.9\nHost: localhost\n\n"),
        "a start of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)) * 2,
        "a greeting of SSH": b"SSH-2.0-OpenSSH_9.9\r\n\r\n",
        "a preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "all bytes": bytes(range(256)) * 400,
        "lines without an end": b"GET / HTTP/1.1\r\n" + b"a" * 300_000,
    }  # fmt: skip
    for name, sent in broken.items():
        yield Hostile(f"HTTP: {name}", sent, CUT | {200, 401})
    long = ("x" * 20_000, "x" * 64, "-" * 300, "xn--a-" + "é" * 9)
    for host in ("", "evil.example:99999999", "[::1", "a b", "localhost\xff", "a..b", ".a", "[::]]", ":", *long):
        head = raw(f"GET /?q=a HTTP/1.1\nHost: {host}\n{CLOSE[:-2]}\n\n")
        yield Hostile(f"HTTP: host {host[:22]!r} of {len(host)}", head, OK_OR_REFUSED | {0})


def _bodies() -> Iterator[Hostile]:
    bomb = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    packed = bomb.compress(b" " * 50_000_000) + bomb.flush()
    parts = b"".join(b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\na\r\n' for _ in range(10_000)) + b"--x--"
    search, batch = "/api/v1/papers/search", "/api/v1/papers/batch"
    bodies = {
        "JSON 30,000 deep": post(search, b"[" * 30_000 + b"]" * 30_000),
        "objects 10,000 deep": post(search, b'{"q":' * 10_000 + b"1" + b"}" * 10_000),
        "NaN": post(search, b'{"q": NaN, "page": Infinity}'),
        "a number beyond numbers": post(search, b'{"page": ' + b"9" * 60_000 + b"}"),
        "an exponent beyond numbers": post(search, b'{"page": 1e999999999}'),
        "the same name ten thousand times": post(search, b"{" + b'"q":"a",' * 9_999 + b'"q":"b"}'),
        "another encoding": post(search, '{"q": "a"}'.encode("utf-16")),
        "lone surrogates": post(search, b'{"q": "\\ud800\\udfff\\udc00"}'),
        "no UTF-8": post(search, b'{"q": "\xff\xfe"}'),
        "nothing": post(search, b""),
        "a list of lists": post(search, json.dumps([[["a"] * 10] * 10] * 100).encode()),
        "50 MB in 50 kB": post(search, packed, "application/json", "Content-Encoding: gzip"),
        "ten thousand parts": post("/", parts, "multipart/form-data; boundary=x"),
        "a part without an end": post("/", b"--x\r\n" + b"a" * 60_000, "multipart/form-data; boundary=x"),
        "no boundary": post("/", b"--x--", "multipart/form-data"),
        "a form of 60 kB": post("/", b"q=" + b"%41" * 20_000, "application/x-www-form-urlencoded"),
        "five thousand fields of a form": post("/", b"a=b&" * 5_000, "application/x-www-form-urlencoded"),
        "a hundred thousand ids": post(batch, json.dumps({"ids": ["p_x"] * 100_000}).encode()),
        "ids that are lists": post(batch, json.dumps({"ids": [[["p_x"]]]}).encode()),
        "entities of XML": post("/oai", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "application/xml"),
    }  # fmt: skip
    for name, sent in bodies.items():
        yield Hostile(f"body: {name}", sent, GIVEN_UP | {0, 401})
