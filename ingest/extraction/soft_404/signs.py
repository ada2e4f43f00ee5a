"""What a page's structure tells about it, beside its text: gates, walls, links, and what is left without them."""

from dataclasses import dataclass
from typing import Any

from lxml.etree import _Element

from ingest.extraction.blocks import text_of
from ingest.extraction.parsing import first, nodes, parsed
from ingest.extraction.soft_404.titles import Says, says
from ingest.language import characters_in

MAX_BOX_CHARS = 3000  # of a notice about cookies; what holds more is the page itself
_LOWER = "translate({}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
_TITLES = "//title[not(ancestor::svg)] | //h1"
_NOINDEX = f"//meta[{_LOWER.format('@name')}='robots'][contains({_LOWER.format('@content')}, 'noindex')]"
_PASSWORD = f"//input[{_LOWER.format('@type')}='password']"
_FORMS = "//form[.//input[@type='password']]"
# What only the pages of such gates hold; scripts that merely watch for robots stand on ordinary pages too.
_CHALLENGE = (
    "//*[@id='challenge-form' or @id='challenge-error-text' or @id='px-captcha' or @id='zh-zse-ck'] | "
    "//script[contains(., '_cf_chl_opt') or contains(., 'acw_sc__v2') or contains(., 'gokuProps')] | "
    "//*[self::script or self::iframe][contains(@src, 'zse-ck') or contains(@src, 'captcha-delivery.com') or "
    "contains(@src, '_Incapsula_Resource') or contains(@src, 'awswaf.com')]"
)
_ABOUT_COOKIES = " or ".join(
    f"contains({_LOWER.format(f'@{name}')}, '{word}')"
    for name in ("id", "class", "action")
    for word in ("cookie", "consent", "gdpr")
)
_BOXES = (
    f"//body//*[self::div or self::section or self::form or self::dialog or self::aside][{_ABOUT_COOKIES}]"
    "[.//button or .//input[@type='submit' or @type='button']][not(.//article)]"
)
_BESIDE = "//nav | //header[not(ancestor::article)] | //footer[not(ancestor::article)] | //aside"


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs of a page that is not what was asked for.

    `says` is what a title says, and `title` that title; `rest` counts the characters without navigation, login forms
    and cookie notices; `link_share` is the part of all characters that stands in links, from 0 to 1.
    """

    says: Says | None
    title: str
    rest: int
    link_share: float
    noindex: bool
    challenge: bool
    password: bool
    cookie_notice: bool


def signs_of(html: str) -> Signs:
    """Return the signs that a page shows.

    Raises:
        FetchFailed: `empty`, when there is nothing at all.
    """
    tree = parsed(html)
    link_share = _link_share(tree)
    password = first(tree, _PASSWORD) is not None
    challenge = first(tree, _CHALLENGE) is not None
    boxes = [box for box in nodes(tree, _BOXES) if _size(box) <= MAX_BOX_CHARS]
    _drop(boxes)
    titles = [" ".join("".join(node.itertext()).split()) for node in nodes(tree, _TITLES)[:4]]
    _drop([*nodes(tree, _FORMS), *nodes(tree, _BESIDE)])
    rest = _body_text(tree)
    title = next((title for title in [*titles, rest.partition("\n")[0]] if says(title)), "")
    return Signs(
        says=says(title),
        title=title,
        rest=characters_in(rest),
        link_share=link_share,
        noindex=first(tree, _NOINDEX) is not None,
        challenge=challenge,
        password=password,
        cookie_notice=bool(boxes),
    )


def _link_share(tree: _Element) -> float:
    body = first(tree, "//body")
    everything = _size(body) if body is not None else 0
    linked = sum(characters_in("".join(link.itertext())) for link in nodes(tree, "//body//a[not(ancestor::a)]"))
    return min(1.0, linked / max(1, everything))


def _size(element: Any) -> int:
    return characters_in(text_of(element)[0])


def _drop(elements: list[Any]) -> None:
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


def _body_text(tree: _Element) -> str:
    body = first(tree, "//body")
    return text_of(body)[0] if body is not None else ""
