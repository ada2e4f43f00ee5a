"""An answer as text: plain for terminals and scripts, Markdown for the chat. Quotes are data: all marks are escaped."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from app.answers import Answer, Citation, Sentence
from app.deep_link import deep_link
from app.digests import digest_of
from app.tables import markdown_table, table_blocks
from app.wording import IN_SHORT, NEAREST, OTHER_LANGUAGE, REFUSAL, SOURCE_STATE, SOURCES, TOPICS, UNDERSTOOD
from ingest.language import Language

MAX_NEAREST = 3
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>&:@/])")


def plain_text(answer: Answer) -> str:
    """Return the answer with [n] marks, a paragraph per article, a comparison as a Markdown table.

    A refusal names what is near.
    """
    if answer.refused:
        return refusal_text(answer)
    if answer.kind == "catalogue":
        return "\n".join(catalogue_lines(answer, marked))
    if answer.table:
        return markdown_table(answer, answer.table, _marked_cell, escaped)
    return "\n\n".join(_joined([marked(one) for one in group], answer.language) for group in paragraphs(answer))


def catalogue_lines(answer: Answer, shown: Callable[[Sentence], str]) -> list[str]:
    """Return what leads in without its marks, which are those of all lines below it, then a line an entry."""
    lead, *entries = answer.sentences
    return [shown(replace(lead, citations=())), *(f"- {shown(one)}" for one in entries)]


def paragraphs(answer: Answer) -> list[list[Sentence]]:
    """Return the answer's sentences, those that follow each other with the same citations together."""
    return [list(group) for _, group in groupby(answer.sentences, key=lambda one: one.citations)]


def marked(sentence: Sentence) -> str:
    """Return a sentence with its [n] marks."""
    return " ".join([sentence.text, "".join(f"[{number}]" for number in sentence.citations)]).strip()


def nearest_titles(answer: Answer) -> list[str]:
    """Return the titles of the nearest articles of a refused answer."""
    return list(dict.fromkeys(hit.chunk.document.title for hit in answer.hits))[:MAX_NEAREST]


def nearest_topics(answer: Answer) -> list[str]:
    """Return the topics of the nearest articles of a refused answer."""
    paths = (path for hit in answer.hits for path in hit.chunk.document.link.topics if path)
    return list(dict.fromkeys(path[-1] for path in paths))[:MAX_NEAREST]


def refusal_text(answer: Answer) -> str:
    """Return a refusal that says what is near."""
    separator = "；" if answer.language == "zh" else "; "
    lines = [refusal_reason(answer)]
    if titles := nearest_titles(answer):
        lines.append(f"{NEAREST[answer.language]} {separator.join(titles)}")
    if topics := nearest_topics(answer):
        lines.append(f"{TOPICS[answer.language]} {separator.join(topics)}")
    return "\n".join(lines)


def refusal_reason(answer: Answer) -> str:
    """Return why nothing is answered: what the list lacks, where that is known; else that the sources do not say."""
    if answer.kind != "catalogue" or not answer.reason:
        return REFUSAL[answer.language]
    end = "。" if answer.language == "zh" else "."
    return f"{answer.reason[:1].upper()}{answer.reason[1:]}{end}"


def terminal_text(answer: Answer) -> str:
    """Return the answer and its numbered sources for a terminal; above them how a follow-up was understood."""
    lines = [f"{UNDERSTOOD[answer.language]}{answer.understood}", ""] if answer.understood else []
    lines.append(table_blocks(answer, answer.table, marked) if answer.table else plain_text(answer))
    if answer.citations:
        lines += ["", f"{SOURCES[answer.language]}:"]
    for one in answer.citations:
        if answer.kind == "catalogue":  # the titles stand above, in whatever language they are
            lines.append(f"[{one.number}] {deep_link(one)} ({SOURCE_STATE[answer.language][one.document.source]})")
        else:
            state = state_of(one, answer.language)
            lines += [f"[{one.number}] {one.document.title} ({state})", f"    {deep_link(one)}"]
            if digest := digest_of(one, answer.language):
                lines.append(f"    {IN_SHORT[answer.language]}{digest}")
    return "\n".join(lines)


def state_of(citation: Citation, language: Language) -> str:
    """Return what a quote is taken from, and in which language it is when that is not the reader's."""
    state = SOURCE_STATE[language][citation.document.source]
    comma = "，" if language == "zh" else ", "
    return state if citation.language == language else f"{state}{comma}{OTHER_LANGUAGE[language]}"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it stands."""
    return re.sub(r"\s+", " ", _MARKDOWN.sub(r"\\\1", text))


def _marked_cell(sentence: Sentence) -> str:
    return marked(replace(sentence, text=escaped(sentence.text)))


def _joined(sentences: list[str], language: Language) -> str:
    return ("" if language == "zh" else " ").join(sentences)
