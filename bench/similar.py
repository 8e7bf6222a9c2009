"""Term overlap against latent semantics for `similar`, by two judgements; see docs/adr/0008-similar-papers.md.

    python bench/similar.py FOLDER [--papers 20000]

FOLDER holds `seeds/` (two explorer pages, each with its 48 similar papers in order) and `data/acl-xml.tar.xz`. The
first judgement: nDCG and recall of those 48 among all papers of both pages. The second, on the ACL Anthology: how many
of the ten papers found use a data set that the paper itself uses, which none of the methods is told.
"""

import argparse
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from papersearch.document import build_document
from papersearch.embedded.engine import EmbeddedEngine
from papersearch.paper import Paper
from papersearch.query.nodes import Everything
from papersearch.search.similar import similar_papers
from papersearch.text import stem, tag_key, words
from papersearch_ingest.parsers.registry import parser_named
from papersearch_ingest.parsers.source import Source
from tests.contract.acl import read_acl

Ranker = Callable[[int, int], list[int]]
"""The place of a paper and a number to the places of those most like it, best first."""


def read_explorer_pages(folder: Path) -> tuple[list[Paper], list[list[int]]]:
    """All papers of the explorer pages, and for each page the places of its paper and of the similar ones in order."""
    papers: dict[str, int] = {}
    found: list[Paper] = []
    pages = []
    for path in sorted(folder.glob("*.txt")):
        data = path.read_bytes()
        if b"Auto-TLDR" not in data:
            continue
        page = []
        for record in parser_named("explorer-page").parse(Source.from_bytes(data, path.name)):
            key = tag_key(record.title or "")
            if key not in papers:
                papers[key] = len(found)
                found.append(
                    Paper(f"p_{len(found):012}", title=record.title, abstract=record.abstract, tldr=record.tldr)
                )
            page.append(papers[key])
        pages.append(page)
    return found, pages


def vectors(papers: Sequence[Paper]) -> tuple[list[dict[int, float]], int]:
    """TF-IDF of stems, unit length; a title's words count three times."""
    counted = []
    for paper in papers:
        text = f"{paper.title or ''} " * 3 + (paper.abstract or "") + " " + (paper.tldr.text if paper.tldr else "")
        counted.append(Counter(stem(word) for word in words(text) if len(word) > 2))
    having = Counter(word for counts in counted for word in counts)
    numbers = {
        word: n
        for n, word in enumerate(
            w for w, c in having.items() if 1 < c <= 0.25 * len(papers) or (len(papers) < 500 and c > 1)
        )
    }
    weighted = []
    for counts in counted:
        row = {
            numbers[w]: (1 + math.log(c)) * math.log(1 + len(papers) / having[w])
            for w, c in counts.items()
            if w in numbers
        }
        length = math.sqrt(sum(v * v for v in row.values())) or 1.0
        weighted.append({n: v / length for n, v in row.items()})
    return weighted, len(numbers)


