"""Open the search engine that the settings name; its library is imported only then."""

from typing import TYPE_CHECKING

from papersearch.engine import Engine
from papersearch.errors import EngineUnavailableError
from papersearch.settings import Settings

if TYPE_CHECKING:
    from papersearch.search.hybrid import Meaning
    from papersearch.semantic.vectors import VectorIndex


def open_engine(settings: Settings) -> Engine:
    """The engine of these settings: a folder under `home`, or an Elasticsearch.

    Raises EngineUnavailableError when its library is not installed. It need not answer yet.
    """
    try:
        if settings.is_embedded:
            from papersearch.embedded.engine import EmbeddedEngine

            return EmbeddedEngine(settings.home / "index")
        from papersearch.elastic.engine import ElasticEngine

        return ElasticEngine(settings.engine_url, settings.index_prefix, settings.engine_timeout_s)
    except ModuleNotFoundError as error:
        extra = "" if settings.is_embedded else ": pip install 'papersearch[elasticsearch]'"
        raise EngineUnavailableError(f"{error.name} is not installed{extra}") from error


def open_vectors(settings: Settings) -> "VectorIndex":
    """Where the vectors of papers are kept, beside the engine of these settings. It need not answer yet."""
    if settings.is_embedded:
        from papersearch.semantic.vector_file import VectorFile

        return VectorFile(settings.home / "index")
    from papersearch.elastic.vectors import ElasticVectors

    return ElasticVectors(settings.engine_url, settings.index_prefix, settings.engine_timeout_s)


def open_meaning(settings: Settings) -> "Meaning":
    """What a search by meaning needs; the encoder is loaded by the first one."""
    from papersearch.search.hybrid import Meaning

    return Meaning(open_vectors(settings))
