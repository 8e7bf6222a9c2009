"""`papersearch watch` with a real store and the embedded engine: the papers are those of the folder, within seconds."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from reportlab.pdfgen.canvas import Canvas

from papersearch.errors import NothingIndexedError
from papersearch.query.parameters import SearchParams
from papersearch.settings import Settings
from papersearch.work_items import IngestOptions
from papersearch_api.services import Services, build_services
from papersearch_ingest.watch.folder_scan import root_of
from papersearch_ingest.watch.open_files import allow_leases
from papersearch_ingest.watch.watcher import Watcher
from papersearch_ingest.work.program import opened_program
from tests.support.workers import PAPERSEARCH, environment, wait_until

WITHIN_S = 60.0
"""On a busy machine. On an idle one 100 files take some four seconds."""
SETTLE_S = 0.3


def bib(number: int, title: str = "") -> str:
    name = title or f"Study {number} of Quokkas"
    fields = f"title={{{name}}}, author={{Small, Ida}}, year={{2021}}, doi={{10.1000/watch.{number}}}"
    return f"@article{{k{number}, {fields}}}\n"


def write_pdf(path: Path) -> None:
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", 20)
    canvas.drawString(72, 760, "A Title on a Page")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 720, "Abstract. This text is read from the page and says little.")
    canvas.save()


class Papers:
    """The papers as a reader finds them, and the folder that they come from."""

    def __init__(self, folder: Path, services: Services) -> None:
        self.folder, self.services = folder, services

    def titles(self) -> set[str]:
        try:
            return {str(body["title"]) for body in self.services.search.export(SearchParams())}
        except NothingIndexedError:  # the first papers are stored, and their index is being made
            return {"nothing is indexed"}

    def ids(self) -> set[str]:
        return {str(body["id"]) for body in self.services.search.export(SearchParams())}

    def wait_for(self, titles: set[str]) -> None:
        deadline = time.monotonic() + WITHIN_S
        while (found := self.titles()) != titles:
            assert time.monotonic() < deadline, f"{len(found - titles)} stale, {len(titles - found)} missing"
            time.sleep(0.05)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, "utf-8")


@contextmanager
def papers_of(folder: Path, settings: Settings) -> Iterator[Papers]:
    with closing(build_services(settings)) as services:
        yield Papers(folder, services)


class Watched(Papers):
    """A folder that a thread of this process follows. `said`: its sentences for people."""

    def __init__(self, folder: Path, services: Services) -> None:
        super().__init__(folder, services)
        self.said: list[str] = []
        self.stopping = Event()
        self.thread = Thread(target=self._run)

    def _run(self) -> None:
        with opened_program(self.services.settings) as program:
            options = IngestOptions(replace=True)
            watcher = Watcher(program, [root_of(self.folder)], options, SETTLE_S, self.said.append)
            watcher.begin()
            watcher.run(self.stopping, lambda followed: None)

    def wait_until_said(self, words: str) -> None:
        wait_until(lambda: any(words in sentence for sentence in self.said), words)


@contextmanager
def watching(folder: Path, settings: Settings) -> Iterator[Watched]:
    allow_leases()
    with closing(build_services(settings)) as services:
        here = Watched(folder, services)
        here.thread.start()
        try:
            yield here
        finally:
            here.stopping.set()
            here.thread.join(WITHIN_S)
        assert not here.thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "papers"
    path.mkdir()
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def test_the_command_follows_100_files_that_are_added_changed_and_deleted(folder: Path, settings: Settings) -> None:
    command = (*PAPERSEARCH, "watch", "--settle", "0.3", str(folder))
    with (
        subprocess.Popen(command, env=environment(settings), stderr=subprocess.PIPE, text=True) as process,
        papers_of(folder, settings) as here,
    ):
        try:
            assert process.stderr
            assert process.stderr.readline().startswith("Watching")
            for number in range(100):
                here.write(f"{number}.bib", bib(number))
            here.wait_for({f"Study {number} of Quokkas" for number in range(100)})
            for number in range(100):
                here.write(f"{number}.bib", bib(number, f"Changed Study {number}"))
            here.wait_for({f"Changed Study {number}" for number in range(100)})
            for number in range(100):
                (folder / f"{number}.bib").unlink()
            here.wait_for(set())
            process.send_signal(signal.SIGTERM)
            assert process.wait(WITHIN_S) == 0
            assert "gone: " in process.stderr.read()
        finally:
            process.kill()


def test_everything_at_once(folder: Path, settings: Settings) -> None:
    for number in range(30):
        (folder / f"{number}.bib").write_text(bib(number), "utf-8")
    with watching(folder, settings) as here:
        here.wait_for({f"Study {number} of Quokkas" for number in range(30)})
        for number in range(10):
            (folder / f"{number}.bib").unlink()
            here.write(f"{number + 10}.bib", bib(number + 10, f"Changed {number}"))
            here.write(f"new{number}.bib", bib(number + 100))
            (folder / f"{number + 20}.bib").rename(folder / f"moved{number}.bib")
        here.wait_for(
            {f"Changed {n}" for n in range(10)} | {f"Study {n} of Quokkas" for n in (*range(20, 30), *range(100, 110))}
        )


def test_a_half_written_file_waits(folder: Path, settings: Settings) -> None:
    with watching(folder, settings) as here:
        with (folder / "slow.bib").open("w", encoding="utf-8") as file:
            file.write(bib(1))
            file.flush()
            here.write("quick.bib", bib(2))
            here.wait_for({"Study 2 of Quokkas"})
            time.sleep(5 * SETTLE_S)
            assert here.titles() == {"Study 2 of Quokkas"}
            file.write(bib(3))
        here.wait_for({"Study 1 of Quokkas", "Study 2 of Quokkas", "Study 3 of Quokkas"})
        (folder / "download.bib.part").write_text(bib(4), "utf-8")
        (folder / "download.bib.part").rename(folder / "download.bib")
        here.wait_for({f"Study {number} of Quokkas" for number in (1, 2, 3, 4)})


def test_folders_come_move_and_go(folder: Path, settings: Settings) -> None:
    with watching(folder, settings) as here:
        (folder / "deep" / "er").mkdir(parents=True)
        here.write("deep/er/1.bib", bib(1))
        here.wait_for({"Study 1 of Quokkas"})
        (folder / "deep").rename(folder / "renamed")
        here.write("renamed/2.bib", bib(2))
        here.wait_for({"Study 1 of Quokkas", "Study 2 of Quokkas"})
        paper_ids = here.ids()
        (folder / "renamed").rename(folder.parent / "elsewhere")
        here.wait_for(set())
        (folder.parent / "elsewhere").rename(folder / "back")
        here.wait_for({"Study 1 of Quokkas", "Study 2 of Quokkas"})
        assert here.ids() == paper_ids


def test_papers_that_leave_a_file_go_and_those_of_other_sources_stay(folder: Path, settings: Settings) -> None:
    (folder / "both.bib").write_text(bib(1) + bib(2), "utf-8")
    other = folder.parent / "other.bib"
    other.write_text(bib(2), "utf-8")
    subprocess.run((*PAPERSEARCH, "ingest", str(other)), env=environment(settings), check=True, capture_output=True)
    with watching(folder, settings) as here:
        here.wait_for({"Study 1 of Quokkas", "Study 2 of Quokkas"})
        here.write("both.bib", bib(3))
        here.wait_for({"Study 2 of Quokkas", "Study 3 of Quokkas"})
        (folder / "both.bib").unlink()
        here.wait_for({"Study 2 of Quokkas"})


def test_what_changed_while_nobody_watched_is_followed_at_the_start(folder: Path, settings: Settings) -> None:
    for number in (1, 2, 3):
        (folder / f"{number}.bib").write_text(bib(number), "utf-8")
    with watching(folder, settings) as here:
        here.wait_for({f"Study {number} of Quokkas" for number in (1, 2, 3)})
    (folder / "1.bib").unlink()
    (folder / "2.bib").write_text(bib(2, "Changed Study"), "utf-8")
    with watching(folder, settings) as here:
        here.wait_for({"Changed Study", "Study 3 of Quokkas"})


def test_a_folder_that_goes_away_keeps_its_papers(folder: Path, settings: Settings) -> None:
    (folder / "1.bib").write_text(bib(1), "utf-8")
    with watching(folder, settings) as here:
        here.wait_for({"Study 1 of Quokkas"})
        folder.rename(folder.parent / "unmounted")
        here.wait_until_said("cannot be read; its papers stay")
        assert here.titles() == {"Study 1 of Quokkas"}
        (folder.parent / "unmounted").rename(folder)
        (folder / "1.bib").unlink()
        here.write("2.bib", bib(2))
        here.wait_for({"Study 2 of Quokkas"})
    folder.rename(folder.parent / "unmounted")
    folder.mkdir()
    with watching(folder, settings) as here:
        here.wait_until_said("is empty; the papers of its 1 earlier file stay")
        here.write("3.bib", bib(3))
        here.wait_for({"Study 2 of Quokkas", "Study 3 of Quokkas"})


def test_a_pdf_gets_the_metadata_that_come_later(folder: Path, settings: Settings) -> None:
    with watching(folder, settings) as here:
        write_pdf(folder / "a.pdf")
        here.wait_for({"A Title on a Page"})
        here.write("a.bib", bib(1))
        here.wait_for({"Study 1 of Quokkas"})
        here.write("a.bib", bib(1, "Better Title"))
        here.wait_for({"Better Title"})
        (folder / "a.bib").unlink()
        here.wait_for({"A Title on a Page"})


def test_a_file_that_cannot_be_read_does_not_stop_the_others(folder: Path, settings: Settings) -> None:
    with watching(folder, settings) as here:
        (folder / "noise.bin").write_bytes(os.urandom(2_000))
        (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(2_000))
        (folder / os.fsdecode(b"caf\xe9.bib")).write_text(bib(5), "utf-8")
        here.write("good.bib", bib(1))
        here.wait_for({"Study 1 of Quokkas"})
        here.write("broken.bib", "@article{k, title={No end")
        here.write("better.bib", bib(2))
        wait_until(lambda: "Study 2 of Quokkas" in here.titles(), "the other file")
        here.wait_until_said("its name is not UTF-8")
