"""The topics of the list as a tree: headings nested as the list nests them, with how many articles stand below each."""

from collections.abc import Iterator
from html import escape
from typing import Any

import gradio as gr

from app.chat.words import I18N, both
from app.topic_tree import Branch, topic_tree
from index.reader import Index

ALL = ""
# A click on a topic is told to Python by its path; it stands in data-topic, escaped.
ON_LOAD = """
element.addEventListener("click", (event) => {
  const topic = event.target.closest("[data-topic]");
  if (topic) trigger("click", { topic: topic.dataset.topic });
});
"""


def tree(index: Index) -> gr.HTML:
    """Return the tree; a click tells `topic`, a path or an empty string."""
    return gr.HTML(tree_html(index), apply_default_css=False, js_on_load=ON_LOAD, elem_id="topics")


def topic_choices(index: Index) -> list[tuple[Any, str]]:
    """Return the topics as a menu has them, indented; a choice's value is a topic's path."""
    return [(I18N("all"), ALL), *_choices(topic_tree(index))]


def _choices(branch: Branch) -> Iterator[tuple[str, str]]:
    for one in branch.below.values():
        yield "\u2003" * (len(one.path) - 1) + one.path[-1], one.topic
        yield from _choices(one)


def tree_html(index: Index) -> str:
    """Return the tree as HTML: a box to narrow it, then lists in lists, all names escaped."""
    root = topic_tree(index)
    whole = _button(ALL, both("all"), root.links, "true")
    return (
        f'<details class="cs-panel" open><summary>{both("topics")}</summary>'
        f'<label class="cs-find"><span class="cs-hidden">{both("find_topic")}</span>'
        '<input type="search" id="find-topic" autocomplete="off" maxlength="80"></label>'
        f'<ul class="cs-tree"><li>{whole}</li>{_below(root)}</ul>'
        f'<p class="cs-empty" id="no-topic" hidden>{both("no_topic")}</p></details>'
    )


def _below(branch: Branch) -> str:
    items = []
    for one in branch.below.values():
        inner = _below(one)
        button = _button(one.topic, escape(one.path[-1]), one.links, "false")
        items.append(f"<li>{button}{f'<ul>{inner}</ul>' if inner else ''}</li>")
    return "".join(items)


def _button(topic: str, name: str, count: int, chosen: str) -> str:
    return (
        f'<button type="button" data-topic="{escape(topic)}" aria-pressed="{chosen}"><span>{name}</span>'
        f'<span class="cs-count">{count}<span class="cs-hidden"> {both("articles")}</span></span></button>'
    )
