"""`citeshelf-eval review`: candidates become questions, one by one, as somebody decides who knows the sources."""

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import Any

from app.settings import read_settings
from eval.harmless import in_one_line
from eval.nuggets import Nugget, holds
from eval.questions import Kind, Question
from eval.reviewing.candidates import Candidate, forget, read_candidates
from eval.reviewing.dialogue import Dialogue
from eval.reviewing.review import (
    ID,
    UNANSWERED,
    Pages,
    SourcePage,
    add,
    already_there,
    is_held_out,
    kinds,
    line_of,
    questions_in,
    seen,
    suggested_id,
)
from eval.reviewing.shown import candidate_text
from index.errors import IndexMissing
from index.folder import current
from ingest.urls import identity_of, is_web_url


def run(options: argparse.Namespace) -> int:
    """Go through the candidates until all are decided, or whoever decides has had enough."""
    candidates, pages = read_candidates(options.candidates), _pages(options.data)
    questions_in(options.questions)  # what is wrong with it should be known before anything is typed
    review = Review(options.candidates, options.questions, pages)
    try:
        for number, candidate in enumerate(candidates, 1):
            review.talk.say(f"\nCandidate {number} of {len(candidates)}, {candidate.id}")
            if review.decide(candidate) == "quit":
                break
    except EOFError:
        review.talk.say()
    left = len(candidates) - review.done.total()
    review.talk.say(
        f"{review.done['accept']} accepted, {review.done['drop']} dropped, {left} left in {options.candidates}"
    )
    return 0


def _pages(data: Path | None) -> Pages | None:
    """Return the pages of the index's list; None when no folder is named and the usual one has no index."""
    try:
        folder = current(data or read_settings().data)
    except IndexMissing:
        if data:
            raise
        return None
    from eval.reviewing.listed import listed  # imports what reads an index, which takes a second

    return listed(folder)


class Review:
    """One walk through the candidates; `done` counts those that are no longer among them, by what became of them."""

    def __init__(self, candidates: Path, questions: Path, pages: Pages | None) -> None:
        self.talk = Dialogue()
        self.done: Counter[str] = Counter()
        self._candidates = candidates
        self._questions = questions
        self._pages = pages

    def decide(self, candidate: Candidate) -> str:
        """Show a candidate and do what is decided: accept, drop, later or quit. A question is written first."""
        self.talk.say(candidate_text(candidate))
        if (twin := already_there(candidate, questions_in(self._questions))) and self.talk.confirm(
            f"The question is already in {self._questions} as {twin.id}. Drop this one?", default=True
        ):
            return self._done(candidate, "drop")
        decision = self.talk.choose("What becomes of it?", ("accept", "drop", "later", "quit"), "later")
        if decision == "accept":
            question = self._question(candidate)
            self.talk.say(line_of(question))
            if not self.talk.confirm(f"Write it to {self._questions}?", default=True):
                return "later"
            add(self._questions, question)
        return self._done(candidate, decision) if decision in ("accept", "drop") else decision

    def _done(self, candidate: Candidate, decision: str) -> str:
        forget(self._candidates, candidate.id)
        self.done[decision] += 1
        return decision

    def _question(self, candidate: Candidate) -> Question:
        answerable = self.talk.confirm("Do the sources answer it?", default=candidate.reason not in UNANSWERED)
        possible, likely = kinds(candidate, answerable=answerable)
        kind = Kind(self.talk.choose("Kind?", possible, likely))
        if candidate.history and kind is not Kind.FOLLOW_UP:
            self.talk.say("What was asked before it is left out.")
        about = self._about(candidate) if answerable else {}
        forbidden = self._forbidden() if kind is Kind.INJECTION else ()
        key = self._id(candidate)
        return Question(
            id=key,
            question=in_one_line(candidate.question),
            language=candidate.language,
            kind=kind,
            history=tuple(map(in_one_line, candidate.history)) if kind is Kind.FOLLOW_UP else (),
            forbidden=forbidden,
            held_out=is_held_out(key),
            **about,
        )

    def _about(self, candidate: Candidate) -> dict[str, Any]:
        """Ask for what only a question with an answer has."""
        sources = self._sources(candidate)
        language = self.talk.choose("Language of the first source?", ("en", "zh"), sources[0].language)
        nuggets = self._nuggets("\n".join(page.text for page in sources))
        return {"urls": tuple(page.url for page in sources), "article_language": language, "nuggets": nuggets}

    def _sources(self, candidate: Candidate) -> list[SourcePage]:
        """Ask until each source that is named is a page of the list, as far as there is one to look at."""
        numbered = list(seen(candidate).values())
        while True:
            given = self.talk.ask("Which sources are right? Numbers or addresses, the best first")
            found = [self._source(word, numbered) for word in re.findall(r"https?://\S+|[^\s,，]+", given)]
            pages = {identity_of(page.url): page for page in found if page}
            if found and all(found):
                return list(pages.values())
            self.talk.say("Please name at least one." if not found else "Please name them all again.")

    def _source(self, word: str, numbered: list[SourcePage]) -> SourcePage | None:
        if word.isdecimal() and 1 <= int(word) <= len(numbered):
            word = numbered[int(word) - 1].url
        known = {identity_of(page.url): page for page in numbered} if self._pages is None else self._pages
        if page := known.get(identity_of(word)):
            return page
        if not is_web_url(word):
            self.talk.say(f"{word} is neither a number above nor an address.")
        elif self._pages is not None:
            self.talk.say(f"{word} is not on the index's list.")
        else:
            return SourcePage(word, "", "")
        return None

    def _nuggets(self, text: str) -> tuple[Nugget, ...]:
        found: list[Nugget] = []
        while not found:
            lines = self.talk.lines(
                "What must it state? A fact a line, its wordings separated by |, then an empty line"
            )
            given = [tuple(filter(None, map(str.strip, line.split("|")))) for line in lines]
            found = [nugget for nugget in given if nugget and self._is_wanted(nugget, text)]
        return tuple(found)

    def _is_wanted(self, nugget: Nugget, text: str) -> bool:
        if holds(text, nugget):
            return True
        return self.talk.confirm(f"Warning: no right source states “{' | '.join(nugget)}”. Keep it?", default=False)

    def _forbidden(self) -> tuple[str, ...]:
        while not (
            found := self.talk.lines("What would only an answer that obeyed it hold? One a line, then an empty line")
        ):
            pass
        return tuple(found)

    def _id(self, candidate: Candidate) -> str:
        taken = {one.id for one in questions_in(self._questions)}
        while True:
            given = self.talk.ask("Its id?", suggested_id(candidate, taken))
            if ID.fullmatch(given) and given not in taken:
                return given
            self.talk.say("Please give one of small letters, digits, dots and hyphens that no other question has.")
