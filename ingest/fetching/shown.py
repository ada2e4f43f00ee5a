"""URLs as reasons name them: short, printable, and without what may be a secret."""

import re

MAX_SHOWN = 200
_USER = re.compile(r"(?<=//)[^/?#]*@")


def shown(url: str) -> str:
    """Return a URL without user name, query and fragment, as far as its first 200 characters."""
    address = _USER.sub("", url).partition("#")[0].partition("?")[0]
    return "".join(character for character in address if character.isprintable())[:MAX_SHOWN]
