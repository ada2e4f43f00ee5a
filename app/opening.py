"""Opens the index of the data folder with the models that the settings name."""

from app.settings import Settings
from index.encoders import load_encoder
from index.folder import current
from index.rerankers import load_reranker
from index.search import Searcher


def open_searcher(settings: Settings) -> Searcher:
    """Return a searcher of the index in use.

    Raises:
        SearchIndexError: there is no index, it does not fit this version or encoder, or a model cannot be loaded.
    """
    folder = current(settings.data)  # first, as it costs nothing to find none
    encoder = load_encoder(settings.embedder, settings.cache)
    return Searcher.open(folder, encoder, load_reranker(settings.reranker, settings.cache))
