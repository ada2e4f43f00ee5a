"""The page's head: which list and index it answers from, and the switch of its language."""

from html import escape

import gradio as gr

from app.chat.words import both
from app.desk import Desk


def header(desk: Desk) -> gr.HTML:
    """Return the head; what page.js says aloud, and its word for that, stand in it unseen."""
    manifest = desk.index.manifest
    facts = " · ".join(map(escape, (manifest.list_name, manifest.built[:10])))
    return gr.HTML(
        f'<header class="cs-header"><h1>Citeshelf</h1><p>{facts} · {both("index")} '
        f"<code>{escape(manifest.corpus)}</code></p>"
        f'<div class="cs-switch" role="group"><span class="cs-hidden">{both("language")}</span>'
        '<button type="button" data-language="en" lang="en" aria-pressed="false">English</button>'
        '<button type="button" data-language="zh-CN" lang="zh-CN" aria-pressed="false">中文</button></div>'
        '<p class="cs-hidden" id="said" role="status"></p>'
        f'<span hidden id="copied-word">{both("copied")}</span></header>',
        apply_default_css=False,
        elem_id="header",
    )
