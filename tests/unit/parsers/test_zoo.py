"""A zoo of broken and hostile sources, each read as in production: in a limited child process.

Every specimen becomes records, rejects or an error in words, as its row says. None may need more than the child's
768 MB of address space or 60 s of processor time, both limits set by the kernel, and none may cost the child.
"""

import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch_ingest.children.parser_process import LimitedParser, Limits
from papersearch_ingest.sources.parsed_source import ParserLostError
from tests.support.parser_samples import PAGE_FORMS, TEXT_FORMS, XML_FORMS, small_pdf

LIMITS = Limits(memory_bytes=768 << 20, cpu_s=60.0, cpu_s_per_mb=0.0, silence_s=240.0)
MB = 1_000_000
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<!DOCTYPE dblp [<!ENTITY l0 "ha">{LAUGHS}]>'
QUADRATIC = f'<!DOCTYPE dblp [<!ENTITY a "{"a" * 50_000}">]>'
SECRET = '<!DOCTYPE dblp [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>'
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
DUPLICATES = '{"title": "First", "title": "Über A", "year": 1, "year": 2001, "authors": ["X"], "authors": ["Doe, J."]}'


def dblp(title: str = "Paper", head: str = "", attribute: str = "", after: str = "") -> bytes:
    article = f'<article key="journals/x/A"{attribute}><title>{title}</title><year>2001</year></article>'
    return f"{head}<dblp>\n{article}\n{after}</dblp>".encode()


def text(name: str) -> str:
    return (TEXT_FORMS | XML_FORMS | PAGE_FORMS)[name]


def cut(name: str, share: float = 0.6) -> bytes:
    data = text(name).encode()
    return data[: int(len(data) * share)]


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return stream.getvalue()


