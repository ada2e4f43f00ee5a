"""`citeshelf ask`: one question, or a file of them."""

import json
import sys
from argparse import Namespace

from app.answers import Answer
from app.assistant import Assistant
from app.contract import answer_json
from app.questions import Asked, checked, read_batch
from app.render import terminal_text
from app.settings import Settings
from app.writers import writer_of


def run(options: Namespace, settings: Settings) -> int:
    """Print the answer to each question."""
    questions = read_batch(options.batch) if options.batch else [Asked(question=checked(options.question))]
    before = tuple(map(checked, options.after))
    assistant = Assistant.open(settings, writer_of(settings))
    manifest = assistant.searcher.index.manifest
    for asked in questions:
        answer = assistant.ask(asked.question, asked.topic or options.topic, asked.history or before)
        if answer.notice:
            print(f"citeshelf: {answer.notice}", file=sys.stderr)
        if options.json:
            key = None if asked.id is None else str(asked.id)
            print(json.dumps(answer_json(answer, manifest, key), ensure_ascii=False), flush=True)
        else:
            print(_block(answer, several=bool(options.batch)), flush=True)
    return 0


def _block(answer: Answer, *, several: bool) -> str:
    return f"## {answer.question}\n{terminal_text(answer)}\n" if several else terminal_text(answer)
