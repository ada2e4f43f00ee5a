"""Pages that a server calls good and that are not what was asked for: error pages, logins, walls, challenges.

One sign is never enough: a short page is short, and a page on error pages names them. Two that come from different
places of the page are: its title, its text, where it was found, what only a gate's page holds.
"""

import re
from urllib.parse import urlsplit

from ingest.errors import FetchFailed
from ingest.extraction.blocks import visible
from ingest.extraction.soft_404.signs import Signs, signs_of
from ingest.extraction.soft_404.titles import Says
from ingest.language import characters_in
from ingest.status import Status

LITTLE_CHARS = 200
NEXT_TO_NOTHING_CHARS = 80
MUCH_CHARS = 20_000  # no gate says so much
MOSTLY_LINKS = 0.8
_ROOT = re.compile(r"/?([a-z]{2}([-_][a-z]{2})?/?|index\.\w{3,5}|home/?|default\.\w{3,4})?", re.IGNORECASE)
_LOGIN = re.compile(r"/(log-?in|sign-?in|signon|sso|passport|wp-login\.php|authenticate)\b", re.IGNORECASE)


def refuse_wrong_page(html: str, text: str, asked: str, answered: str) -> None:
    """Raise when a page is not what was asked for.

    Args:
        html: the page.
        text: what extraction made of it, empty where it found nothing.
        asked: the address that was asked for.
        answered: the address at which all redirects ended.

    Raises:
        FetchFailed: `blocked` by a login, wall or challenge, which may open later; `soft_404`.
    """
    characters = characters_in(text)
    is_root = _led_to_root(asked, answered)
    if characters > MUCH_CHARS and not is_root:
        return
    signs = signs_of(html)
    if _is_wall(signs, characters, is_login=_led_to_login(asked, answered)):
        raise FetchFailed(Status.BLOCKED, f"it shows {_name(signs)} in place of the page", retryable=True)
    if _is_missing(signs, characters, is_root=is_root):
        shown = f"an error page{_name_of(signs)}" if signs.says else "the site's front page"
        raise FetchFailed(Status.SOFT_404, f"it shows {shown} in place of the page")


def _is_wall(signs: Signs, characters: int, *, is_login: bool) -> bool:
    little = min(characters, signs.rest) < LITTLE_CHARS
    bare = min(characters, signs.rest) < NEXT_TO_NOTHING_CHARS
    wall, sign_in = signs.says is Says.WALL, signs.says is Says.SIGN_IN
    return (
        (signs.challenge and (little or wall))
        or (wall and (little or signs.noindex or signs.password or signs.cookie_notice or is_login))
        or (signs.password and (sign_in or is_login or bare) and little)
        or (is_login and (sign_in or little))
        or (signs.cookie_notice and bare)
    )


def _is_missing(signs: Signs, characters: int, *, is_root: bool) -> bool:
    """Ask for a title or a detour among the two signs: a short page that robots shall not index may be honest."""
    little = characters < LITTLE_CHARS or signs.link_share > MOSTLY_LINKS
    missing = signs.says is Says.MISSING
    return (missing and (little or signs.noindex or is_root)) or (is_root and (little or signs.noindex))


def _led_to_root(asked: str, answered: str) -> bool:
    return not _is_front(asked) and _is_front(answered)


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.query and bool(_ROOT.fullmatch(parts.path))


def _led_to_login(asked: str, answered: str) -> bool:
    return bool(_LOGIN.search(urlsplit(answered).path)) and not _LOGIN.search(urlsplit(asked).path)


def _name(signs: Signs) -> str:
    if signs.says:
        return f"a login or a check{_name_of(signs)}"
    if signs.challenge:
        return "a check of the browser"
    return "a login" if signs.password or not signs.cookie_notice else "a notice about cookies"


def _name_of(signs: Signs) -> str:
    return f" (“{visible(signs.title)[:60]}”)" if signs.title else ""
