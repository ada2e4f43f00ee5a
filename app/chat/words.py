"""The page's own words in both languages: Gradio's components follow its I18n, our HTML has both and shows one.

`both` writes a word in both languages; the style hides the one that is not the page's (`lang` of its root, which
page.js sets), from screen readers too. So the language changes at once, without the server.
"""

from collections.abc import Mapping
from html import escape

import gradio as gr

from ingest.language import Language

WORDS: Mapping[str, Mapping[Language, str]] = {
    "tab": {"en": "Chat", "zh": "问答"},
    "library": {"en": "Library", "zh": "资料库"},
    "evaluation": {"en": "Evaluation", "zh": "评测"},
    "ask": {"en": "Ask", "zh": "提问"},
    "stop": {"en": "Stop", "zh": "停止"},
    "question": {"en": "Your question", "zh": "你的问题"},
    "hint": {"en": "Ask in English or Chinese …", "zh": "用中文或英文提问……"},
    "topic": {"en": "Search within", "zh": "检索范围"},
    "all": {"en": "All topics", "zh": "全部主题"},
    "topics": {"en": "Topics", "zh": "主题"},
    "find_topic": {"en": "Find a topic", "zh": "查找主题"},
    "no_topic": {"en": "No topic of that name.", "zh": "没有这个主题。"},
    "articles": {"en": "articles", "zh": "篇文章"},
    "chat": {"en": "Answers", "zh": "回答"},
    "sources": {"en": "Sources", "zh": "来源"},
    "sources_of": {"en": "Sources of answer {}", "zh": "第 {} 个回答的来源"},
    "no_sources": {
        "en": "The passages that an answer quotes appear here, each with a link to its place in the article.",
        "zh": "回答引用的段落会显示在这里，每段都有链接，可打开文章中的对应位置。",
    },
    "none_cited": {"en": "This answer quotes no source.", "zh": "这个回答没有引用来源。"},
    "to_answer": {"en": "Back to where the answer cites source", "zh": "回到回答中引用来源的位置："},
    "open_quote": {"en": "Open at the quote", "zh": "打开原文并定位到引文"},
    "open_page": {"en": "Open the article", "zh": "打开原文"},
    "copy": {"en": "Copy citation:", "zh": "复制引用："},
    "published": {"en": "published", "zh": "发布于"},
    "fetched": {"en": "read", "zh": "读取于"},
    "english": {"en": "English", "zh": "英文"},
    "chinese": {"en": "Chinese", "zh": "中文"},
    "conversations": {"en": "Conversations", "zh": "对话"},
    "new": {"en": "New conversation", "zh": "新对话"},
    "delete": {"en": "Delete", "zh": "删除"},
    "no_conversations": {
        "en": "What you ask is kept in this browser only.",
        "zh": "提问记录只保存在这个浏览器里。",
    },
    "export": {"en": "Export", "zh": "导出"},
    "copied": {"en": "Copied.", "zh": "已复制。"},
    "index": {"en": "index", "zh": "索引"},
    "language": {"en": "Language of the page", "zh": "界面语言"},
    "welcome": {
        "en": "Ask what the articles on this list say. Every sentence of an answer comes with its source.",
        "zh": "可以问清单里的文章说了什么。回答的每句话都注明出处。",
    },
    "thanks": {"en": "Thank you. It was noted for review.", "zh": "谢谢，已记录，留待审阅。"},
    "what_is_wrong": {"en": "What is wrong with this answer?", "zh": "这个回答有什么问题？"},
    "wrong source": {"en": "The source is the wrong one", "zh": "来源不对"},
    "wrong answer": {"en": "The answer is wrong", "zh": "答案不对"},
    "not in the sources": {"en": "The sources do not say this", "zh": "资料里并没有这样说"},
    "should have answered": {"en": "The sources do answer this", "zh": "资料里其实有答案"},
    "wrong language": {"en": "It is in the wrong language", "zh": "语言不对"},
    "other": {"en": "Something else", "zh": "其他问题"},
    "comment": {"en": "What would be right? (optional)", "zh": "应该是怎样的？（可不填）"},
    "send": {"en": "Send", "zh": "提交"},
    "cancel": {"en": "Cancel", "zh": "取消"},
}
LOCALES: Mapping[Language, str] = {"en": "en", "zh": "zh-CN"}

I18N = gr.I18n(**{LOCALES[language]: {key: word[language] for key, word in WORDS.items()} for language in ("en", "zh")})


def both(key: str, *values: object) -> str:
    """Return a word in both languages as HTML, its places filled with values."""
    return "".join(
        f'<span class="cs-{language}" lang="{LOCALES[language]}">{escape(word.format(*values))}</span>'
        for language, word in WORDS[key].items()
    )
