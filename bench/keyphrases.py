"""F1@10 of the keyphrase extraction on abstracts with known keyphrases, and its rate.

    python bench/keyphrases.py [FOLDER]     # FOLDER holds inspec.jsonl and www.jsonl

A phrase counts when its stemmed words equal those of a known one; known phrases that do not stand in the text count
as missed. F1 is the mean over the documents, in percent.
"""

import json
import sys
import time
from pathlib import Path

from papersearch.text import stem, words
from papersearch_ingest.keyphrases import extract_keyphrases

DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "keyphrase"


def stemmed(phrase: str) -> str:
    """Phrase as the comparison sees it."""
    return " ".join(map(stem, words(phrase)))


def measure(path: Path, limit: int = 10) -> tuple[int, float, float]:
    """(documents, F1@limit in percent, abstracts per second)."""
    documents = [json.loads(line) for line in path.open(encoding="utf-8")]
    start = time.perf_counter()
    found = [extract_keyphrases(*_split(document), limit=limit) for document in documents]
    seconds = time.perf_counter() - start
    scores = []
    for phrases, document in zip(found, documents, strict=True):
        known = {stemmed(key) for key in document["keys"]} - {""}
        given = list(dict.fromkeys(map(stemmed, phrases)))[:limit]
        if known:
            hits = len(known & set(given))
            scores.append(2 * hits / (len(known) + len(given)) if hits else 0.0)
    return len(documents), 100 * sum(scores) / len(scores), len(documents) / seconds


def _split(document: dict[str, str]) -> tuple[str | None, str]:
    return document.get("title"), document.get("abstract") or document.get("text", "")


def main() -> None:
    """Print one line for each set."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    for path in sorted(folder.glob("*.jsonl")):
        documents, f1, rate = measure(path)
        print(f"{path.stem:10} {documents:6} documents  F1@10 {f1:5.1f} %  {rate:8.0f} abstracts/s")


if __name__ == "__main__":
    main()