class Sparse:
    """The rows as one sparse matrix, with the two products that a randomised SVD needs."""

    def __init__(self, rows: Sequence[dict[int, float]], width: int) -> None:
        self.rows = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self.columns = np.fromiter((n for row in rows for n in row), np.int64)
        self.values = np.fromiter((v for row in rows for v in row.values()), np.float32)
        self.starts = np.concatenate(([0], np.cumsum([len(row) for row in rows])))
        self.shape = (len(rows), width)
        order = np.argsort(self.columns, kind="stable")
        self.by_column = (self.rows[order], self.values[order])
        self.column_starts = np.searchsorted(self.columns[order], np.arange(width + 1))

    def times(self, other: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        out = np.zeros((self.shape[0], other.shape[1]), np.float32)
        for row in range(self.shape[0]):
            part = slice(self.starts[row], self.starts[row + 1])
            out[row] = self.values[part] @ other[self.columns[part]]
        return out

    def transposed_times(self, other: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        rows, values = self.by_column
        out = np.zeros((self.shape[1], other.shape[1]), np.float32)
        for column in range(self.shape[1]):
            part = slice(self.column_starts[column], self.column_starts[column + 1])
            out[column] = values[part] @ other[rows[part]]
        return out


def factors(matrix: Sparse, size: int) -> npt.NDArray[np.float32]:
    """Unit rows of the truncated SVD, randomised with two power steps (Halko, Martinsson, Tropp 2011)."""
    drawn = np.random.default_rng(1).standard_normal((matrix.shape[1], size + 10)).astype(np.float32)
    basis = np.linalg.qr(matrix.times(drawn))[0]
    for _ in range(2):
        basis = np.linalg.qr(matrix.times(np.linalg.qr(matrix.transposed_times(basis))[0]))[0]
    small = matrix.transposed_times(basis).T
    left, weights, _ = np.linalg.svd(small, full_matrices=False)
    rows = (basis @ left)[:, :size] * weights[:size]
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def by_factors(rows: npt.NDArray[np.float32]) -> Ranker:
    """By the cosine of factors."""

    def rank(place: int, limit: int) -> list[int]:
        order = np.argsort(-(rows @ rows[place]), kind="stable")
        return [n for n in order.tolist() if n != place][:limit]

    return rank


def by_cosine(rows: Sequence[dict[int, float]], matrix: Sparse) -> Ranker:
    """By the cosine of all terms."""

    def rank(place: int, limit: int) -> list[int]:
        dense = np.zeros((matrix.shape[1], 1), np.float32)
        for n, v in rows[place].items():
            dense[n] = v
        products = matrix.values * dense[matrix.columns, 0]
        scores = np.bincount(matrix.rows, products, matrix.shape[0])
        return [n for n in np.argsort(-scores, kind="stable").tolist() if n != place][:limit]

    return rank


def mixed(first: Ranker, second: Ranker, depth: int = 100) -> Ranker:
    """Both lists by reciprocal ranks (Cormack, Clarke, Buettcher 2009)."""

    def rank(place: int, limit: int) -> list[int]:
        scores: Counter[int] = Counter()
        for ranker in (first, second):
            for at, found in enumerate(ranker(place, depth)):
                scores[found] += 1 / (60 + at)
        return [found for found, _ in scores.most_common(limit)]

    return rank


def by_engine(papers: Sequence[Paper], folder: Path) -> Ranker:
    """What `similar` of the embedded engine answers."""
    engine = EmbeddedEngine(folder)
    engine.create("papers-000001")
    for start in range(0, len(papers), 5000):
        engine.apply("papers-000001", [build_document(paper) for paper in papers[start : start + 5000]])
    engine.promote("papers-000001")
    places = {paper.id: place for place, paper in enumerate(papers)}
    return lambda place, limit: [
        places[hit.id] for hit in similar_papers(engine, papers[place].id, limit, Everything())
    ]


def ndcg(ranked: Sequence[int], wanted: Sequence[int]) -> float:
    """Normalised discounted cumulative gain; what stands first in the wanted list gains most."""
    gains = {place: len(wanted) - n for n, place in enumerate(wanted)}
    reached = sum(gains.get(place, 0) / math.log2(n + 2) for n, place in enumerate(ranked))
    return reached / sum(gain / math.log2(n + 2) for n, gain in enumerate(sorted(gains.values(), reverse=True)))


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--papers", type=int, default=20_000)
    given = parser.parse_args()
    explorer, pages = read_explorer_pages(given.folder / "seeds")
    anthology = [p for p in read_acl(given.folder / "data" / "acl-xml.tar.xz", given.papers or None) if p.abstract]
    datasets = [frozenset(keyword.value for keyword in paper.keywords) for paper in anthology]
    anthology = [Paper(p.id, title=p.title, abstract=p.abstract) for p in anthology]
    users = Counter(name for names in datasets for name in names)
    asked = [n for n, names in enumerate(datasets) if any(1 < users[name] <= 200 for name in names)]
    asked = Random(1).sample(asked, min(300, len(asked)))

    print("| method | nDCG@48 | recall@48 | ACL: shares a data set @10 | ms a paper |")
    print("|---|---|---|---|---|")
    background = [*explorer, *anthology]
    own_rows, own_width = vectors(explorer)
    own = Sparse(own_rows, own_width)
    rows, width = vectors(background)
    started = time.perf_counter()
    matrix = Sparse(rows, width)
    shift = len(explorer)
    with TemporaryDirectory() as folder:
        engine_small = by_engine(explorer, Path(folder) / "small")
        engine_large = by_engine(background, Path(folder) / "large")
        methods: list[tuple[str, Ranker, Ranker]] = [
            ("similar, as it is", engine_small, engine_large),
            ("TF-IDF cosine", by_cosine(own_rows, own), by_cosine(rows, matrix)),
        ]
        for size in (50, 100, 200):
            started = time.perf_counter()
            large = by_factors(factors(matrix, size))
            print(f"<!-- {size} factors of {len(background)} papers: {time.perf_counter() - started:.0f} s -->")
            small = by_factors(factors(own, min(size, 60)))
            methods.append((f"LSA, {size} factors", small, large))
            methods.append(
                (f"LSA, {size} factors, mixed with similar", mixed(small, engine_small), mixed(large, engine_large))
            )
        for name, small, large in methods:
            lists = [small(page[0], 48) for page in pages]
            gain = sum(ndcg(ranked, page[1:]) for ranked, page in zip(lists, pages, strict=True)) / len(pages)
            hit = sum(
                len(set(ranked) & set(page[1:])) / len(page[1:]) for ranked, page in zip(lists, pages, strict=True)
            ) / len(pages)
            shared = []
            started = time.perf_counter()
            for n in asked:
                near = [place - shift for place in large(n + shift, 10) if place >= shift]
                shared.append(sum(bool(datasets[n] & datasets[place]) for place in near) / 10)
            cost = (time.perf_counter() - started) / len(asked) * 1000
            print(f"| {name} | {gain:.3f} | {hit:.3f} | {sum(shared) / len(shared):.3f} | {cost:.1f} |", flush=True)


if __name__ == "__main__":
    main()
