"""Give every paper its vector: resumable, since a paper whose text was encoded already is left as it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from papersearch.engine import Reader
from papersearch.query.nodes import Everything
from papersearch.results import Hit
from papersearch.semantic.encoder import Encoder
from papersearch.semantic.vectors import PaperVector, VectorIndex, fingerprint_of, text_of

WRITTEN_AT_ONCE = 256
"""Papers whose vectors are written together: what a crash costs at most, some ten seconds of work."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """How many papers there are, got a vector now, and have no text that could be encoded."""

    papers: int
    encoded: int
    without_text: int


def embed_papers(
    reader: Reader, vectors: VectorIndex, encoder: Encoder, on_progress: Callable[[int, int], None] = lambda _, __: None
) -> Embedded:
    """Encode each paper that is new or has another text than before, and drop vectors of papers that are gone.

    `on_progress` is told the number of papers that are done, and of all. Raises EngineUnavailableError; the next call
    resumes.
    """
    known = vectors.fingerprints()
    (total,) = reader.count([Everything()])
    seen: set[str] = set()
    encoded = without_text = 0
    for hits in _batches(reader.scan(Everything())):
        texts = {hit.id: text_of(hit.body) for hit in hits}
        seen.update(name for name, text in texts.items() if text)
        without_text += sum(not text for text in texts.values())
        prints = {name: fingerprint_of(text) for name, text in texts.items() if text}
        changed = [name for name, each in prints.items() if known.get(name) != each]
        if changed:
            found = encoder.encode([texts[name] for name in changed])
            vectors.write([PaperVector(n, prints[n], vector) for n, vector in zip(changed, found, strict=True)])
        encoded += len(changed)
        on_progress(len(seen) + without_text, total)
    vectors.keep_only(seen)
    return Embedded(len(seen) + without_text, encoded, without_text)


def _batches(hits: Iterator[Hit]) -> Iterator[list[Hit]]:
    while some := list(islice(hits, WRITTEN_AT_ONCE)):
        yield some