def tarred(names: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in names.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def many_members() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for number in range(2_000):
            archive.writestr(f"{number}.txt", b"")
    return stream.getvalue()


class Specimen(NamedTuple):
    """What is read, and what must come of it: `records`, `rejects` (with or without records), `error`."""

    becomes: str
    data: Callable[[], bytes]


ZOO: dict[str, Specimen] = {
    # truncated
    "truncated JSON array": Specimen("rejects", lambda: cut("paper-json", 0.8)),
    "truncated JSON line": Specimen("rejects", lambda: b'{"title": "A"}\n{"title": "B", "abst'),
    "truncated Crossref message": Specimen("rejects", lambda: cut("crossref-json", 0.9)),
    "truncated BibTeX": Specimen("rejects", lambda: cut("bibtex")),
    "truncated RIS": Specimen("records", lambda: cut("ris", 0.8)),
    "truncated MEDLINE": Specimen("records", lambda: cut("nbib", 0.8)),
    "truncated Web of Science": Specimen("records", lambda: cut("wos-text", 0.8)),
    "truncated CSV in a quote": Specimen("rejects", lambda: cut("csv-table", 0.5)),
    "truncated ACL XML": Specimen("rejects", lambda: cut("acl-xml", 0.7)),
    "truncated PubMed XML": Specimen("rejects", lambda: cut("pubmed-xml")),
    "truncated JATS": Specimen("rejects", lambda: cut("jats-xml", 0.8)),
    "truncated Atom": Specimen("rejects", lambda: cut("arxiv-atom", 0.7)),
    "truncated OAI-PMH": Specimen("rejects", lambda: cut("arxiv-oai")),
    "truncated page": Specimen("records", lambda: cut("html-meta", 0.7)),
    "truncated PDF": Specimen("error", lambda: small_pdf()[:700]),
    "truncated gzip": Specimen("error", lambda: gzip.compress(dblp("x" * 5_000))[:-20]),
    "truncated listing": Specimen("rejects", lambda: cut("arxiv-listing", 0.9)),
    # encodings
    "Latin-1 BibTeX": Specimen("records", lambda: text("bibtex").replace("A", "Ä").encode("latin-1")),
    "Latin-1 JSON": Specimen("records", lambda: b'[{"title": "\xdcber A"}]'),
    "Latin-1 that says UTF-8": Specimen(
        "records", lambda: b'<?xml version="1.0" encoding="utf-8"?>' + dblp("Caf?").replace(b"?<", b"\xe9<")
    ),
    "UTF-8 that says Latin-1": Specimen("records", lambda: b'<?xml version="1.0" encoding="latin-1"?>' + dblp("Ærø")),
    "an encoding that is none": Specimen("records", lambda: dblp(head='<?xml version="1.0" encoding="klingon"?>')),
    "an encoding that unpacks": Specimen("records", lambda: dblp(head='<?xml version="1.0" encoding="zlib"?>')),
    "byte order mark and JSON": Specimen("records", lambda: b"\xef\xbb\xbf" + text("paper-json").encode()),
    "byte order mark and CSV": Specimen("records", lambda: b"\xef\xbb\xbf" + text("csv-table").encode()),
    "byte order mark and BibTeX": Specimen("records", lambda: b"\xef\xbb\xbf" + text("bibtex").encode()),
    "UTF-16 RIS": Specimen("records", lambda: text("ris").encode("utf-16")),
    "UTF-16 cut in a character": Specimen("records", lambda: text("nbib").encode("utf-16")[:-1]),
    "UTF-16 CSV": Specimen("records", lambda: text("csv-table").encode("utf-16")),
    "half a character": Specimen("records", lambda: text("ris").encode().replace("Ü".encode(), b"\xc3")),
    "surrogates in JSON": Specimen("records", lambda: b'{"title": "A \\ud83d B", "authors": ["\\udc00 C"]}'),
    # entities
    "entity of a file": Specimen("rejects", lambda: dblp("&f;", head=SECRET)),
    "billion laughs": Specimen("rejects", lambda: dblp("&l11;", head=LAUGHS)),
    "billion laughs in an attribute": Specimen("rejects", lambda: dblp(attribute=' a="&l11;"', head=LAUGHS)),
    "quadratic blow-up": Specimen("rejects", lambda: dblp("&a;" * 20_000, head=QUADRATIC)),
    "XInclude": Specimen("records", lambda: dblp(f"Paper {INCLUDE}")),
    "document type of 50 kB": Specimen("records", lambda: dblp(head=f"<!DOCTYPE dblp [{'<!-- x -->' * 5_000}]>")),
    "document type of 5 MB": Specimen("error", lambda: dblp(head=f"<!DOCTYPE dblp [{'<!-- x -->' * (MB // 2)}]>")),
    "numbers of no character": Specimen("records", lambda: dblp("Paper &#0;&#xD800;&#1114112;&#99999999999;")),
    "named characters": Specimen("records", lambda: dblp("Caf&eacute; &amp;amp; &Uuml;ber")),
    "entities in CSV": Specimen("records", lambda: b"title,year\n&lt;b&gt;A&lt;/b&gt; &amp;amp; B &lol;,2001\n"),
    # packed
    "zip bomb": Specimen("error", lambda: zipped(a__xml=b"x" * (80 * MB))),
    "zip bomb in a zip": Specimen("error", lambda: zipped(a__zip=zipped(a__xml=bytes(80 * MB)))),
    "gzip bomb": Specimen("error", lambda: gzip.compress(bytes(80 * MB), 1)),
    "xz bomb": Specimen("error", lambda: lzma.compress(bytes(80 * MB), preset=0)),
    "zip of 2,000 members": Specimen("error", many_members),
    "tar that leads out": Specimen("records", lambda: tarred({"../../../tmp/evil.xml": dblp()})),
    "zip with a damaged directory": Specimen("error", lambda: zipped(a__xml=dblp())[:-30]),
    # bytes
    "NUL bytes in BibTeX": Specimen("error", lambda: text("bibtex").replace("e", "e\0").encode()),
    "NUL bytes in XML": Specimen("error", lambda: dblp("o\0n\0e")),
    "NUL bytes after the sample": Specimen(
        "rejects", lambda: text("ris").encode() + b"\n" * 70_000 + b"\0\0\n" + text("ris").encode()
    ),
    "control characters": Specimen("records", lambda: text("nbib").replace("Über", "\x01\x1b\x85ber").encode()),
    "too many control characters": Specimen("error", lambda: text("nbib").replace("e", "\x01\x02").encode()),
    "nothing": Specimen("error", lambda: b""),
    "white space": Specimen("error", lambda: b" \r\n\t" * 1_000),
    "random bytes": Specimen("error", lambda: bytes((n * n * 7919 + n) % 251 for n in range(100_000))),
    "a picture that says XML": Specimen("error", lambda: b"\x89PNG\r\n\x1a\n<dblp>" + bytes(100)),
    # wrong within their form
    "duplicate keys in JSON": Specimen("records", DUPLICATES.encode),
    "duplicate fields in BibTeX": Specimen("records", lambda: b"@article{k, title={A}, title={B}, year=2001, year=2}"),
    "duplicate keys of entries": Specimen("records", lambda: b"@article{k, title={A}}\n@article{k, title={B}}\n"),
    "duplicate columns in CSV": Specimen("records", lambda: b"title,title,year,year\nA,B,2001,2\n"),
    "duplicate attribute in XML": Specimen("rejects", lambda: dblp(attribute=' key="journals/x/B"')),
    "duplicate elements in XML": Specimen("records", lambda: dblp("A</title><title>B")),
    "wrong types in JSON": Specimen(
        "rejects", lambda: b'[{"title": {"a": []}, "authors": 7, "year": {}, "doi": [null]}, 3, null, [[]]]'
    ),
    "numbers beyond any in JSON": Specimen("rejects", lambda: b'{"title": "A", "n": %s}' % (b"9" * 9_000)),
    "infinite year in JSON": Specimen("records", lambda: b'{"title": "A", "year": 1e999}'),
    "NaN in JSON": Specimen("records", lambda: b'{"title": "A", "year": NaN, "n": -Infinity}'),
    "JSON nested 100,000 deep": Specimen("rejects", lambda: b'{"title": "A", "x": %s' % (b"[" * 100_000)),
    "XML nested 100,000 deep": Specimen("rejects", lambda: dblp("<i>" * 100_000 + "</i>" * 100_000)),
    "braces nested 100,000 deep": Specimen("rejects", lambda: b"@article{k, title = %s" % (b"{" * 100_000)),
    "name of itself": Specimen("records", lambda: b'@string{a = a # "x"}\n@string{a = a # a}\n@article{k, title = a}'),
    "names that double": Specimen(
        "rejects",
        lambda: b'@string{a0 = "ha"}\n'
        + b"".join(b"@string{a%d = a%d # a%d}\n" % (n, n - 1, n - 1) for n in range(1, 40))
        + b"@article{k, title = a39, note = {A}}\n@article{l, title = {B}}\n",
    ),
    "cross-references in a ring": Specimen(
        "records", lambda: b"@inproceedings{a, crossref={b}, title={A}}\n@proceedings{b, crossref={a}, title={B}}\n"
    ),
    "mixed line ends": Specimen("records", lambda: b"TY  - JOUR\rTI  - A\r\nPY  - 2001\nER  - \r\n"),
    "line ends of another time": Specimen("records", lambda: text("bibtex").replace("\n", "\r").encode()),
    "record without an end": Specimen("records", lambda: b"TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nER  - \n"),
    "tags that cross": Specimen("rejects", lambda: dblp("<i><b>A</i></b>")),
    "PDF whose pages are a ring": Specimen(
        "rejects", lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    ),
}  # fmt: skip

LONG_LINES: dict[str, Specimen] = {
    "100 MB line of JSON": Specimen("rejects", lambda: b'{"title": "%s"}\n{"title": "B"}' % (b"x" * (100 * MB))),
    "100 MB line of CSV": Specimen("rejects", lambda: b"title,year\n%s,2001\nB,2002\n" % (b"x" * (100 * MB))),
    "100 MB line of BibTeX": Specimen("rejects", lambda: b"@article{k, title={%s}}\n" % (b"x " * (50 * MB))),
    "100 MB line of RIS": Specimen("rejects", lambda: b"TY  - JOUR\nTI  - %s\nER  - \n" % (b"x" * (100 * MB))),
    "100 MB line of XML": Specimen("rejects", lambda: dblp("x" * (100 * MB), after=dblp().decode()[6:-7])),
    "100 MB of text": Specimen("error", lambda: text("plain-text").encode() + b"many words " * (9 * MB)),
    "100 MB listing": Specimen("error", lambda: text("arxiv-listing").encode() + b"\n" + b"many words " * (9 * MB)),
    "100 MB page": Specimen("error", lambda: text("html-meta").encode() + b"<p>x" * (25 * MB)),
}


@pytest.fixture(scope="module")
def parse() -> Iterator[LimitedParser]:
    with closing(LimitedParser(LIMITS)) as parser:
        yield parser


def outcome(parse: LimitedParser, path: Path) -> tuple[str, list[str]]:
    """What became of a source, in one word, and the titles. A lost child raises."""
    try:
        items = [getattr(item, "record", item) for item in parse(path, path.name, {}).items]
    except ParserLostError:
        raise
    except SourceError as error:
        return ("error" if str(error).endswith(".") else f"not in words: {error}"), []
    rejects = [item for item in items if isinstance(item, Reject)]
    assert all(reject.reason for reject in rejects)
    assert "root:" not in str(items)
    titles = [item.title or "" for item in items if isinstance(item, Record)]
    return ("rejects" if rejects else "records" if titles else "nothing"), titles


@pytest.mark.parametrize("name", ZOO)
def test_zoo_in_the_child(parse, tmp_path, name):
    path = tmp_path / "specimen"
    path.write_bytes(ZOO[name].data())
    becomes, titles = outcome(parse, path)
    assert becomes == ZOO[name].becomes, titles


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG_LINES)
def test_line_of_100_mb_in_the_child(parse, tmp_path, name):
    path = tmp_path / "specimen"
    path.write_bytes(LONG_LINES[name].data())
    becomes, titles = outcome(parse, path)
    assert becomes == LONG_LINES[name].becomes, titles


def test_zoo_is_large_enough():
    assert len(ZOO) + len(LONG_LINES) >= 60
