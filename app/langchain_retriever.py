"""The index in anyone's LangChain chain: its search as a retriever, its passages as documents; imports langchain-core.

It stands in `app/` because it is a face of the search, as terminal and browser are, and like them starts from settings.
`index/` stays free of it: what finds passages needs not know who asks.
"""

from collections.abc import Iterator
from typing import Any, Self
from uuid import NAMESPACE_URL, uuid5

from pydantic import Field

from app.contract import topic_names
from app.errors import LangChainUnavailable
from app.opening import open_searcher
from app.questions import checked
from app.settings import Settings, read_settings
from index.reader import Index
from index.search import Hit, Searcher
from ingest.documents import Chunk

try:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
except ImportError as error:
    raise LangChainUnavailable("langchain-core is not installed", "run `pip install 'citeshelf[langchain]'`") from error


class CiteshelfRetriever(BaseRetriever):
    """Finds the `k` passages nearest to a question, best first, within a topic when one is set.

    What a call raises is what `Searcher.search` raises, and QuestionInvalid for a question that is empty or too long.
    """

    searcher: Searcher
    k: int = Field(8, ge=1)
    topic: str | None = None

    @classmethod
    def open(cls, settings: Settings | None = None, **fields: Any) -> Self:
        """Return a retriever on the index in use; `fields` are `k`, `topic` and what any LangChain retriever takes.

        Args:
            settings: which index and models; read as the command reads them when left out.
            fields: the retriever's own fields.

        Raises:
            SettingsInvalid: a setting is unknown or wrong.
            SearchIndexError: there is no index, it does not fit this version or encoder, or a model cannot be loaded.
        """
        return cls(searcher=open_searcher(settings or read_settings()), **fields)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the library calls it by this name
    ) -> list[Document]:
        return [_found(hit) for hit in self.searcher.search(checked(query), self.k, self.topic)]


def documents(index: Index) -> Iterator[Document]:
    """Yield every passage of an index, in the list's order, for stores and chains of one's own."""
    return map(_document, index.chunks)


def _found(hit: Hit) -> Document:
    document = _document(hit.chunk)
    document.metadata |= {"rank": hit.rank, "score": hit.score}
    return document


def _document(chunk: Chunk) -> Document:
    """Return a passage with where it stands; its id is equal in every build in which its article's text is the same."""
    source = chunk.document
    place = f"{source.url} {source.kind} {source.text_hash} {chunk.start} {chunk.end}"
    metadata = {
        "url": source.link.url,
        "title": source.title,
        "topics": topic_names(source.link),
        "start": chunk.start,
        "end": chunk.end,
        "language": chunk.language,
        "source": source.source.value,
    }
    return Document(chunk.text, id=str(uuid5(NAMESPACE_URL, place)), metadata=metadata)
