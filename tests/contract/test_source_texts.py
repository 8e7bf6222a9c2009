"""2,000 random phrases on each engine: what is found is what a scan of the sources' own texts finds.

The samples, the five real pages and papers of the Anthology go through the whole of ingest; the scan reads the raw text
of each record without our parsers. `make phrases` does it with the whole Anthology.
"""

import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from papersearch.paper import Paper
from papersearch.query.nodes import Phrase
from papersearch.settings import Settings
from papersearch.store import Store, open_store
from papersearch.store.records import RecordRow
from papersearch.text import words
from papersearch_ingest.sources.submission import submit
from papersearch_ingest.work.draining import drain
from papersearch_ingest.work.presence import Presence, new_identity
from tests.contract.conftest import House, HouseBuilder, embedded_house
from tests.support.paths import SAMPLES
from tests.support.raw_sources import RAW_READERS, is_plain, joined_runs, word_runs

pytestmark = [pytest.mark.slow, pytest.mark.data, pytest.mark.timeout(900)]

PHRASES = {"samples": 600, "pages": 700, "anthology": 700}
ASKED_AT_ONCE = 50
NAMES = {"title": "title", "abstract": "abstract", "tldr": "tldr", "authors": "authors", "comments": "comments",
         "keywords": "keywords"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A paper, and what its sources say of it in their own texts."""

    paper: Paper
    values: dict[str, list[str]]

    @property
    def texts(self) -> list[str]:
        return [value for values in self.values.values() for value in values if value]


Corpora = dict[str, list[Source]]


@pytest.fixture(scope="session")
def corpora(
    request: pytest.FixtureRequest, seeds: Path, data_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Corpora:
    """Each corpus by itself, as ingest stores it."""
    step = int(request.config.getoption("--phrase-files"))
    folder = tmp_path_factory.mktemp("anthology")
    with tarfile.open(data_dir / "data/acl-xml.tar.xz") as archive:
        chosen = [member for member in archive if member.name.endswith(".xml")][::step]
        for member in chosen:
            if file := archive.extractfile(member):
                (folder / Path(member.name).name).write_bytes(file.read())
    places = {"samples": SAMPLES, "pages": seeds, "anthology": folder}
    return {name: ingested(place, tmp_path_factory.mktemp(name)) for name, place in places.items()}


def ingested(place: Path, home: Path) -> list[Source]:
    with closing(open_store(Settings(home))) as store, embedded_house(home / "index") as house:
        assert drain(store, house.engine, Presence(store, new_identity()), run=submit(store, [str(place)]))
        return list(sources_in(store))


def sources_in(store: Store) -> Iterator[Source]:
    for batch in store.papers.walk():
        papers = {state.paper.id: state.paper for state in batch if state.paper}
        for paper_id, rows in store.records.of_papers(papers).items():
            yield Source(papers[paper_id], said_by_sources(papers[paper_id], rows))


def said_by_sources(paper: Paper, rows: list[RecordRow]) -> dict[str, list[str]]:
    """For each field the raw text of the record that the paper has it from."""
    read = [(row.stored, RAW_READERS[row.stored.parser](row.stored.record.raw)) for row in rows]
    return {
        field: next(
            (values[field] for stored, values in read if stored.source == source and any(values.get(field, ()))), []
        )
        for field in NAMES
        if (source := paper.provenance.get(field)) and source != "extracted"
    }


def drawn(rng: Random, corpus: list[Source]) -> tuple[str, ...]:
    """One to five words that stand side by side in a source's text."""
    while True:
        texts = [text for text in rng.choice(corpus).texts if is_plain(text)]
        found = word_runs(rng.choice(texts))[0] if texts else ()
        if found:
            start = rng.randrange(len(found))
            return found[start : start + rng.randint(1, 5)]


def test_the_sources_own_texts_are_all_there(corpora: Corpora, seeds: Path) -> None:
    """The raw texts of the records are pieces of the files, and together nearly all of them."""
    for file in [*seeds.glob("*.txt"), *SAMPLES.glob("*.txt")]:
        whole = " ".join(words(file.read_text("utf-8")))
        texts = [
            text for corpus in (corpora["pages"], corpora["samples"]) for source in corpus for text in source.texts
        ]
        inside = [text for text in texts if " ".join(words(text)) in whole]
        assert sum(len(words(text)) for text in inside) > 0.8 * len(whole.split())


@pytest.fixture(scope="module", params=PHRASES)
def loaded(
    request: pytest.FixtureRequest, build_house: HouseBuilder, corpora: Corpora
) -> Iterator[tuple[str, House, list[Source]]]:
    corpus = corpora[request.param]
    with build_house() as house:
        house.load([source.paper for source in corpus])
        yield request.param, house, corpus


def test_phrases_count_as_the_sources_say(
    loaded: tuple[str, House, list[Source]], request: pytest.FixtureRequest
) -> None:
    """In the whole Anthology, papers whose texts have two readings (TeX, broken words) may make a difference."""
    name, house, corpus = loaded
    rng = Random(f"source texts of {name}")
    phrases = [drawn(rng, corpus) for _ in range(PHRASES[name])]
    counts = [
        count
        for start in range(0, len(phrases), ASKED_AT_ONCE)
        for count in house.engine.count([Phrase(" ".join(each)) for each in phrases[start : start + ASKED_AT_ONCE]])
    ]
    runs = {source.paper.id: joined_runs(source.texts) for source in corpus}
    expected = [sum(f" {' '.join(phrase)} " in joined for joined in runs.values()) for phrase in phrases]
    assert min(expected) >= 1
    plain = {source.paper.id for source in corpus if all(map(is_plain, source.texts))}
    assert len(plain) > 0.4 * len(corpus)
    different = [phrase for phrase, count, said in zip(phrases, counts, expected, strict=True) if count != said]
    is_whole = request.config.getoption("--phrase-files") == 1
    assert len(different) <= (0.02 * len(phrases) if is_whole else 0)
    assert {phrase: wrong for phrase in different if (wrong := differing_papers(house, phrase, runs) & plain)} == {}


def differing_papers(house: House, phrase: tuple[str, ...], runs: dict[str, str]) -> set[str]:
    """The ids of the papers that only the engine or only the scan finds."""
    text = " ".join(phrase)
    found = {hit.id for hit in house.engine.scan(Phrase(text))}
    return found ^ {paper_id for paper_id, joined in runs.items() if f" {text} " in joined}
