"""What the library says in our own words, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.health.groups import ADVICE, AT_NEW_ADDRESS, MEANING, OFFLINE, RETRYABLE, Group
from app.library.progress import State
from app.library.states import LinkState
from ingest.language import Language
from ingest.status import Status


@dataclass(frozen=True, slots=True)
class Words:
    """The library's words in one language; those with braces are filled in."""

    summary: str
    states: Mapping[LinkState, str]
    languages: Mapping[Language, str]
    topic: str
    links: str
    passages: str
    plot: str
    by_state: str
    by_language: str
    no_heading: str
    no_links: str
    more_topics: str
    report: str
    groups: Mapping[Group, str]
    advice: Mapping[Group, str]
    line: str
    moved_to: str
    replace_with: str
    look_first: str
    answered_from: str
    published: str
    read: str
    checked: str
    repeats: str
    changed: str
    forbidden: str
    more_links: str
    problem: str


@dataclass(frozen=True, slots=True)
class BuildWords:
    """What the operator reads around a build, in one language."""

    title: str
    of_shipped: str
    of_list: str
    of_unknown: str
    offline: str
    refresh: str
    build: str
    cancel: str
    states: Mapping[State, str]
    stages: Mapping[str, str]
    log: str


WORDS: Mapping[Language, Words] = {
    "en": Words(
        summary="{name}, built on {date}: {links} links, {passages} passages, index {hash}",
        states={
            LinkState.LIVE: "live page",
            LinkState.RECORDED: "recorded copy",
            LinkState.NOTE: "note only",
            LinkState.STUB: "list line only",
            LinkState.BLOCKED: "blocked",
            LinkState.DEAD: "dead",
        },
        languages={"en": "in English", "zh": "in Chinese"},
        topic="Topic",
        links="Links",
        passages="Passages",
        plot="Under each topic: its links by what is read of them, its passages by language",
        by_state="All links by what is read of them",
        by_language="All passages by language",
        no_heading="(under no heading)",
        no_links="The index holds no link.",
        more_topics="and {count} more topics",
        report="Link report",
        groups={group: group.value for group in Group},
        advice=ADVICE,
        line="line {numbers}",
        moved_to="redirects to",
        replace_with="replace it with",
        look_first="look before you replace it with",
        answered_from="answered from: {source}",
        published="published {date}",
        read="read {date}",
        checked="checked {date}",
        repeats="its text repeats that of {title}, almost word for word",
        changed="its text has changed since the build before",
        forbidden="robots.txt asks programs to stay away",
        more_links="{count} more: `citeshelf links` names all",
        problem="{meaning} ({reason})",
    ),
    "zh": Words(
        summary="{name}，构建于 {date}：{links} 条链接，{passages} 个段落，索引 {hash}",
        states={
            LinkState.LIVE: "网页可读",
            LinkState.RECORDED: "存档副本",
            LinkState.NOTE: "仅有笔记",
            LinkState.STUB: "仅有清单条目",
            LinkState.BLOCKED: "拒绝访问",
            LinkState.DEAD: "已失效",
        },
        languages={"en": "英文", "zh": "中文"},
        topic="主题",
        links="链接",
        passages="段落",
        plot="各主题下的链接（按读取情况）和段落（按语言）",
        by_state="全部链接，按读取情况",
        by_language="全部段落，按语言",
        no_heading="（不在任何标题下）",
        no_links="索引里没有链接。",
        more_topics="另有 {count} 个主题",
        report="链接报告",
        groups={
            Group.DEAD: "已失效",
            Group.MOVED: "已换地址",
            Group.WRONG_ADDRESS: "地址有误",
            Group.FAULTY: "访问出错",
            Group.THIN: "内容过少",
            Group.BLOCKED: "拒绝访问",
            Group.ROBOTS: "按要求略过",
            Group.TEMPORARY: "暂时无法访问",
            Group.LIMITS: "无法读取",
            Group.UNCHECKED: "尚未检查",
            Group.FINE: "正常",
        },
        advice={
            Group.DEAD: "请更换这些链接，或把它们从清单里删掉：这些网页谁也打不开了。"
            "`citeshelf links --check` 会寻找存档副本。",
            Group.MOVED: "请改成新地址：旧地址的跳转说不定哪天就没有了。",
            Group.WRONG_ADDRESS: "请改正这些地址：它们在公网上打不开任何网页。",
            Group.FAULTY: "请用浏览器打开看看：如果同样打不开，就换掉。",
            Group.THIN: "请看看是不是你要的网页：上面几乎没有文字。",
            Group.BLOCKED: "清单不用改：这些网站不让程序访问，用浏览器多半能打开。"
            "想检索它们的内容，可以把网页保存下来，再用 --import 构建。",
            Group.ROBOTS: "清单不用改：网站要求程序不要访问，而 --respect-robots 会照办。",
            Group.TEMPORARY: "暂时不用处理：改天再构建或检查一次。",
            Group.LIMITS: "清单不用改：网页还在，只是 Citeshelf 读不了它的内容。",
            Group.UNCHECKED: "还不知道这些链接的情况：`citeshelf links --check` 会逐一检查。",
            Group.FINE: "不用处理。",
        },
        line="第 {numbers} 行",
        moved_to="跳转到",
        replace_with="可以换成",
        look_first="看过之后可以换成",
        answered_from="回答依据：{source}",
        published="发布于 {date}",
        read="读取于 {date}",
        checked="检查于 {date}",
        repeats="内容与《{title}》几乎一字不差",
        changed="与上一次构建相比，内容有变化",
        forbidden="robots.txt 要求程序不要访问",
        more_links="另有 {count} 条：`citeshelf links` 会全部列出",
        problem="{meaning}（{reason}）",
    ),
}

