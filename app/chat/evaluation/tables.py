"""The figures as tables whose cells hold a bar with its interval, and its numbers."""

from collections.abc import Callable, Sequence
from html import escape

from app.chat.bars import with_interval
from app.evaluation.changes import Change
from app.evaluation.figures import HEADLINES, Group, Mean
from app.evaluation.wording import Words


def group_table(title: str, what: str, groups: Sequence[Group], named: Callable[[str], str], words: Words) -> str:
    """Return a row a group and a column a headline; `named` says what to call a group."""
    if not groups:
        return ""
    heads = [what, words.group_size, *(words.measures[measure] for measure in HEADLINES)]
    rows = "".join(_row(group, named(group.name), words) for group in groups)
    return _table("cs-figures", title, heads, rows)


def change_table(changes: Sequence[Change], words: Words) -> str:
    """Return a row a measure."""
    return _table("cs-changes", words.comparison, words.change_heads, "".join(_change(one, words) for one in changes))


def _table(kind: str, title: str, heads: Sequence[str], rows: str) -> str:
    names = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return (
        f'<div class="cs-scroll" tabindex="0" role="region" aria-label="{escape(title)}"><table class="{kind}">'
        f"<caption>{escape(title)}</caption><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(group: Group, name: str, words: Words) -> str:
    labels = (f"{name}, {words.measures[measure]}" for measure in HEADLINES)
    cells = "".join(_mean(mean, label, words) for mean, label in zip(group.means, labels, strict=True))
    return f'<tr><th scope="row">{escape(name)}</th><td>{group.questions}</td>{cells}</tr>'


def _mean(mean: Mean | None, label: str, words: Words) -> str:
    if mean is None:
        return f'<td><span class="cs-none">{escape(words.not_counted)}</span></td>'
    value, low, high = (min(max(number, 0.0), 1.0) for number in (mean.value, mean.low, mean.high))
    bar = with_interval(value, low, high, f"{label}: {mean.value:.3f}")
    bounds = f'<span class="cs-bounds">{mean.low:.2f}–{mean.high:.2f}</span>'
    return f'<td><span class="cs-mean">{mean.value:.3f}</span> {bounds}{bar}</td>'


def _change(one: Change, words: Words) -> str:
    clear = f' <span class="cs-state">{escape(words.clear)}</span>' if one.is_clear else ""
    cells = [
        f"{one.before:.3f}",
        f"{one.after:.3f}",
        f"{_signed(one.change)} ({_signed(one.low)} … {_signed(one.high)}){clear}",
        str(one.questions),
    ]
    shown = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(words.measures[one.measure])}</th>{shown}</tr>'


def _signed(value: float) -> str:
    """Return a change with its sign; what rounds to nothing has none."""
    return "0.000" if abs(value) < 0.0005 else f"{value:+.3f}"
