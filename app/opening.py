"""Opens the index of the data folder with the models that the settings name."""

from app.settings import Settings
from index.encoders import load_encoder
from index.folder import current
from index.reader import Index
from index.rerankers import load_reranker
from index.search import Searcher


def open_searcher(settings: Settings, index: Index | None = None) -> Searcher:
    """Return a searcher of the index in use, or of one that was read already.

    Raises:
        SearchIndexError: there is no index, it does not fit this version or encoder, or a model cannot be loaded.
    """
    folder = current(settings.data)  # first, as it costs nothing to find none
    encoder, reranker = (
        load_encoder(settings.embedder, settings.cache),
        load_reranker(settings.reranker, settings.cache),
    )
    return Searcher(index, encoder, reranker) if index else Searcher.open(folder, encoder, reranker)
