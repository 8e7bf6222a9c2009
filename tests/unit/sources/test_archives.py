"""Archives: what comes out of them, and what they must not do."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import pytest
import zstandard
from reportlab.pdfgen.canvas import Canvas

from papersearch.errors import SourceError
from papersearch.record import Record, Reject
from papersearch.work_items import SourceItem
from papersearch_ingest.parsers.source import Source
from papersearch_ingest.sources.archives import ArchiveError, Bounds, unpack
from papersearch_ingest.sources.expansion import parse_source
from papersearch_ingest.sources.parsed_source import MemberStart

ARTICLE = '<dblp><article key="journals/x/{0}"><author>Ann Lee</author><title>Paper {0}</title></article></dblp>'
ONE = ARTICLE.format(1).encode()
BOMB = b"<dblp>" + b"x" * (70 << 20)
COMPRESS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress,
            "zst": lambda data: zstandard.ZstdCompressor().compress(data)}  # fmt: skip


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return stream.getvalue()


def tarred(files: dict[str, bytes], **links: str) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, target in links.items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return stream.getvalue()


def read(tmp_path, data: bytes, name: str = "x"):
    path = tmp_path / name
    path.write_bytes(data)
    return list(parse_source(path, name, SourceItem()).items)


def titles(items) -> list[str]:
    return [item.title for item in items if isinstance(item, Record)]


def reasons(items) -> list[str]:
    return [item.reason for item in items if isinstance(item, Reject)]


@pytest.mark.parametrize("kind", COMPRESS)
def test_compressed_file_and_compressed_tar(tmp_path, kind):
    assert titles(read(tmp_path, COMPRESS[kind](ONE), f"x.xml.{kind}")) == ["Paper 1"]
    tar = tarred({"a/1.xml": ONE, "a/2.xml": ARTICLE.format(2).encode(), "a/README": b"hello"}, link="/etc/passwd")
    items = read(tmp_path, COMPRESS[kind](tar), f"x.tar.{kind}")
    assert titles(items) == ["Paper 1", "Paper 2"]
    assert [item.path for item in items if isinstance(item, MemberStart)] == ["a/1.xml", "a/2.xml"]


def test_zip_with_members_of_several_forms(tmp_path):
    items = read(tmp_path, zipped(a__xml=ONE, b__jsonl=b'{"title": "Paper 2"}\n', c__gif=b"GIF89a\0\0"))
    assert titles(items) == ["Paper 1", "Paper 2"]
    assert next(item.parser for item in items if isinstance(item, MemberStart)) == "dblp-xml"


def test_archive_in_an_archive_is_opened_once(tmp_path):
    inner = zipped(a__xml=ONE)
    assert titles(read(tmp_path, zipped(in__zip=inner, b__xml__gz=gzip.compress(ONE)))) == ["Paper 1", "Paper 1"]
    items = read(tmp_path, zipped(out__zip=zipped(in__zip=inner), b__xml=ONE))
    assert titles(items) == ["Paper 1"]
    assert "not opened" in reasons(items)[0]


def test_names_never_lead_out(tmp_path):
    data = tarred({"../../evil.xml": ONE, "/etc/cron.d/x.xml": ONE, "a\\..\\b\n.xml": ONE})
    starts = [item.path for item in read(tmp_path / ".." / tmp_path.name, data) if isinstance(item, MemberStart)]
    assert starts == ["evil.xml", "etc/cron.d/x.xml", "a/b.xml"]
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize("packed", [gzip.compress(BOMB), lzma.compress(BOMB, preset=1),
                                    zipped(a__xml=BOMB),
                                    zipped(a__zip=zipped(a__xml=BOMB))])  # fmt: skip
def test_bombs_do_not_go_off(tmp_path, packed):
    with pytest.raises(SourceError, match="unpacks to more than"):
        read(tmp_path, packed)


def test_too_many_members():
    source = Source.from_bytes(zipped(**{f"f{n}": b"x" for n in range(20)}), "x.zip")
    with pytest.raises(ArchiveError, match="more members"):
        list(unpack(source, 1, Bounds(members=10)))


@pytest.mark.parametrize("kind", COMPRESS)
def test_cut_off_archive_is_an_error(tmp_path, kind):
    data = COMPRESS[kind](tarred({f"{n}.xml": ARTICLE.format(n * 7919).encode() for n in range(200)}))
    with pytest.raises(SourceError):
        read(tmp_path, data[: len(data) // 2])


def test_damaged_member_of_a_zip_is_a_reject_and_the_others_are_read(tmp_path):
    data = bytearray(zipped(a__xml=ONE, b__xml=ARTICLE.format(2).encode()))
    at = data.index(b"a.xml") + 10
    data[at : at + 20] = bytes(20)
    items = read(tmp_path, bytes(data))
    assert titles(items) == ["Paper 2"]
    assert "a.xml cannot be unpacked" in reasons(items)[0]


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"x" * 100, b"\x1f\x8b" + b"x" * 100, b"7z\xbc\xaf\x27\x1c",
                                  b"Rar!\x1a\x07\0", b"BZhxxxx", b"\xfd7zXZ\x00xx", b"\x28\xb5\x2f\xfdxx",
                                  zipped(a=b"nothing"), zipped()])  # fmt: skip
def test_what_cannot_be_unpacked_is_a_clear_error(tmp_path, data):
    with pytest.raises(SourceError, match=r"\w+ .*\."):
        read(tmp_path, data)


def page_saying(text: str) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.drawString(60, 700, text)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def bib(key: str, **fields: str) -> bytes:
    said = ", ".join(f"{name}={{{value}}}" for name, value in fields.items())
    return f"@article{{{key}, {said}}}\n".encode()


def by_text(items, word: str) -> Record:
    (record,) = (item for item in items if isinstance(item, Record) and word in (item.full_text or ""))
    return record


@pytest.mark.parametrize("pack", [tarred, lambda files: gzip.compress(tarred(files))])
@pytest.mark.parametrize("metadata_first", [False, True])
def test_a_pdf_has_the_identity_of_the_member_with_its_name(tmp_path, pack, metadata_first):
    files = {
        "a/deep.pdf": page_saying("Peculiar xylophones resonate."),
        "a/deep.bib": bib("d", title="Deep Xylophones", year="2019", doi="10.1000/deep"),
        "b/deep.bib": bib("o", title="Another One", doi="10.1000/other"),
    }
    ordered = dict(sorted(files.items(), reverse=metadata_first))
    items = read(tmp_path, pack(ordered))
    document = by_text(items, "xylophones")
    assert (document.title, document.ids, document.year) == ("Deep Xylophones", {"doi": "10.1000/deep"}, 2019)
    assert sorted(titles(items)) == ["Another One", "Deep Xylophones", "Deep Xylophones"]
    place = items.index(document)
    assert [item.path for item in items[:place] if isinstance(item, MemberStart)][-1] == "a/deep.pdf"


def test_a_pdf_has_the_identity_of_the_record_that_names_it(tmp_path):
    lines = [
        {"title": "Named in a List", "doi": "10.1000/a", "file": "pdfs/one.pDf"},
        {"title": "Named by its Key", "doi": "10.1000/b", "pdf": "two.pdf"},
        {"title": "At an Address", "doi": "10.1000/c", "pdf": "https://example.org/three.pdf"},
    ]
    items = read(tmp_path, tarred({
        "papers.jsonl": "\n".join(map(json.dumps, lines)).encode(),
        "library.bib": bib("z", title="Exported", doi="10.1000/d", file=r"Full Text:files/12/Lee 2019 - A\_b.pdf:pdf")
                       + bib("y", title="Twice", doi="10.1000/e", file="four.pdf")
                       + bib("x", title="Twice Again", doi="10.1000/f", file="four.pdf"),
        "pdfs/one.pdf": page_saying("alpha text"),
        "pdfs/two.pdf": page_saying("beta text"),
        "three.pdf": page_saying("gamma text"),
        "files/12/Lee 2019 - A_b.pdf": page_saying("delta text"),
        "four.pdf": page_saying("epsilon text"),
    }))  # fmt: skip
    found = {word: by_text(items, word).ids.get("doi") for word in ("alpha", "beta", "gamma", "delta", "epsilon")}
    assert found == {"alpha": "10.1000/a", "beta": "10.1000/b", "gamma": None, "delta": "10.1000/d", "epsilon": None}


def test_pdfs_wait_in_bounded_memory_for_their_metadata(tmp_path, monkeypatch):
    monkeypatch.setattr("papersearch_ingest.sources.sidecar_files.MOST_CHARACTERS", 30)
    files = {f"{n}.pdf": page_saying(f"{word} and some more text") for n, word in enumerate(("alpha", "beta", "gamma"))}
    files |= {f"{n}.ris": f"TY  - JOUR\nTI  - Title {n}\nER  - \n".encode() for n in range(3)}
    items = read(tmp_path, tarred(files))
    assert [by_text(items, word).title == f"Title {n}" for n, word in enumerate(("alpha", "beta", "gamma"))] == [
        False, False, True,
    ]  # fmt: skip
    starts = [item.path for item in items if isinstance(item, MemberStart)]
    assert starts.count("0.pdf") >= 1


def test_a_damaged_archive_still_gives_the_pdfs_before_the_damage(tmp_path):
    whole = tarred({"a.pdf": page_saying("alpha text"), "b.bib": bib("b", title="B", doi="10.1000/b") * 400})
    path = tmp_path / "x.tar"
    path.write_bytes(whole[:-9_000])
    found = []
    with pytest.raises(SourceError):
        found.extend(parse_source(path, "x.tar", SourceItem()).items)
    assert by_text(found, "alpha").title
