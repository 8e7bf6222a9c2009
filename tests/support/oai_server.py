"""A repository on loopback that speaks OAI-PMH 2.0, with the faults that real ones have."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape, quoteattr

RESPONSE_DATE = "2026-11-21T12:00:00Z"
ARXIV_NAMESPACE = "http://arxiv.org/OAI/arXiv/"


class Fault(Enum):
    """What goes wrong with one request for a part of a list."""

    BUSY = auto()  # 503 with Retry-After
    DROPPED = auto()  # the connection ends in the middle of the body
    TRUNCATED = auto()  # a whole transfer of half a document
    HTML = auto()  # an error page with status 200
    BAD_TOKEN = auto()  # the token has expired
    HELD = auto()  # no answer until the test says so
    NO_TOKEN_CLOSE = auto()  # the resumption token's element is broken


@dataclass(frozen=True)
class Entry:
    """An item of the repository."""

    number: int
    datestamp: str = "2026-11-01"
    title: str = ""
    sets: tuple[str, ...] = ("cs",)
    is_deleted: bool = False
    is_broken: bool = False

    @property
    def identifier(self) -> str:
        return f"oai:lab.example.org:{self.number}"

    @property
    def arxiv_id(self) -> str:
        return f"2611.{self.number:05}"

    def xml(self) -> str:
        sets = "".join(f"<setSpec>{escape(name)}</setSpec>" for name in self.sets)
        status = ' status="deleted"' if self.is_deleted else ""
        header = (
            f"<header{status}><identifier>{self.identifier}</identifier>"
            f"<datestamp>{self.datestamp}</datestamp>{sets}</header>"
        )
        if self.is_deleted:
            return f"<record>{header}</record>"
        title = self.title or f"Result number {self.number} on lattices of kind {self.number * 7919}"
        broken = "<b>" if self.is_broken else ""
        return (
            f"<record>{header}<metadata><arXiv xmlns={quoteattr(ARXIV_NAMESPACE)}><id>{self.arxiv_id}</id>"
            f"<created>2026-10-01</created><authors><author><keyname>Writer{self.number}</keyname>"
            f"<forenames>Ada</forenames></author></authors><title>{escape(title)}{broken}</title>"
            f"<categories>cs.LG</categories><abstract>Words on {self.number}.</abstract></arXiv></metadata></record>"
        )


@dataclass
class OaiServer:
    """The repository's content and temper; `lists` are the requests for parts of lists that came in."""

    entries: list[Entry] = field(default_factory=list)
    page_size: int = 3
    overlap: int = 0
    by_day: bool = True
    faults: deque[Fault | None] = field(default_factory=deque)
    lists: list[dict[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    held: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/oai"

    def selected(self, since: str, wanted_set: str) -> list[Entry]:
        return [
            entry for entry in self.entries if entry.datestamp >= since and (not wanted_set or wanted_set in entry.sets)
        ]

    def answer(self, asked: dict[str, str]) -> str:
        """The content of the answer's root."""
        if asked.get("verb") == "Identify":
            granularity = "YYYY-MM-DD" if self.by_day else "YYYY-MM-DDThh:mm:ssZ"
            return f"<Identify><granularity>{granularity}</granularity></Identify>"
        if asked.get("verb") != "ListRecords":
            return error("badVerb", "no such verb")
        if "resumptionToken" in asked:
            if set(asked) != {"verb", "resumptionToken"}:
                return error("badArgument", "a token is exclusive")
            since, wanted_set, start = asked["resumptionToken"].split("|")
        elif asked.get("metadataPrefix") != "arXiv":
            return error("cannotDisseminateFormat", "only arXiv")
        else:
            since, wanted_set, start = asked.get("from", ""), asked.get("set", ""), "0"
        if self.by_day and "T" in since:
            return error("badArgument", "days only")
        found = self.selected(since, wanted_set)
        if not found:
            return error("noRecordsMatch", "nothing")
        first = int(start)
        end = first + self.page_size
        part = found[max(first - self.overlap, 0) : end]
        token = f"{since}|{wanted_set}|{end}" if end < len(found) else ""
        closing = f'<resumptionToken completeListSize="{len(found)}" cursor="{first}">{token}</resumptionToken>'
        return f"<ListRecords>{''.join(entry.xml() for entry in part)}{closing if first or token else ''}</ListRecords>"


def error(code: str, text: str) -> str:
    return f'<error code="{code}">{text}</error>'


def document(content: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n'
        f"<responseDate>{RESPONSE_DATE}</responseDate><request>here</request>\n{content}\n</OAI-PMH>\n"
    ).encode()


def faulty(fault: Fault | None, body: bytes) -> dict[str, Any]:
    """What is sent instead of a body: the arguments of `send`."""
    half = body[: len(body) // 2]
    sent: dict[Fault | None, dict[str, Any]] = {
        Fault.BUSY: {"body": b"", "status": 503, "headers": {"Retry-After": "0"}},
        Fault.DROPPED: {"body": half, "headers": {"Content-Length": str(len(body))}},
        Fault.TRUNCATED: {"body": half},
        Fault.HTML: {"body": b"<html><body>Something went wrong</body></html>"},
        Fault.BAD_TOKEN: {"body": document(error("badResumptionToken", "too old"))},
        Fault.NO_TOKEN_CLOSE: {"body": body.replace(b"</resumptionToken>", b"</b></resumptionToken>")},
    }
    return sent.get(fault, {"body": body})


@contextmanager
def running_oai_server(**temper: Any) -> Iterator[OaiServer]:
    oai = OaiServer(**temper)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with oai.lock:
                oai.at_once += 1
                oai.most_at_once = max(oai.most_at_once, oai.at_once)
            try:
                self.respond()
            except OSError:  # the harvester is gone
                self.close_connection = True
            finally:
                with oai.lock:
                    oai.at_once -= 1

        def respond(self) -> None:
            if self.path in oai.files:
                self.send(oai.files[self.path])
                return
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            fault = None
            if asked.get("verb") == "ListRecords":
                oai.lists.append(asked)
                fault = oai.faults.popleft() if oai.faults else None
            body = document(oai.answer(asked))
            if fault is Fault.HELD:
                oai.held.set()
                oai.release.wait(60)
            self.send(**faulty(fault, body))

        def send(self, body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (
                {"Content-Length": str(len(body)), "Content-Type": "text/xml"} | (headers or {})
            ).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        oai.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield oai
        finally:
            oai.release.set()
            server.shutdown()
            thread.join()
