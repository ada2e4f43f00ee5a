"""The conversations that this browser keeps; page.js draws and stores them, the server sees only the one in use."""

import gradio as gr

from app.chat.words import both

# Opening tells Python the stored JSON; an empty text begins a new conversation.
ON_LOAD = """
element.addEventListener("click", (event) => {
  const kept = event.target.closest("[data-open]");
  if (kept) trigger("click", { conversation: window.citeshelf.stored(kept.dataset.open) });
  if (event.target.closest("[data-new]")) trigger("click", { conversation: "" });
});
"""


def shelf() -> gr.HTML:
    """Return the panel of conversations; a click tells `conversation`."""
    return gr.HTML(
        f'<details class="cs-panel" open><summary>{both("conversations")}</summary>'
        f'<button type="button" class="cs-new" data-new>{both("new")}</button>'
        f'<ul class="cs-kept" id="kept"></ul><p class="cs-empty">{both("no_conversations")}</p>'
        f'<span id="delete-word" hidden>{both("delete")}</span></details>',
        apply_default_css=False,
        js_on_load=ON_LOAD,
        elem_id="conversations",
    )
