"""Our own words, in both languages: what a face says around the quotes."""

from collections.abc import Mapping

from ingest.language import Language
from ingest.status import Source

REFUSAL: Mapping[Language, str] = {
    "en": "Not in these sources.",
    "zh": "这些资料里没有答案。",
}
UNANSWERED: Mapping[Language, str] = {"en": "Not in these sources: {}", "zh": "这些资料里没有答案：{}"}
"""Of parts of a question whose other parts are answered."""
NEAREST: Mapping[Language, str] = {"en": "The nearest articles:", "zh": "最接近的文章："}
TOPICS: Mapping[Language, str] = {"en": "Topics on the list:", "zh": "清单里的主题："}
NOTHING_NEAR: Mapping[Language, str] = {
    "en": "no passage is near enough to the question",
    "zh": "没有与问题足够接近的段落",
}
NOT_STATED: Mapping[Language, str] = {"en": "not stated in the sources", "zh": "资料中未提及"}
SOURCES: Mapping[Language, str] = {"en": "Sources", "zh": "来源"}
SOURCE_STATE: Mapping[Language, Mapping[Source, str]] = {
    "en": {
        Source.LIVE: "page",
        Source.ARCHIVE: "recorded page",
        Source.WAYBACK: "Wayback copy",
        Source.NOTE: "note",
        Source.STUB: "the list's line",
    },
    "zh": {
        Source.LIVE: "网页",
        Source.ARCHIVE: "存档网页",
        Source.WAYBACK: "Wayback 存档",
        Source.NOTE: "笔记",
        Source.STUB: "清单条目",
    },
}
CHANGE: Mapping[Language, str] = {"en": "Change this question", "zh": "修改这个问题"}
UNDERSTOOD: Mapping[Language, str] = {"en": "Understood as: ", "zh": "理解为："}
OTHER_LANGUAGE: Mapping[Language, str] = {"en": "in Chinese", "zh": "英文"}
"""Of a quote that is not in the question's language."""
IN_SHORT: Mapping[Language, str] = {"en": "In short: ", "zh": "摘要："}
"""Of what a note says where the quote is in the other language."""
EMPTY: Mapping[Language, str] = {"en": "Type a question first.", "zh": "请先输入问题。"}
WITHIN: Mapping[Language, str] = {"en": "Within the topic ", "zh": "限定主题："}
STOPPED: Mapping[Language, str] = {"en": "Stopped before the end.", "zh": "回答已停止，内容不完整。"}
ASKED: Mapping[Language, str] = {"en": "Asked ", "zh": "提问时间："}
INDEX: Mapping[Language, str] = {"en": "index {} of {}", "zh": "索引 {}，建于 {}"}
WEAK: Mapping[Language, Mapping[str, str]] = {
    "en": {"weak": "only partly in its source", "unsupported": "not in its source"},
    "zh": {"weak": "来源只部分支持", "unsupported": "来源中没有"},
}
"""What is said of a sentence by how its citations carry it (`Sentence.support`)."""
SEARCHED: Mapping[Language, str] = {
    "en": "{} passages from {} articles · {} ms",
    "zh": "检索了 {} 个段落，来自 {} 篇文章 · {} 毫秒",
}
LISTED: Mapping[Language, str] = {"en": "Answered from the list itself · {} ms", "zh": "由清单本身回答 · {} 毫秒"}
TOOK: Mapping[Language, str] = {
    "en": "Searching took {} ms, answering {} ms.",
    "zh": "检索用时 {} 毫秒，作答用时 {} 毫秒。",
}
ALL_TOPICS: Mapping[Language, str] = {"en": "all topics", "zh": "全部主题"}
