"""Which chunks share words with a question: its own, and its words' translations."""

from index.terms.bm25 import TermIndex, best
from index.terms.glossary import Glossary, shipped
from index.terms.words import STOP_WORDS, proper_names, spelt_alike, terms_of

__all__ = ["STOP_WORDS", "Glossary", "TermIndex", "best", "proper_names", "shipped", "spelt_alike", "terms_of"]
