"""Words that no list has seen: both engines stem them as `papersearch.text` does.

The engines' stemmers are of different years. Made-up words of the forms in which they differ are indexed, each as a
paper's title, and each is looked for: it finds the titles with the same stem, and no others.
"""

from collections import Counter
from random import Random

from papersearch.paper import Paper
from papersearch.query.nodes import Word
from papersearch.text import stem, stem_overrides
from tests.contract.conftest import House

BEGINNINGS = (
    "emerg", "inter", "later", "organ", "past", "univers",  # newer stemmers protect these, too
    "gener", "commun", "arsen", "centr", "",
)  # fmt: skip
ENDINGS = (
    "", "s", "ed", "ing", "er", "ers", "ies", "ly", "ic", "ical", "ism", "ist", "ists", "ize", "izing", "ization", "al",
    "ally", "ality", "ation", "ational", "ator", "ive", "iveness", "ment", "ness", "fulness", "ous", "able", "ability",
    "ant", "ance", "ency", "ion", "ional", "ology", "ologist", "ologists", "ological", "agogist", "ying",
)  # fmt: skip
REAL = (
    "international", "internationally", "internal", "intern", "interns", "organic", "organism", "organ", "organs",
    "organization", "organizer", "past", "paste", "pasted", "pasting", "lateral", "later", "laterality", "universal",
    "universe", "universes", "university", "universities", "emerge", "emerged", "emerging", "emergence", "emergency",
    "general", "generator", "generic", "community", "arsenal", "biologist", "biologists", "biology", "biological",
    "pedagogist", "pedagogy", "vying", "vie", "dying", "die", "crying", "cry",
)  # fmt: skip
BATCH = 250


def made_up_words(count: int) -> list[str]:
    """Pronounceable nonsense with the beginnings and endings that matter, the same each time."""
    rng = Random("stems")
    made: dict[str, None] = {}
    while len(made) < count:
        syllables = range(rng.randint(1, 3))
        middle = "".join(
            f"{rng.choice('bdfgklmnprtvz')}{rng.choice('aeiou')}{rng.choice('bdgklmnprt')}" for _ in syllables
        )
        made[rng.choice(BEGINNINGS) + middle + rng.choice(ENDINGS)] = None
    return list(made)


def test_unseen_words_are_stemmed_alike(house: House) -> None:
    vocabulary = sorted({*made_up_words(1_500), *REAL, *stem_overrides()})
    house.load([Paper(f"p_stem{number:05}", title=word, version=1) for number, word in enumerate(vocabulary)])
    having = Counter(map(stem, vocabulary))
    differences = []
    for start in range(0, len(vocabulary), BATCH):
        some = vocabulary[start : start + BATCH]
        counts = house.engine.count([Word(word, "title") for word in some])
        differences += [(w, stem(w), n) for w, n in zip(some, counts, strict=True) if n != having[stem(w)]]
    assert differences == []
