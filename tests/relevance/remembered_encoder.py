"""An encoder that encodes each text once: both engines hold the same papers, and encoding is what takes long."""

from collections.abc import Sequence

import numpy as np

from papersearch.semantic.encoder import DIMENSIONS, Encoder, Vector, Vectors


class RememberedEncoder:
    """Keeps every vector that it was asked for."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vector] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        known = [self._known[text] for text in texts]
        return np.array(known, dtype=np.float32).reshape(len(texts), DIMENSIONS)
