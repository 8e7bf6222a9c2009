"""When a file is taken: after it has stopped changing, and never while a program still writes it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from papersearch_ingest.watch.folder_scan import Root, Scan, Signature, Stamp, root_of, scan_folders
from papersearch_ingest.watch.open_files import is_open_for_writing
from papersearch_ingest.watch.settling import Changes, Settling

MANY = 1_000


def stamp(size: int = 10, changed: int = 1) -> Signature:
    return Signature(Stamp(size, changed, 1))


def scan(**files: Signature) -> Scan:
    return Scan(files={f"/folder/{name}": signature for name, signature in files.items()})


def taken(settling: Settling, found: Scan, now: float) -> Changes:
    changes = settling.look(found, now, MANY)
    settling.take(changes, found)
    return changes


def test_a_file_is_taken_when_it_has_stayed_the_same() -> None:
    settling = Settling(1.0)
    assert taken(settling, scan(a=stamp(1)), 0.0) == Changes(waits=True)
    assert taken(settling, scan(a=stamp(2)), 0.9) == Changes(waits=True)
    assert taken(settling, scan(a=stamp(2)), 1.8) == Changes(waits=True)
    assert taken(settling, scan(a=stamp(2)), 2.0).ready == ("/folder/a",)
    assert taken(settling, scan(a=stamp(2)), 9.0) == Changes()
    taken(settling, scan(a=stamp(2, changed=2)), 10.0)
    assert taken(settling, scan(a=stamp(2, changed=2)), 11.0).ready == ("/folder/a",)


def test_a_file_that_changes_while_it_is_stored_is_taken_again() -> None:
    settling = Settling(1.0)
    taken(settling, scan(a=stamp(1)), 0.0)
    changes = settling.look(scan(a=stamp(1)), 1.0, MANY)
    settling.take(changes, scan(a=stamp(1)))
    taken(settling, scan(a=stamp(5)), 1.1)
    assert taken(settling, scan(a=stamp(5)), 2.1).ready == ("/folder/a",)


@pytest.mark.parametrize(("size", "is_open"), [(0, False), (10, True)])
def test_an_empty_file_and_one_that_is_open_wait(size: int, is_open: bool) -> None:
    settling = Settling(1.0, is_being_written=lambda _path: is_open)
    for now in range(100):
        assert taken(settling, scan(a=stamp(size)), float(now)) == Changes(waits=True)


def test_a_file_that_is_replaced_is_not_gone() -> None:
    settling = Settling(1.0)
    settling.remember(["/folder/a"])
    assert taken(settling, scan(), 0.0) == Changes(waits=True)
    taken(settling, scan(a=stamp(3)), 0.5)
    assert taken(settling, scan(a=stamp(3)), 1.5) == Changes(ready=("/folder/a",))
    taken(settling, scan(), 2.0)
    assert taken(settling, scan(), 3.0) == Changes(gone=("/folder/a",))
    assert taken(settling, scan(), 4.0) == Changes()


def test_what_is_in_an_unreadable_folder_is_not_gone() -> None:
    settling = Settling(0.0)
    settling.remember(["/folder/a", "/folder-2/b"])
    assert taken(settling, Scan(unknown=["/folder"]), 0.0).gone == ("/folder-2/b",)


def test_many_files_are_taken_in_parts() -> None:
    settling = Settling(0.0)
    found = scan(**{f"n{number}": stamp() for number in range(7)})
    sizes = []
    for now in range(4):
        changes = settling.look(found, float(now), 3)
        settling.take(changes, found)
        sizes.append(len(changes.ready))
    assert sizes == [3, 3, 1, 0]


def test_files_that_are_not_sources_yet_are_not_seen(tmp_path: Path) -> None:
    for name in ("a.bib", "sub/b.ris", ".hidden.bib", "c.pdf.part", "d.bib~", "~$e.bib", ".git/f.bib", "profiles.toml",
                 "g.crdownload", "h.TMP"):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / "broken.bib").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.bib")
    found = scan_folders([root_of(tmp_path)])
    assert {str(Path(path).relative_to(tmp_path)) for path in found.files} == {"a.bib", "sub/b.ris"}


def test_a_pdf_changes_with_its_sidecar_and_all_files_with_their_profiles(tmp_path: Path) -> None:
    def signatures() -> dict[str, Signature]:
        return {Path(path).name: found for path, found in scan_folders([root_of(tmp_path)]).files.items()}

    (tmp_path / "a.pdf").write_text("x", "utf-8")
    (tmp_path / "b.pdf").write_text("x", "utf-8")
    first = signatures()
    (tmp_path / "a.bib").write_text("x", "utf-8")
    second = signatures()
    assert [name for name in first if first[name] != second[name]] == ["a.pdf"]
    (tmp_path / "profiles.toml").write_text("x", "utf-8")
    third = signatures()
    assert all(second[name] != third[name] for name in second)


def test_a_folder_that_is_away_or_on_another_disk_is_unknown(tmp_path: Path) -> None:
    here = root_of(tmp_path)
    assert scan_folders([Root(tmp_path / "away", here.device)]).unknown == [str(tmp_path / "away")]
    assert scan_folders([Root(tmp_path, here.device + 1)]).unknown == [str(tmp_path)]


def test_a_file_that_another_program_writes_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    program = f"""if True:
        import os
        from papersearch_ingest.watch.open_files import allow_leases, is_open_for_writing
        allow_leases()
        file = open({str(path)!r}, "w")
        first = is_open_for_writing({str(path)!r})
        file.close()
        print(first, is_open_for_writing({str(path)!r}))
        with open({str(path)!r}, "a") as again:  # the lease was given back
            again.write("x")
    """
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    assert ended.stdout == "True False\n"
    assert is_open_for_writing(str(tmp_path / "nowhere")) is False
