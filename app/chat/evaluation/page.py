"""All that the Evaluation tab shows, as HTML. Runs hold strangers' questions: everything is escaped."""

from collections.abc import Sequence
from html import escape

from app.chat.evaluation.tables import change_table, group_table
from app.chat.marked import with_code
from app.evaluation.changes import changes_between
from app.evaluation.figures import HELD_OUT, OPEN, figures_of, mean_of
from app.evaluation.runs import Kept, Question, Runs
from app.evaluation.wording import WORDS, Words
from ingest.language import Language

MAX_NAMED = 20


def evaluation_html(runs: Runs, chosen: str | None, in_use: str, language: Language) -> str:
    """Return the list of runs, the chosen one's figures, and what changed since the run before it.

    Args:
        runs: of the folder.
        chosen: the name of a run's file; anything else means the newest.
        in_use: the hash of the index in use.
        language: of our own words.
    """
    words = WORDS[language]
    if kept := runs.named(chosen):
        before = runs.before(kept)
        shown = _list(runs, kept, in_use, words) + _figures(kept, in_use, words) + _comparison(kept, before, words)
    else:
        shown = f"<p>{with_code(words.none.format(folder=runs.folder))}</p>"
    told = (with_code(words.unreadable.format(name=name, folder=runs.folder)) for name in runs.unreadable)
    unreadable = "".join(f'<p class="cs-error">{sentence}</p>' for sentence in told)
    return f'<div class="cs-tab cs-evaluation">{shown}{unreadable}</div>'


def run_label(kept: Kept) -> str:
    """Return what to call a run in a choice: its date, questions and commit."""
    run = kept.run
    return f"{_minute(run.environment.date)} · {run.questions.name} · {run.environment.commit}"


def _list(runs: Runs, shown: Kept, in_use: str, words: Words) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in words.heads)
    rows = "".join(_line(one, in_use, words, is_shown=one is shown) for one in runs.kept)
    return (
        f'<div class="cs-scroll" tabindex="0" role="region" aria-label="{escape(words.runs)}">'
        f'<table class="cs-runs"><caption>{escape(words.runs)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _line(kept: Kept, in_use: str, words: Words, *, is_shown: bool) -> str:
    run = kept.run
    right = mean_of(run.rows, "right")
    badge = f' <span class="cs-state">{escape(words.in_use)}</span>' if run.index.hash == in_use else ""
    cells = [
        escape(f"{run.questions.name} ({run.questions.number})"),
        escape(_commit(kept, words)),
        f"{right.value:.3f}" if right else "–",
        f"<code>{escape(run.index.hash)}</code>{badge}",
    ]
    current = ' aria-current="true"' if is_shown else ""
    date = f'<th scope="row">{escape(_minute(run.environment.date))}</th>'
    return f"<tr{current}>{date}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _figures(kept: Kept, in_use: str, words: Words) -> str:
    figures = figures_of(kept)
    main = words.parts[OPEN if any(part.name == OPEN for part in figures.parts) else HELD_OUT]
    tables = [
        group_table(words.by_part, words.part, figures.parts, lambda name: words.parts[name], words),
        group_table(
            words.by_direction.format(part=main),
            words.direction,
            figures.directions,
            lambda name: _direction(name, words),
            words,
        ),
        group_table(
            words.by_kind.format(part=main), words.kind, figures.kinds, lambda name: words.kinds.get(name, name), words
        ),
    ]
    return f"{_about(kept, in_use, words)}{''.join(tables)}<p>{escape(words.meanings)}</p>"


def _about(kept: Kept, in_use: str, words: Words) -> str:
    run, figures = kept.run, figures_of(kept)
    which = words.of_index_in_use if run.index.hash == in_use else words.of_other_index
    said = [
        words.about.format(
            number=len(run.rows),
            name=run.questions.name,
            date=_minute(run.environment.date),
            commit=_commit(kept, words),
            hash=run.index.hash,
            which=which,
        )
    ]
    if figures.half_ms is not None and figures.most_ms is not None:
        said.append(words.times.format(half=round(figures.half_ms), most=round(figures.most_ms)))
    if figures.failures:
        said.append(words.failures.format(count=figures.failures))
    if kept.page:
        said.append(words.full.format(path=kept.page))
    return f"<h3>{escape(run_label(kept))}</h3><p>{escape(' '.join(said))}</p>"


def _comparison(kept: Kept, before: Kept | None, words: Words) -> str:
    title = f"<h3>{escape(words.comparison)}</h3>"
    if before is None:
        return f"{title}<p>{with_code(words.no_earlier)}</p>"
    changes = changes_between(before.run, kept.run)
    earlier = {"date": _minute(before.run.environment.date), "commit": _commit(before, words)}
    if not changes.shared:
        return f"{title}<p>{escape(words.nothing_shared.format(**earlier))}</p>"
    told = words.compared.format(shared=changes.shared, hash=before.run.index.hash, **earlier)
    moved = _questions(words.newly_wrong, changes.newly_wrong, words) + _questions(
        words.newly_right, changes.newly_right, words
    )
    return (
        f"{title}<p>{escape(told)}</p>{change_table(changes.headlines, words)}<p>{with_code(words.clearly)}</p>{moved}"
    )


def _questions(title: str, questions: Sequence[Question], words: Words) -> str:
    if not questions:
        return ""
    asked = "".join(f"<li>{escape(one.question)}</li>" for one in questions[:MAX_NAMED])
    hidden = len(questions) - MAX_NAMED
    more = f"<li>{escape(words.more.format(count=hidden))}</li>" if hidden > 0 else ""
    summary = f"<summary>{escape(title)} <b>{len(questions)}</b></summary>"
    return f'<details class="cs-group">{summary}<ul>{asked}{more}</ul></details>'


def _commit(kept: Kept, words: Words) -> str:
    around = kept.run.environment
    return f"{around.commit} ({words.changed})" if around.changed else around.commit


def _direction(name: str, words: Words) -> str:
    return " → ".join(words.languages.get(language, language) for language in name.split("→"))


def _minute(date: str) -> str:
    """Return a date with hours and minutes."""
    return date[:16].replace("T", " ")
