"""Index against store: every kind of difference is found, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from papersearch.engine import IndexedVersion
from papersearch.job_progress import Difference, Finding
from papersearch_ingest.reindex.verification import EXAMPLES, Report, compare

Row = tuple[int, str]
states = st.dictionaries(
    st.text(alphabet="pqr_19", min_size=1, max_size=3),
    st.tuples(st.integers(min_value=1, max_value=3), st.sampled_from(["x", "y"])),
)


def rows(state: dict[str, Row]) -> list[IndexedVersion]:
    return [IndexedVersion(name, *state[name]) for name in sorted(state)]


@given(states, states)
def test_every_paper_is_judged_once_and_rightly(stored: dict[str, Row], indexed: dict[str, Row]) -> None:
    found = list(compare(rows(stored), rows(indexed)))
    kinds = {each.finding.id: each.finding.difference for each in found if each}
    expected = {}
    for name in stored.keys() | indexed.keys():
        if name not in indexed:
            expected[name] = Difference.MISSING
        elif name not in stored:
            expected[name] = Difference.EXTRA
        elif indexed[name][0] < stored[name][0]:
            expected[name] = Difference.STALE
        elif indexed[name][0] > stored[name][0]:
            expected[name] = Difference.AHEAD
        elif indexed[name][1] != stored[name][1]:
            expected[name] = Difference.CORRUPT
    assert kinds == expected
    assert len(found) == len(stored.keys() | indexed.keys())


def test_report_says_in_a_sentence_how_many_differ_and_how() -> None:
    report = Report("papers-000002", compared=9)
    assert report.sentence() == "9 papers, index and store agree"
    report.add(Finding("p_a", Difference.MISSING, 2, None))
    report.add(Finding("p_b", Difference.STALE, 2, 1))
    assert report.sentence() == "2 of 9 papers differ: 1 missing, 1 stale"
    assert not report.is_equal
    assert report.to_json().items() >= {"missing": 1, "stale": 1, "extra": 0, "equal": False}.items()


def test_report_keeps_examples_not_everything() -> None:
    report = Report("papers-000002")
    for number in range(EXAMPLES + 5):
        report.add(Finding(f"p_{number}", Difference.EXTRA, None, 1))
    assert report.counts[Difference.EXTRA] == EXAMPLES + 5
    assert len(report.to_json()["examples"]) == EXAMPLES
