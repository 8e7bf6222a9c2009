"""Random papers, queries, selections and pages, made so that they collide.

Everything is drawn from small pools with a `random.Random`, wrapped in Hypothesis strategies that draw only a seed and
sizes: a corpus of any size is cheap, a failure names its seeds, and shrinking drops whole papers and whole cases.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from papersearch.fields import FACETS, HAS_VALUES, IS_VALUES, MISSING
from papersearch.paper import (
    Author,
    Keyword,
    KeywordSource,
    Material,
    Paper,
    Reference,
    SourceRef,
    Tldr,
    TldrSource,
    Venue,
)
from papersearch.query.nodes import (
    ANY,
    And,
    AuthorName,
    Everything,
    Identifier,
    Mention,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Range,
    Tag,
    Word,
)
from papersearch.query.request import FacetSpec, Interval, Op, Order, SearchRequest, Selection, Sort
from papersearch.text import words

WORDS = (
    *("learn", "learning", "learned", "learners", "graph", "graphs", "network", "networks", "networking", "data"),
    *("augmentation", "augmented", "the", "of", "and", "not", "or", "Believe", "believes", "GAN", "gans", "university"),
    *("universal", "cifar10", "3d", "naïve", "naive", "Mézard", "Me\u0301zard", "Straße", "STRASSE", "ﬁeld", "field"),
    *(
        "İstanbul",
        "Обучение",
        "обучения",
        "β",
        "½",
        "Ⅳ",
        "深度学习",
        "学习",
        "ベクトル",
        "딥러닝",
        "e\u0323\u0302",
        "x²",
        "news",
        "2018",
        "ICLR",
        "V",
    ),
)
SEPARATORS = (" ", " ", " ", " ", "-", "/", ", ", ". ", " (", ") ", "\n", " — ", "🙂", "'", "_")
KEYWORDS = (
    *("data augmentation", "graph networks", "graph learning", "gan", "c++", "c#", "few shot learning", "深度学习"),
    *("réseaux", "naive bayes", "network pruning", "learning to learn", "3d", "data", "obucheniye", "a/b testing"),
)
AUTHORS = (
    *("Jin-Woo Kim", "Jinwoo Kim"),
    *("Yann LeCun", "LeCun, Yann", "Y. LeCun", "Marc Mézard", "Marc Mezard", "L. J. P. van der Maaten", "Yi Lin"),
    *(
        "Lin, Yi",
        "Wei Wang",
        "Maria de la Cruz",
        "Jürgen Schmidhuber",
        "李 明",
        "Ana García Jr.",
        "Plato",
        "Graph Network",
    ),
)
AUTHOR_QUERIES = (
    *("lecun_y", "Yann LeCun", "lecun, yann", "LeCun", "yann", "mezard", "Mézard, M.", "van der maaten", "maaten_ljp"),
    *("maaten_l", "L. van der Maaten", "lin yi", "Yi Lin", "lin_y", "李 明", "garcia", "Ana Garcia", "nobody", "plato"),
)
VENUES = (*tuple(Venue(f"v{n:02}", f"V {n}") for n in range(24)), Venue("iclr", "ICLR"), Venue("icpr", "ICPR"))
YEARS = (2014, 2015, 2016, 2017, 2017, 2018, 2018, 2018, 2019)
SOURCES = ("iclr-search", "icpr-explorer", "arxiv-listing")
TEXT_FIELDS = ("title", "keyword", "tldr", "author", "abstract", "comments", "fulltext")
MULTI_VALUED = ("keyword", "author", "source", "has")
START = datetime(2024, 1, 1, tzinfo=UTC)
FEW = 12
"""Papers whose identifiers texts and queries name."""


def identifiers_of(number: int) -> dict[str, str]:
    """Every identifier that the paper of this number may have."""
    return {
        "arxiv": f"{1800 + number % 7}.{number:05}",
        "doi": f"10.1000/A/b({number})",
        "acl": f"P18-{1_000 + number}" if number % 2 else f"2020.acl-main.{number}",
        "openreview": f"rJl-b{number:02}Rc" if number % 3 else f"B1VZqjA{number:02}X",
        "pmcid": f"PMC12{number:05}",
    }


def random_text(rng: Random, longest: int) -> str:
    """Up to so many words with separators between them, not all of which are spaces; some are of identifiers."""
    parts = [rng.choice(WORDS) for _ in range(rng.randint(1, longest))]
    if _maybe(rng, 0.25):
        named = rng.choice(list(identifiers_of(rng.randrange(FEW)).values()))
        parts[rng.randrange(len(parts))] = rng.choice((named, named, *words(named)))
    return "".join(part + rng.choice(SEPARATORS) for part in parts).strip()


def _maybe(rng: Random, chance: float) -> bool:
    return rng.random() < chance


def random_paper(rng: Random, number: int) -> Paper:
    """A paper of which any part may be absent; its id says its number, its place in id order means nothing."""
    some_keywords = rng.sample(KEYWORDS, rng.choice((0, 0, 1, 2, 4)))
    some_authors = rng.sample(AUTHORS, rng.choice((0, 1, 1, 2, 5)))
    added = START + timedelta(days=rng.randint(0, 5), microseconds=rng.choice((0, 1, 999_999)))
    return Paper(
        id=f"p_{rng.randrange(26**4):06}{number:05}",
        title=random_text(rng, 5) if _maybe(rng, 0.9) else None,
        authors=tuple(map(Author, some_authors)),
        abstract=random_text(rng, 25) if _maybe(rng, 0.8) else None,
        tldr=Tldr(random_text(rng, 6), rng.choice(list(TldrSource))) if _maybe(rng, 0.3) else None,
        venue=rng.choice((rng.choice(VENUES), VENUES[-1], VENUES[-2])) if _maybe(rng, 0.8) else None,
        year=rng.choice(YEARS) if _maybe(rng, 0.8) else None,
        keywords=tuple(Keyword(value, rng.choice(list(KeywordSource))) for value in some_keywords),
        ids={scheme: value for scheme, value in identifiers_of(number).items() if _maybe(rng, 0.5)},
        other_ids={"doi": (f"10.2000/{number}",), "arxiv": ("1707.00001",)} if _maybe(rng, 0.2) else {},
        references=tuple(Reference({"doi": f"10.1000/a/b({rng.randrange(40)})"}) for _ in range(rng.choice((0, 0, 3)))),
        links={"html": "https://example.org/"} | ({"code": "https://example.org/c"} if _maybe(rng, 0.2) else {}),
        materials=tuple(rng.sample(list(Material), rng.choice((0, 0, 1, 3)))),
        comments=random_text(rng, 4) if _maybe(rng, 0.2) else None,
        full_text=random_text(rng, 40) if _maybe(rng, 0.2) else None,
        is_retracted=_maybe(rng, 0.05),
        sources=tuple(SourceRef(name) for name in rng.sample(SOURCES, rng.choice((0, 1, 1, 2)))),
        added_at=added,
        updated_at=added + timedelta(hours=rng.randint(0, 2)),
        version=rng.randint(1, 9),
    )


def random_papers(seed: int, size: int) -> list[Paper]:
    """A corpus; a smaller one of the same seed is its beginning."""
    return [random_paper(Random(f"paper {seed} {number}"), number) for number in range(size)]


def _one_word(rng: Random) -> str:
    return rng.choice(words(rng.choice(WORDS)))


def _random_field(rng: Random) -> str:
    return rng.choice((ANY, ANY, ANY, *TEXT_FIELDS))


def _random_prefix(rng: Random) -> Prefix:
    long_enough = [word for word in (_one_word(rng) for _ in range(20)) if len(word) >= 3]
    return Prefix(long_enough[0][: rng.randint(3, 5)], _random_field(rng))


def _random_phrase(rng: Random) -> Phrase:
    parts = [rng.choice(WORDS) for _ in range(rng.choice((1, 2, 2, 2, 3)))]
    typed = "".join(part + rng.choice(SEPARATORS) for part in parts)
    return Phrase(typed, _random_field(rng))


def _random_near(rng: Random) -> Phrase:
    first, second = rng.sample(("graph", "data", "the", "network", "learning", "cifar10", "naive", "of"), 2)
    return Phrase(f"{first} {second}", _random_field(rng), slop=rng.randint(1, 4))


def _random_tag(rng: Random) -> Tag:
    values = {
        "venue": [venue.id for venue in VENUES],
        "keyword": [*KEYWORDS, "Data-Augmentation", "dataaugmentation", "Few-Shot Learning"],
        "author": ["yann lecun", "yi lin", "plato", "Yann-LeCun", "jinwoo kim", "Jin-Woo Kim", "JinwooKim"],
        "source": [*SOURCES, "arxiv listing"],
        "has": HAS_VALUES,
        "is": IS_VALUES,
    }
    field = rng.choice(list(values))
    return Tag(field, rng.choice((*values[field], MISSING, "unknown")))


def _random_identifier(rng: Random) -> Identifier:
    number = rng.randrange(FEW)
    named = identifiers_of(number)
    return rng.choice(
        (
            *(Identifier(scheme, value) for scheme, value in named.items()),
            Identifier("arxiv", f"{named['arxiv']}v2"),
            Identifier("doi", named["doi"].upper()),
            Identifier("doi", f"10.2000/{number}"),
            Identifier("cites", f"doi:10.1000/a/b({number})"),
        )
    )


def _random_mention(rng: Random) -> Mention:
    """An identifier among words, in one of the forms in which people type it."""
    number = rng.randrange(FEW)
    named = identifiers_of(number + (number % 7 == 0))  # 1800 is a year without a month: no paper of arXiv
    arxiv, doi, acl, openreview, pmcid = (named[name] for name in ("arxiv", "doi", "acl", "openreview", "pmcid"))
    forms = {
        "arxiv": (arxiv, f"{arxiv}v2", f"arXiv:{arxiv}", f"https://arxiv.org/abs/{arxiv}"),
        "doi": (doi, doi.lower(), f"doi:{doi}", f"https://doi.org/{doi}", "10.2000/3"),
        "acl": (acl, acl.lower(), f"acl:{acl}", f"https://aclanthology.org/{acl}/"),
        "openreview": (openreview, f"openreview:{openreview}", f"https://openreview.net/forum?id={openreview}"),
        "pmcid": (pmcid, f"pmcid:{pmcid}"),
    }
    return Mention(rng.choice(forms[rng.choice(list(forms))]))


def _random_range(rng: Random) -> Range:
    if _maybe(rng, 0.6):
        low, high = sorted(rng.choice(YEARS) for _ in range(2))
        return Range("year", rng.choice((low, low, None)), rng.choice((high, high, None)))
    micros = [int((START + timedelta(days=rng.randint(0, 6))).timestamp() * 1_000_000) for _ in range(2)]
    return Range(rng.choice(("added", "updated")), rng.choice((min(micros), None)), rng.choice((max(micros), None)))


_LEAVES = (
    *(lambda rng: Word(_one_word(rng), _random_field(rng)),) * 6,
    *(_random_phrase,) * 3,
    *(_random_mention,) * 2,
    *(_random_prefix, _random_near, _random_tag, _random_tag, _random_identifier, _random_range, _random_range),
    lambda rng: AuthorName(rng.choice(AUTHOR_QUERIES)),
    lambda rng: rng.choice((Everything(), Nothing())),
)


def random_node(rng: Random, depth: int = 3) -> Node:
    """A query tree of every kind of node."""
    if depth == 0 or _maybe(rng, 0.4):
        return rng.choice(_LEAVES)(rng)
    if _maybe(rng, 0.2):
        return Not(random_node(rng, depth - 1))
    kind = rng.choice((And, Or))
    return kind(tuple(random_node(rng, depth - 1) for _ in range(rng.randint(2, 3))))


def facet_values(field: str) -> tuple[str, ...]:
    """Values that papers of these corpora may have in a facet."""
    return {
        "venue": tuple(venue.id for venue in VENUES),
        "year": tuple(str(year) for year in sorted({*YEARS, 2013})),
        "keyword": KEYWORDS,
        "author": (
            "yann lecun",
            "marc mezard",
            "yi lin",
            "wei wang",
            "plato",
            "李 明",
            "y lecun",
            "jin woo kim",
            "jinwoo kim",
            "maria de la cruz",
        ),
        "source": SOURCES,
        "has": HAS_VALUES,
    }[field]


def random_selection(rng: Random, field: str) -> Selection:
    """A selection of known and unknown values, missing ones, intervals and exclusions in one facet."""
    pool = list(facet_values(field))
    rng.shuffle(pool)
    values = pool[: rng.choice((0, 1, 1, 2, 3))]
    excluded = pool[5 : 5 + rng.choice((0, 0, 0, 1, 2))]
    intervals: tuple[Interval, ...] = ()
    if field == "year" and _maybe(rng, 0.3):
        low = rng.choice(YEARS)
        intervals = (rng.choice((Interval(low, low + 1), Interval(None, low), Interval(low))),)
    if _maybe(rng, 0.15):
        values.append(MISSING)
    elif _maybe(rng, 0.08):
        excluded.append(MISSING)
    if _maybe(rng, 0.1) and field != "year":
        values.append("unknown")
    is_conjunction = field in MULTI_VALUED and _maybe(rng, 0.3)
    return Selection(field, tuple(values), intervals, Op.AND if is_conjunction else Op.OR, tuple(excluded))


def random_selections(rng: Random) -> tuple[Selection, ...]:
    """Selections in up to three facets."""
    chosen = rng.sample([field.name for field in FACETS], rng.choice((0, 1, 1, 2, 3)))
    return tuple(random_selection(rng, name) for name in chosen)


FIELD_ORDERS = tuple(
    Order(sort, is_descending) for sort in Sort if sort is not Sort.RELEVANCE for is_descending in (True, False)
)


def random_request(rng: Random) -> SearchRequest:
    """A page of a search in any order but by relevance, with every facet."""
    return SearchRequest(
        query=random_node(rng, rng.choice((0, 1, 2, 3))),
        selections=random_selections(rng),
        order=rng.choice(FIELD_ORDERS),
        offset=rng.choice((0, 0, 0, 1, 7)),
        limit=rng.choice((0, 1, 5, 50)),
        facets=tuple(FacetSpec(field.name, rng.choice((1, 3, 10, 100))) for field in FACETS),
    )


@dataclass(frozen=True, slots=True)
class Case:
    """A search that a law is tried on, and a seed for further choices."""

    seed: int
    request: SearchRequest

    @property
    def rng(self) -> Random:
        return Random(f"choices {self.seed}")


def case(seed: int) -> Case:
    return Case(seed, random_request(Random(f"case {seed}")))


def without(selections: tuple[Selection, ...], field: str) -> tuple[Selection, ...]:
    return tuple(selection for selection in selections if selection.field != field)


def with_value(selections: tuple[Selection, ...], field: str, value: str) -> tuple[Selection, ...]:
    """The selections with one value more in a facet."""
    own = next((s for s in selections if s.field == field), Selection(field))
    return (*without(selections, field), replace(own, values=(*own.values, value)))


seeds = st.integers(0, 2**32)
corpora = st.builds(random_papers, seeds, st.integers(1, 60))
cases_of_a_corpus = st.lists(st.builds(case, seeds), min_size=25, max_size=25)
