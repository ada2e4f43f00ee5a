"""Words with code in them, as HTML."""

import re
from html import escape

_CODE = re.compile(r"`([^`]+)`")


def with_code(text: str) -> str:
    """Return text, escaped, in which what stands between backticks is code."""
    return _CODE.sub(r"<code>\1</code>", escape(text))
