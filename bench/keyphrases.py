"""F1@10 of the keyphrase extraction and of known ways on abstracts with known keyphrases, and their rates.

    python bench/keyphrases.py [FOLDER]     # FOLDER holds inspec.jsonl and www.jsonl

A phrase counts when its stemmed words equal those of a known one; known phrases that do not stand in the text count
as missed. F1 is the mean over the documents, in percent. Rates are of processor time, the ways one after the other in
one process. YAKE is measured where the package `yake` is installed.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.keyphrase_ways import Way, single_rank, tf_idf, yake
from papersearch.text import stem, words
from papersearch_ingest.papers.keyphrases import extract_keyphrases

DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "keyphrase"


def stemmed(phrase: str) -> str:
    """Phrase as the comparison sees it."""
    return " ".join(map(stem, words(phrase)))


def measure(documents: Sequence[dict[str, Any]], way: Way, limit: int = 10) -> tuple[float, float]:
    """(F1@limit in percent, abstracts per second of processor time)."""
    start = time.process_time()
    found = [way(*_split(document), limit) for document in documents]
    seconds = time.process_time() - start
    scores = []
    for phrases, document in zip(found, documents, strict=True):
        known = {stemmed(key) for key in document["keys"]} - {""}
        given = list(dict.fromkeys(map(stemmed, phrases)))[:limit]
        if known:
            hits = len(known & set(given))
            scores.append(2 * hits / (len(known) + len(given)) if hits else 0.0)
    return 100 * sum(scores) / len(scores), len(documents) / seconds


def _split(document: dict[str, str]) -> tuple[str | None, str]:
    return document.get("title"), document.get("abstract") or document.get("text", "")


def main() -> None:
    """Print a line for each set and way."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    extract_keyphrases("Warm up", "The word lists are read once.")
    for path in sorted(folder.glob("*.jsonl")):
        documents = [json.loads(line) for line in path.open(encoding="utf-8")]
        ways: dict[str, Way | None] = {
            "YAKE": yake(),
            "n-grams by TF-IDF": tf_idf(map(_split, documents)),
            "SingleRank": single_rank,
            "ours": extract_keyphrases,
        }
        for name, way in ways.items():
            if way is not None:
                f1, rate = measure(documents, way)
                print(
                    f"{path.stem:8} {len(documents):6} documents  {name:18} F1@10 {f1:5.1f} %  {rate:7.0f} abstracts/s"
                )


if __name__ == "__main__":
    main()
