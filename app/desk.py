"""Where questions arrive: an index to look at from the start, and the assistant once its models are loaded."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from app.assistant import Assistant
from app.settings import Settings
from app.writers import writer_of
from index.folder import current
from index.reader import Index


class Desk:
    """Opens the index in use and loads its assistant beside, so that nobody waits for models who only looks."""

    def __init__(self, settings: Settings) -> None:
        """Raise SearchIndexError where there is no index, or none that can be read."""
        self.settings = settings
        self._loading = ThreadPoolExecutor(1, "models")
        self._index, self._assistant = self._opened()

    @property
    def index(self) -> Index:
        """The index as it lies on disk; what is read of it needs no model."""
        return self._index

    @property
    def assistant(self) -> Assistant:
        """The assistant, waited for.

        Raises:
            SearchIndexError: the index does not fit the encoder, or a model cannot be loaded.
        """
        return self._assistant.result()

    @property
    def is_ready(self) -> bool:
        """Whether a question would be answered without waiting for models."""
        return self._assistant.done()

    def reopen(self) -> None:
        """Take up the index that was built since; questions that are being answered end with the old one.

        Raises:
            SearchIndexError: it cannot be read; the old one stays.
        """
        self._index, self._assistant = self._opened()

    def _opened(self) -> tuple[Index, "Future[Assistant]"]:
        index = Index.load(current(self.settings.data))
        return index, self._loading.submit(partial(Assistant.open, self.settings, writer_of(self.settings), index))
