import pytest
from hypothesis import given
from hypothesis import strategies as st

from papersearch.naming.venues import LONGEST_NAME, LONGEST_TEXT, find_venue, resolve_venue

EMNLP = "Empirical Methods in Natural Language Processing"
NAACL = "North American Chapter of the Association for Computational Linguistics"


@pytest.mark.parametrize(
    ("text", "ident", "year"),
    [
        ("NIPS", "neurips", None),
        ("NeurIPS 2018", "neurips", 2018),
        ("Advances in Neural Information Processing Systems 30", "neurips", 2017),
        ("Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics", "acl", 2019),
        ("Proceedings of the Thirty-Third AAAI Conference on Artificial Intelligence", "aaai", None),
        ("2019 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", "cvpr", 2019),
        ("International Conference on Learning Representations", "iclr", None),
        ("iclr", "iclr", None),
        ("CVPR2019", "cvpr", 2019),
        ("Nature", "nature", None),
        ("SIGMOD Record", "sigmod-record", None),
        ("ICLR 2019 Workshop on Small Data", "iclr-workshop", 2019),
        ("Some New Conference 2031", "some-new-conference", 2031),
    ],
)
def test_whole_name_has_one_id(text, ident, year):
    found = resolve_venue(text)
    assert (found.venue.id, found.year) == (ident, year)


@pytest.mark.parametrize(
    ("text", "ident", "year"),
    [
        ("Under review at ICLR 2019", "iclr", 2019),
        ("Submitted to ECCV2018", "eccv", 2018),
        ("AAAI2019", "aaai", 2019),
        ("11 pages, 4 figures, ISNN2015 Conference", "isnn", 2015),
        ("International Conference on Learning Representations 2018", "iclr", 2018),
        ("Submitted to Frontiers in Robotics & AI", "frontiers-robotics-ai", None),
        ("ICML'18, 9 pages", "icml", 2018),
        ("KDD '19, August 4-8", "kdd", 2019),
        ("Accepted at NIPS 2017 workshop on things", "neurips-workshop", 2017),
        ("Published in Nature 2015", "nature", 2015),
        ("Accepted to Foo Conf 2020", "foo-conf", 2020),
    ],
)
def test_venue_in_a_comment(text, ident, year):
    found = find_venue(text)
    assert (found.venue.id, found.year) == (ident, year)


@pytest.mark.parametrize(
    "text",
    ["14 pages, 7 figures, 1 table", "the nature of science", "we chi square", "www.example.org", "", "a log of it"],
)
def test_text_without_venue(text):
    assert find_venue(text) is None


@given(st.text())
def test_any_text_is_safe(text):
    find_venue(text)
    found = resolve_venue(text)
    assert found is None or found.venue.id


def test_every_label_and_id_resolves_to_itself():
    for text in ("ICLR", "NeurIPS", "ECML PKDD", "IEEE S&P", "Findings of ACL", "neurips-workshop"):
        first = resolve_venue(text).venue
        assert resolve_venue(first.label).venue == first


@pytest.mark.parametrize(
    ("text", "venue", "year"),
    [
        ("Advances in Neural Information Processing Systems 30", "neurips", 2017),
        ("NIPS 25", "neurips", 2012),
        ("Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics", "acl", 2019),
        ("Proceedings of the 34th International Conference on Machine Learning - Volume 70", "icml", 2017),
        ("Neural Information Processing Systems", "neurips", None),
    ],
)
def test_number_of_a_yearly_meeting_gives_its_year(text, venue, year):
    match = resolve_venue(text)
    assert (match.venue.id, match.year) == (venue, year)


def test_only_the_beginning_of_an_endless_text_is_looked_at():
    assert find_venue("in " * LONGEST_TEXT + "ICML 2019") is None
    assert find_venue("in a talk " * 100 + "at ICML 2019").venue.id == "icml"
    assert len(resolve_venue("ab " * LONGEST_TEXT).venue.label) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("text", "ident", "year"),
    [
        ("2018 EMNLP Workshop BlackboxNLP: Analyzing and Interpreting Neural Networks for NLP", "blackboxnlp", 2018),
        ("Sixth Workshop on Noisy User-generated Text (W-NUT 2020)", "w-nut", 2020),
        ("Proceedings of the Sixth Workshop on Statistical Machine Translation", "wmt", None),
        ("20th Workshop on Biomedical Language Processing", "bionlp", None),
        ("Workshop on Many Things at ICML 2019", "icml-workshop", 2019),
        ("ACL 2019 Student Research Workshop", "acl-workshop", 2019),
        ("Machine Translation Summit XVII: Translator, Project and User Tracks", "mt-summit", None),
        ("17e conférence sur le Traitement Automatique des Langues Naturelles. Articles longs", "taln", None),
        (f"Proceedings of Human Language Technology Conference and Conference on {EMNLP}", "emnlp", None),
        (f"Proceedings of the 2003 Human Language Technology Conference of the {NAACL}", "naacl", 2003),
        ("NAACL HLT 2010 Workshop on the Use of Rare Words in Very Long Texts and Titles", "naacl-workshop", 2010),
        ("Workshop on the Use of Rare Words in Very Long Texts and Titles at HLT-NAACL 2004", "naacl-workshop", 2004),
        ("HLT-NAACL 2003 Workshop on the Use of Rare Words in Very Long Texts and Titles (RareW)", "rarew", 2003),
        ("Computational Linguistics, Volume 46, Issue 2 - June 2020", "computational-linguistics", 2020),
        ("10th SIGdial Workshop on Discourse and Dialogue", "sigdial", None),
        ("Findings of the Association for Computational Linguistics: EMNLP 2020", "findings-emnlp", 2020),
        ("Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021", "findings-acl", 2021),
        ("Proceedings of the National Academy of Sciences of the United States of America", "pnas", None),
        ("Accepted to Quantum (completed missing part)", "accepted-to-quantum-completed-missing-part", None),
    ],
)
def test_series_workshops_and_findings_are_apart(text, ident, year):
    match = resolve_venue(text)
    assert (match.venue.id, match.year) == (ident, year)


@pytest.mark.parametrize(
    ("text", "label", "ident"),
    [
        ("Fifth Workshop on Rare Words (RareW 2018)", "RareW", "rarew"),
        ("Sixth Workshop on Rare Words (RareW-2019)", "RareW", "rarew"),
        ("Proceedings of the 3rd Annual Meeting on Rare Words", "Meeting on Rare Words", "meeting-on-rare-words"),
        ("Twenty-First Workshop on Rare Words 2020", "Workshop on Rare Words", "workshop-on-rare-words"),
        ("First Monday", "First Monday", "first-monday"),
        ("Second Language Research", "Second Language Research", "second-language-research"),
        ("Journal of Things (JOT)", "Journal of Things (JOT)", "journal-of-things-jot"),
    ],
)
def test_unknown_meetings_are_one_venue_in_every_year(text, label, ident):
    match = resolve_venue(text)
    assert (match.venue.label, match.venue.id, match.is_known) == (label, ident, False)


def test_a_word_in_brackets_is_no_part_of_a_venue():
    assert find_venue("accepted for publication in Quantum (completed the proof)").text == "Quantum"
