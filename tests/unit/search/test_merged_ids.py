"""Ids of papers that were merged away, in queries."""

import pytest

from papersearch.query.nodes import And, Identifier, Mention, Node, Not, Word
from papersearch.search.merged_ids import paper_ids_in, with_current_ids

OLD, NEW = "p_aaaaaaaaaaaa", "p_bbbbbbbbbbbb"


@pytest.mark.parametrize(
    ("tree", "current"),
    [
        (Identifier("id", OLD), Identifier("id", NEW)),
        (And((Word("graph"), Mention(OLD))), And((Word("graph"), Mention(NEW)))),
        (Not(Mention(OLD)), Not(Mention(NEW))),
    ],
)
def test_a_merged_id_becomes_the_one_that_lives_on(tree: Node, current: Node) -> None:
    assert list(paper_ids_in(tree)) == [OLD]
    assert with_current_ids(tree, {OLD: NEW}.__getitem__) == current


def test_other_identifiers_stay() -> None:
    tree = And((Word("graph"), Mention("1512.03385"), Identifier("doi", "10.1000/a")))
    assert list(paper_ids_in(tree)) == []
    assert with_current_ids(tree, {}.__getitem__) == tree
