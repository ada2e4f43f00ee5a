"""What of an index is needed to score its answers: which pages are one article, and which languages it speaks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from eval.questions import Question
from ingest.documents import Chunk
from ingest.duplicates import article_of
from ingest.language import Language
from ingest.urls import identity_of


@dataclass(frozen=True, slots=True)
class Corpus:
    """`articles` are the articles' keys by their pages' identities, `languages` those of each article's passages."""

    articles: Mapping[str, str]
    languages: Mapping[str, frozenset[Language]]

    @classmethod
    def of(cls, chunks: Iterable[Chunk]) -> Self:
        """Look through the passages of an index."""
        articles: dict[str, str] = {}
        languages: dict[str, set[Language]] = defaultdict(set)
        for chunk in chunks:
            article = article_of(chunk.document)
            articles[identity_of(chunk.document.link.url)] = article
            languages[article].add(chunk.language)
        return cls(articles, {article: frozenset(found) for article, found in languages.items()})

    def relevant(self, question: Question) -> frozenset[str]:
        """Return the keys of the articles that answer a question; a page that the index lacks has its own."""
        pages = map(identity_of, question.urls)
        return frozenset(self.articles.get(page, page) for page in pages)

    def spoken(self, articles: Iterable[str]) -> frozenset[Language]:
        """Return the languages in which some articles have passages."""
        return frozenset().union(*(self.languages.get(article, ()) for article in articles))
