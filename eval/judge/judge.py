"""Asks a language model whether an answer states the facts: YES or NO, and nothing else that it writes is believed."""

import re
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from string import Template

from app.llm import ChatModel
from eval.judge.verdicts import Verdict, Verdicts
from eval.nuggets import Nugget

PROMPT = Template((Path(__file__).parent / "prompt.md").read_text("utf-8"))
MAX_ANSWER_CHARS = 4000  # with question and rules within a context of 4,096 tokens; ours have some hundred characters
MAX_THOUGHT_CHARS = 20_000  # of a model that thinks aloud first
MAX_WORD_CHARS = 8  # "YES." and white space; who writes more has given no verdict, and is not waited for
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_THINKING = re.compile(r"\s*<think>")
_WORD = re.compile(r"(yes|no)[.。]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged: an answer to a question, and the facts that it has to state, each in any of its wordings."""

    question: str
    facts: tuple[Nugget, ...]
    answer: str


class Judge:
    """A model that judges; `asked` and `seconds` tell what it was asked in this process, and how long that took."""

    def __init__(self, model: ChatModel, name: str, verdicts: Verdicts) -> None:
        self.name = name
        self.asked = 0
        self.seconds = 0.0
        self._model = model
        self._verdicts = verdicts

    def verdict(self, case: Case) -> Verdict:
        """Return whether an answer is right, None when the model gives no verdict; what it said before is kept.

        Raises:
            ModelUnavailable: the model cannot be asked.
        """
        prompt = prompt_of(case)
        key = sha256(f"{self.name}\n{prompt}".encode(errors="replace")).hexdigest()
        if key not in self._verdicts:
            self._verdicts.add(key, self._said(prompt))
        return self._verdicts[key]

    def _said(self, prompt: str) -> Verdict:
        started, written = time.perf_counter(), ""
        try:
            for piece in self._model.stream(prompt):
                written += piece
                if _is_hopeless(written):
                    break
        finally:
            self.asked += 1
            self.seconds += time.perf_counter() - started
        return parsed(written)


def prompt_of(case: Case) -> str:
    """Return what the model is asked; the case's texts cannot end the tags that they stand in."""
    facts = "\n".join(f"- {_plain(' | '.join(wordings))}" for wordings in case.facts)
    answer = _plain(case.answer[:MAX_ANSWER_CHARS])
    return PROMPT.substitute(question=_plain(case.question), facts=facts, answer=answer)


def parsed(written: str) -> Verdict:
    """Return the verdict that a model wrote: one word, in any case, perhaps with a full stop; anything else is none.

    What a reasoning model thinks aloud before the word is not read.
    """
    found = _WORD.fullmatch(_THOUGHT.sub("", written).strip())
    return found[1].lower() == "yes" if found else None


def _is_hopeless(written: str) -> bool:
    """Tell that no verdict can come of what was written so far."""
    if _THINKING.match(written) and not _THOUGHT.match(written):
        return len(written) > MAX_THOUGHT_CHARS
    return len(_THOUGHT.sub("", written).strip()) > MAX_WORD_CHARS


def _plain(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")
