"""Which chunks share words with a question: its own, and its words' translations."""

from index.terms.bm25 import TermIndex, best
from index.terms.glossary import Glossary, shipped
from index.terms.words import STOP_WORDS, terms_of

__all__ = ["STOP_WORDS", "Glossary", "TermIndex", "best", "shipped", "terms_of"]
