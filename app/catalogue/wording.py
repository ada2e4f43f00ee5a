"""What a catalogue answer says in our own words, in both languages."""

from collections.abc import Mapping, Sequence

from app.catalogue.dates import Span
from app.catalogue.request import Ask, Noun
from ingest.language import Language

_NOUNS: Mapping[Language, Mapping[Noun, tuple[str, str]]] = {
    "en": {
        Noun.ARTICLES: ("article", "articles"),
        Noun.ENTRIES: ("entry", "entries"),
        Noun.LINKS: ("link", "links"),
    },
    "zh": {
        Noun.ARTICLES: ("篇文章", "篇文章"),
        Noun.ENTRIES: ("个条目", "个条目"),
        Noun.LINKS: ("条链接", "条链接"),
    },
}
_FIRST: Mapping[Language, str] = {"en": " The first {shown} of {count}:", "zh": "共 {count} 条，先列前 {shown} 条："}
_STATE: Mapping[Language, Mapping[Ask, str]] = {
    "en": {Ask.DEAD: "known to be dead", Ask.MOVED: "known to have moved", Ask.UNREAD: "known to be unreadable"},
    "zh": {Ask.DEAD: "失效", Ask.MOVED: "换了地址", Ask.UNREAD: "没能读到"},
}
_UNASKED: Mapping[Language, str] = {
    "en": "; {count} of {total} were not asked for yet, and `citeshelf links --check` asks for them",
    "zh": "；{total} 条里有 {count} 条还没有检查过，可以用 `citeshelf links --check` 检查",
}


def counted(count: int, noun: Noun, language: Language) -> str:
    """Return a number with its noun: "5 articles", "5 篇文章"."""
    return f"{count} {_NOUNS[language][noun][count != 1]}"


def cut(shown: int, count: int, language: Language) -> str:
    """Return what says that not all is shown; empty when all is."""
    return _FIRST[language].format(shown=shown, count=count) if shown < count else ""


def found_lead(names: Sequence[str], target: str, under: int, naming: int, noun: Noun, language: Language) -> str:
    """Return how many links stand under headings, and how many name the thing elsewhere."""
    if language == "zh":
        where = "、".join(f"“{name}”" for name in names)
        below = f"{where}之下有 {counted(under, noun, language)}"
        if not under:
            return f"清单里有 {counted(naming, noun, language)}提到“{target}”。"
        return f"{below}，另有 {counted(naming, noun, language)}提到它。" if naming else f"{below}。"
    where = ", ".join(f"“{name}”" for name in names)
    if not under:
        return f"{counted(naming, noun, language)} on the list {'names' if naming == 1 else 'name'} “{target}”."
    below = f"{counted(under, noun, language)} {'stands' if under == 1 else 'stand'} under {where}"
    return f"{below}, and {naming} more {'names' if naming == 1 else 'name'} it." if naming else f"{below}."


def topics_lead(links: int, topics: int, noun: Noun, language: Language, within: str) -> str:
    """Return how many links the list, or a topic of it, has, under how many headings, which may be none."""
    if language == "zh":
        below = f"，分在 {topics} 个主题下" if topics else ""
        return f"{f'“{within}”' if within else '清单'}共有 {counted(links, noun, language)}{below}。"
    below = f" under {topics} {'topic' if topics == 1 else 'topics'}" if topics else ""
    return f"{f'“{within}”' if within else 'The list'} has {counted(links, noun, language)}{below}."


def topic_line(path: str, links: int, language: Language) -> str:
    """Return a topic with how many links stand below it."""
    return f"{path}{'：' if language == 'zh' else ': '}{counted(links, Noun.LINKS, language)}"


def state_lead(ask: Ask, links: int, language: Language) -> str:
    """Return how many links are dead, have moved, or could not be read."""
    if language == "zh":
        return f"清单里有 {counted(links, Noun.LINKS, language)}{_STATE[language][ask]}。"
    verbs = {Ask.DEAD: ("is dead", "are dead"), Ask.MOVED: ("has moved", "have moved")}
    one, many = verbs.get(ask, ("could not be read", "could not be read"))
    return f"{counted(links, Noun.LINKS, language)} of the list {one if links == 1 else many}."


def no_state(ask: Ask, unasked: int, total: int, language: Language) -> str:
    """Return that no link is dead, as far as is known, and of how many nothing is known."""
    said = (
        f"no link of the list is {_STATE['en'][ask]}"
        if language == "en"
        else f"清单里没有已知{_STATE['zh'][ask]}的链接"
    )
    return said + (_UNASKED[language].format(count=unasked, total=total) if unasked else "")


def added_lead(links: int, span: Span, noun: Noun, language: Language, latest: str) -> str:
    """Return how many links were added in a time; `latest` is the day of the build that is meant."""
    when = _when(span, language, latest)
    if language == "zh":
        return f"{when}新增了 {counted(links, noun, language)}。"
    return f"{counted(links, noun, language)} {'was' if links == 1 else 'were'} added {when}."


def none_added(span: Span, language: Language, latest: str) -> str:
    """Return that nothing was added in a time."""
    when = _when(span, language, latest)
    return f"nothing was added to the list {when}" if language == "en" else f"{when}清单没有新增链接"


def none_remembered(language: Language) -> str:
    """Return that the index does not know when its links were added."""
    if language == "zh":
        return "这份索引没有记下链接是何时收录的；重新构建之后新增的链接会记下日期"
    return "this index does not say when its links were added; those added from the next build on will have a date"


def nothing_named(target: str, language: Language) -> str:
    """Return that the list has nothing of a name."""
    if language == "zh":
        return f"清单里没有以“{target}”为主题或提到它的条目"
    return f"no heading, title or address on the list names “{target}”"


def _when(span: Span, language: Language, latest: str) -> str:
    first, last = span.first, span.last
    if span.by != "days":
        return f"{latest} 的构建" if language == "zh" else f"with the build of {latest}"
    if first == last and first:
        return f"{first} 当天" if language == "zh" else f"on {first}"
    if last is None:
        return f"{first} 以来" if language == "zh" else f"since {first}"
    return f"{first} 至 {last} " if language == "zh" else f"from {first} to {last}"
