"""What the real XML files of the data folder become: facts about each, looked up in the files by hand."""

import re
from pathlib import Path

import pytest

from papersearch.record import Record
from papersearch.work_items import SourceItem
from papersearch_ingest.sources.reading import read_source

FILES = {
    "arxiv-atom/id_0000.0000_s0_m100_8b51d9633a68.xml": ("arxiv-atom", 0),
    "arxiv-atom/id_1605.08386_s0_m100_199195aa31ad.xml": ("arxiv-atom", 1),
    "arxiv-atom/id_astro-ph_0601001_s0_m100_3150dca9dc76.xml": ("arxiv-atom", 1),
    "arxiv-atom/q_testing_s0_m10_bc5a6c384fe9.xml": ("arxiv-atom", 10),
    "arxiv-oai/arxiv-physics-hep-ex.xml": ("arxiv-oai", 3),
    "arxiv-oai/arxiv-physics-hep-th.xml": ("arxiv-oai", 3),
    "arxiv-oai/arxiv-single.xml": ("arxiv-oai", 1),
    "dblp/example_dblp.xml": ("dblp-xml", 3),
    "dblp/example_dblp_article.xml": ("dblp-xml", 1),
    "jats/ehp-116-1694.nxml": ("jats-xml", 1),
    "jats/elife00240.xml": ("jats-xml", 1),
    "jats/elife00270.xml": ("jats-xml", 1),
    "pubmed/pubmed-29768149.xml": ("pubmed-xml", 1),
    "pubmed/pubmed_19129924.xml": ("pubmed-xml", 1),
    "pubmed/pubmedsample_2019.xml": ("pubmed-xml", 176),
}


@pytest.fixture(scope="module")
def read(data_dir: Path):
    def records(name: str) -> list[Record]:
        path = data_dir / "data" / "formats" / name
        items = list(read_source(path, path.name).items)
        assert all(isinstance(item, Record) for item in items), items
        return items

    return records


@pytest.mark.data
@pytest.mark.parametrize("name", FILES)
def test_every_file_is_recognised_and_read_whole(data_dir, name):
    path = data_dir / "data" / "formats" / name
    reading = read_source(path, path.name)
    items = list(reading.items)
    assert (reading.parser.name, len(items)) == FILES[name]
    for item in items:
        assert isinstance(item, Record)
        assert item.title
        assert item.year
        assert item.line >= 1
        assert not re.search(r"</?[a-z]+[ />]", f"{item.title} {item.abstract}")
        assert item.raw.startswith("<")


@pytest.mark.data
def test_atom(read):
    (walks,) = read("arxiv-atom/id_1605.08386_s0_m100_199195aa31ad.xml")
    assert walks.title == "Heat-bath random walks with Markov bases"
    assert walks.authors == ("Caprice Stanley", "Tobias Windisch")
    assert (walks.year, walks.ids, walks.comments) == (2016, {"arxiv": "1605.08386"}, "20 pages, 3 figures")
    assert walks.links["pdf"] == "https://arxiv.org/pdf/1605.08386v1"
    assert walks.extra["categories"][0] == {"id": "math.CO", "name": "Combinatorics"}
    assert walks.keywords == ()
    (jupiters,) = read("arxiv-atom/id_astro-ph_0601001_s0_m100_3150dca9dc76.xml")
    assert (jupiters.ids["arxiv"], jupiters.journal_ref) == ("astro-ph/0601001", "ActaAstron.56:1-50,2006")


@pytest.mark.data
def test_oai(read):
    (contact,) = read("arxiv-oai/arxiv-single.xml")
    assert contact.title == "New integrable (3+1)-dimensional systems and contact geometry"
    assert (contact.authors, contact.year) == (("A. Sergyeyev",), 2018)
    assert contact.ids == {"arxiv": "1401.2122", "doi": "10.1007/s11005-017-1013-4"}
    assert contact.journal_ref == "Lett. Math. Phys. 108 (2018), no. 2, 359-376"
    assert contact.extra["msc_class"] == "37K05 37K10 53D10"
    photons = read("arxiv-oai/arxiv-physics-hep-ex.xml")[0]
    assert (len(photons.authors), photons.authors[0]) == (13, "Tyler Anderson")


@pytest.mark.data
def test_dblp(read):
    pim, gentry, _ = read("dblp/example_dblp.xml")
    assert (pim.title, pim.venue, pim.year) == ("PIM Meets Web 2.0", "ER", 2008)
    assert pim.authors == ("Moira C. Norrie", "Michael H. Böhlen")
    assert gentry.ids == {"doi": "10.1145/1666420.1666444"}
    (gray,) = read("dblp/example_dblp_article.xml")
    assert gray.authors[-1] == "Jens Lehmann"
    assert next(a.orcid for a in gray.author_parts if a.name == "Nicolas Heist") == "0000-0002-4354-9138"


@pytest.mark.data
def test_jats(read):
    (diet,) = read("jats/ehp-116-1694.nxml")
    assert diet.title.startswith("Dietary Exposure to 2,2′,4,4′-Tetrabromodiphenyl Ether (PBDE-47)")
    assert diet.ids == {"pmid": "19079722", "pmcid": "PMC2599765", "doi": "10.1289/ehp.11570"}
    assert (diet.venue, diet.year, diet.authors[0]) == ("Environmental Health Perspectives", 2008, "Sean C. Lema")
    assert "endocrine disruption" in diet.keywords
    assert len(diet.full_text) > 25_000
    (launch,) = read("jats/elife00270.xml")
    assert launch.title == "Launching eLife, Part 1"


@pytest.mark.data
def test_pubmed(read):
    (asthma,) = read("pubmed/pubmed-29768149.xml")
    assert asthma.title == "Inhaled Combined Budesonide-Formoterol as Needed in Mild Asthma"
    assert asthma.ids == {"pmid": "29768149", "doi": "10.1056/nejmoa1715274"}
    assert (asthma.authors[0], asthma.year, asthma.venue) == (
        "Paul M O'Byrne",
        2018,
        "The New England journal of medicine",
    )
    assert asthma.abstract.startswith("BACKGROUND: ")
    assert "β₂-agonist" in asthma.abstract
    (moose,) = read("pubmed/pubmed_19129924.xml")
    assert moose.keywords[:4] == ("GENESIS", "MOOSE", "NEURON", "Python")
    sample = read("pubmed/pubmedsample_2019.xml")
    assert sample[1].extra["vernacular_title"].startswith("Célébration du CL Anniversaire")
    assert len({record.ids["pmid"] for record in sample}) == 176


@pytest.mark.data
@pytest.mark.slow
def test_acl_anthology(data_dir):
    from papersearch_ingest.sources.expansion import parse_source

    path = data_dir / "data" / "acl-xml.tar.xz"
    items = list(parse_source(path, path.name, SourceItem()).items)
    records = [item for item in items if isinstance(item, Record)]
    assert len(records) == 71_244
    assert all(record.year and record.title and record.ids["acl"] and record.venue for record in records)
    assert sum("retracted" in record.extra for record in records) >= 3
    assert sum(record.is_retracted for record in records) == 5
    by_id = {record.ids["acl"]: record for record in records}
    assert by_id["W97-0104"].title == "A Statistics-Based Chinese Parser"
    assert (by_id["W97-0104"].authors, by_id["W97-0104"].year) == (("Qiang Zhou",), 1997)
    assert by_id["2020.acl-main.3"].title.startswith("Coach: A Coarse-to-Fine Approach")
