"""Open the search engine that the settings name; its library is imported only then."""

from papersearch.engine import Engine
from papersearch.errors import EngineUnavailableError
from papersearch.settings import Settings


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