BUILD_WORDS: Mapping[Language, BuildWords] = {
    "en": BuildWords(
        title="Build the index anew",
        of_shipped="Builds the list that ships with Citeshelf.",
        of_list="Builds {path} again.",
        of_unknown="Where {name} lies is not known: this index was built before Citeshelf kept that. "
        "Build it once on the command line, then this button can:",
        offline="Offline: only from recorded pages, earlier builds and notes",
        refresh="Refresh: fetch again what earlier builds have read (not offline)",
        build="Build",
        cancel="Cancel",
        states={
            State.IDLE: "No build has run since the server was started.",
            State.RUNNING: "Building …",
            State.STOPPING: "Stopping …",
            State.DONE: "Built: questions are answered from the new index.",
            State.FAILED: "The build failed; the old index answers on. {complaint}",
            State.CANCELLED: "Cancelled; the old index answers on. What was fetched is kept for the next build.",
        },
        stages={
            "": "preparing",
            "reading": "reading links: {done} of {total}",
            "encoding": "encoding: {done} of {total}",
        },
        log="Log",
    ),
    "zh": BuildWords(
        title="重新构建索引",
        of_shipped="将构建 Citeshelf 自带的清单。",
        of_list="将重新构建 {path}。",
        of_unknown="不知道 {name} 放在哪里：构建这份索引时，Citeshelf 还不会记下清单的位置。"
        "请先在命令行构建一次，之后就可以用这里的按钮：",
        offline="离线：只用存档网页、以前的构建和笔记",
        refresh="刷新：重新抓取以前读过的网页（离线时无效）",
        build="开始构建",
        cancel="取消",
        states={
            State.IDLE: "服务启动以来还没有构建过。",
            State.RUNNING: "正在构建……",
            State.STOPPING: "正在停止……",
            State.DONE: "构建完成：现在用新索引回答问题。",
            State.FAILED: "构建失败，仍用原来的索引回答。{complaint}",
            State.CANCELLED: "已取消，仍用原来的索引回答。已抓取的网页会留给下一次构建。",
        },
        stages={"": "准备中", "reading": "读取链接：{done} / {total}", "encoding": "编码：{done} / {total}"},
        log="日志",
    ),
}

_MEANING_ZH: Mapping[Status, str] = {
    Status.OK: "网页已读取",
    Status.OK_FALLBACK: "这次没能读到网页",
    Status.THIN: "网页上几乎没有文字",
    Status.EMPTY: "网页是空的",
    Status.GONE: "网页已经不在了",
    Status.MOVED: "网页说自己换了地址，但新地址读不到",
    Status.SOFT_404: "打开后是一个报错页面",
    Status.BLOCKED: "网站拒绝了我们的访问",
    Status.ROBOTS_DENIED: "robots.txt 不允许程序读取这个网页",
    Status.HTTP_ERROR: "服务器返回了错误",
    Status.DNS_ERROR: "域名无法解析",
    Status.TLS_ERROR: "证书无效，浏览器也会发出警告",
    Status.TIMEOUT: "服务器太久没有回应",
    Status.INCOMPLETE: "网页还没传完连接就断了",
    Status.TOO_LARGE: "网页太大，Citeshelf 不读这么大的网页",
    Status.BAD_ENCODING: "网页的编码和服务器说的不一样",
    Status.UNSUPPORTED_TYPE: "不是文字，而是图片、程序之类",
    Status.BLOCKED_URL: "这个地址无法抓取",
    Status.SSRF_BLOCKED: "这个地址指向内部网络",
    Status.EXTRACT_FAILED: "没能从网页里取出文字",
    Status.EXTRACT_TIMEOUT: "从网页里取文字花的时间太长",
    Status.NOT_IN_ARCHIVE: "还没有访问过",
    Status.SKIPPED_HOST: "没有访问，因为这个网站此前拒绝过我们",
}
_CLAUSES_ZH: Mapping[str, str] = {MEANING[status][1]: words for status, words in _MEANING_ZH.items()} | {
    AT_NEW_ADDRESS: "网页换到了另一个地址",
    OFFLINE: "所有域名都无法解析，多半是没有联网",
    RETRYABLE: "服务器返回了错误，也许过一阵就好",
}


def meaning_in(language: Language, clause: str) -> str:
    """Return what is the matter with a link, as the report says it in English, in a language."""
    return _CLAUSES_ZH[clause] if language == "zh" else clause
