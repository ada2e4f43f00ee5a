"""What can go wrong with an index or an encoder; every error says its remedy.

SearchIndexError
├── IndexMissing        nothing was built there yet
├── IndexMismatch       built by another encoder, chunker or format than asked for
├── IndexCorrupt        its files do not agree with their manifest
├── IndexNotWritten     the disk is full or not writable, or another build holds the folder
├── GlossaryInvalid     a glossary cannot be read, or a line of it is wrong
├── EncoderUnavailable  the encoder's weights or package are not there
└── RerankerUnavailable the reranker cannot be loaded, or gives no scores
"""

from pathlib import Path


class SearchIndexError(Exception):
    """Base of this folder's errors: `str(error)` is one sentence with the remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem}; {remedy}.")


class IndexMissing(SearchIndexError):
    """There is no index in the data folder."""


class IndexMismatch(SearchIndexError):
    """The index was made by something other than what is reading it."""


class IndexCorrupt(SearchIndexError):
    """The index's files are incomplete or changed."""


def damaged(path: Path) -> IndexCorrupt:
    """Return what to raise of an index's file that is not what was written."""
    return IndexCorrupt(f"the index file {path} is damaged", "run `citeshelf build` again")


class IndexNotWritten(SearchIndexError):
    """A new index could not be put in place; the old one is untouched."""


class GlossaryInvalid(SearchIndexError):
    """The glossary does not follow its format."""


class EncoderUnavailable(SearchIndexError):
    """The encoder cannot be loaded."""


class RerankerUnavailable(SearchIndexError):
    """The reranker cannot be loaded or used."""


class TrainingDataInvalid(SearchIndexError):
    """What the reader should be trained on cannot be read."""
