"""Any chat model that LangChain knows; the one file that imports it, and only when `--llm` asks."""

from collections.abc import Iterator
from typing import Any, Self

from app.errors import ModelUnavailable

try:
    from langchain.chat_models import init_chat_model
except ImportError as error:
    raise ModelUnavailable("LangChain is not installed", "run `pip install 'citeshelf[llm]'`") from error


class LangChainModel:
    """A chat model behind one method that yields text as it is written."""

    def __init__(self, model: Any, name: str) -> None:
        self._model = model
        self._name = name

    @classmethod
    def open(cls, name: str, timeout_s: float) -> Self:
        """Return the model called `provider:model`; keys and addresses come from the provider's own variables.

        Raises:
            ModelUnavailable: the provider is unknown, its package missing, or its key not set.
        """
        try:
            return cls(init_chat_model(name, temperature=0, timeout=timeout_s, max_retries=1), name)
        except Exception as error:
            raise _unavailable(name, error) from error

    def stream(self, prompt: str) -> Iterator[str]:
        """Yield the model's answer piece by piece.

        Raises:
            ModelUnavailable: the server is away, refuses, or answers nonsense.
        """
        try:
            for piece in self._model.stream(prompt):
                yield str(piece.text)
        except Exception as error:
            raise _unavailable(self._name, error) from error


def _unavailable(name: str, error: Exception) -> ModelUnavailable:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    return ModelUnavailable(
        f"the model {name} cannot be used ({reason})", "check its name, key and server; quoting the sources instead"
    )
