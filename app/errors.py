"""What a user can do wrong here, and the bases of all errors that a face shows as one sentence.

AppError
├── SettingsInvalid   a setting is unknown or wrong
├── QuestionInvalid   empty, too long, or not a question at all
├── PassageMissing    no text is stored there
├── ModelUnavailable  the language model asked for cannot be used
├── ListNotCorrected  the corrected copy of a list cannot be made
├── FeedbackNotKept   what a reader marked cannot be written down
└── LangChainUnavailable  the package that a retriever needs is not there
"""

from index.errors import SearchIndexError
from ingest.errors import IngestError


class AppError(Exception):
    """Base of this folder's errors: `str(error)` is one sentence with the remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem}; {remedy}.")


class SettingsInvalid(AppError):
    """The settings cannot be used."""


class QuestionInvalid(AppError):
    """The question cannot be asked."""


class PassageMissing(AppError):
    """Nothing is stored of what was asked for."""


class ModelUnavailable(AppError):
    """The language model cannot be reached or made sense of."""


class ListNotCorrected(AppError):
    """No corrected copy of a list can be written."""


class FeedbackNotKept(AppError):
    """What a reader marked cannot be written down."""


class LangChainUnavailable(AppError):
    """LangChain's package is not installed."""


USER_ERRORS = (IngestError, SearchIndexError, AppError)
