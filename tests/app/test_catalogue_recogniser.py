"""Which questions are about the list itself, in both languages, and which are not."""

import pytest

from app.catalogue.recogniser import recognised
from app.catalogue.request import Ask, Noun
from eval.questions import SHIPPED, Kind, read_questions

COUNTS = {
    "How many links are on the list?": "",
    "How many articles are there?": "",
    "how many entries does this collection contain in total": "",
    "How long is this reading list?": "",
    "How many papers on tide tables are there in your collection?": "tide tables",
    "How many articles about Tidewater do you have?": "Tidewater",
    "How many of the links are about Gannet?": "Gannet",
    "What is the number of articles under Storage?": "Storage",
    "Could you tell me how many links the list has on boats?": "boats",
    "How many entries are filed under the heading Boats?": "Boats",
    "Hi, how many articles are there in the category Boats?": "Boats",
    "清单里一共有多少条链接？": "",
    "这份清单有多长？": "",
    "关于潮汐的文章有几篇？": "潮汐",
    "清单里有多少篇关于 Tidewater 的文章？": "Tidewater",
    "有多少篇文章是讲 Gannet 的？": "Gannet",
    "paddle 下面有几篇？": "paddle",
    "清单里的 JAX 文章有几篇？": "JAX",
    "How many Gannet articles are on the list?": "Gannet",
    "请问 Storage 这一栏收录了几条？": "Storage",
    "Boats 这个主题一共有多少篇文章？": "Boats",
    "我想知道清单里跟港口有关的链接一共有多少条": "港口",
}
LISTS = {
    "List all articles about Tidewater": "Tidewater",
    "Please list everything under Boats.": "Boats",
    "Give me all the links on Gannet": "Gannet",
    "Show me the Storage section": "Storage",
    "Show me all entries in the category Boats": "Boats",
    "What is under topic Boats?": "Boats",
    "What's filed under boats?": "boats",
    "What do you have on JAX?": "JAX",
    "What does the list have on JAX?": "JAX",
    "Which articles mention Tidewater?": "Tidewater",
    "Which papers on the list discuss message queues?": "message queues",
    "Is there anything about Kubernetes on the list?": "Kubernetes",
    "Do you have any articles about keels on this list?": "keels",
    "I am new here. Which links on the list are about boats? Please list them.": "boats",
    "List all Tidewater links": "Tidewater",
    "Show me all Gannet articles on the list": "Gannet",
    "What articles are there?": "",
    "List all the links": "",
    "spark 主题下有哪些文章？": "spark",
    "列出所有关于 CogDL 的链接": "CogDL",
    "请把 JAX 分类下的文章都列出来": "JAX",
    "列一下清单里跟腾讯有关的文章": "腾讯",
    "清单里有没有关于 Kubernetes 的文章？": "Kubernetes",
    "哪些文章提到了 TensorFlow？": "TensorFlow",
    "我刚来，清单里讲港口的文章有哪些？列一下，谢谢。": "港口",
    "有哪些文章是关于潮汐的？": "潮汐",
    "列出 JAX 的所有文章": "JAX",
    "清单里的 JAX 文章有哪些？": "JAX",
}
TOPICS = (
    "Which topics are there?",
    "What topics does the list cover?",
    "List the topics",
    "Show me all the headings of the list",
    "How many topics are there on the list?",
    "How is the list organised?",
    "What is this list about?",
    "What's on the list?",
    "有哪些主题？",
    "清单有几个主题？",
    "列出所有主题",
    "这份清单是讲什么的？",
    "清单里都有什么？",
    "这里有哪些主题可以看？",
    "你好，这份清单分成了哪些类别？",
)
ADDED = {
    "What's new?": "",
    "What is new on the list?": "",
    "What was added since 2026-01-01?": "since 2026-01-01",
    "Which links were added last week?": "last week",
    "Which articles were recently added to the list?": "",
    "What was added with the last build?": "with the last build",
    "How many links were added in November 2026?": "in November 2026",
    "What was added to the list on 3 March 2026?": "on 3 March 2026",
    "Show me the latest additions": "",
    "Are there any new links since yesterday?": "since yesterday",
    "最近新增了哪些链接？": "最近",
    "清单最近有什么新内容？": "最近",
    "2026年3月以来新增了哪些文章？": "2026年3月以来",
    "上次构建新增了什么？": "上次构建",
    "昨天加了哪些链接？": "昨天",
}
STATES = {
    "Which links are dead?": Ask.DEAD,
    "Are there any dead links?": Ask.DEAD,
    "List the broken links": Ask.DEAD,
    "How many links are dead?": Ask.DEAD,
    "Which links no longer work?": Ask.DEAD,
    "Show me all dead links on the list": Ask.DEAD,
    "Which links have moved?": Ask.MOVED,
    "Which pages could not be read?": Ask.UNREAD,
    "Which links can't be opened?": Ask.UNREAD,
    "Which links in the list are unreachable?": Ask.UNREAD,
    "哪些链接失效了？": Ask.DEAD,
    "有没有死链？": Ask.DEAD,
    "列出失效的链接": Ask.DEAD,
    "清单里有多少条死链？": Ask.DEAD,
    "哪些链接换了地址？": Ask.MOVED,
    "哪些网页读不到？": Ask.UNREAD,
}
OTHERS = (
    "How many GPUs did Google use?",
    "How many articles does Wikipedia have?",
    "List the features of DGL",
    "How many papers did DeepMind publish on JAX?",
    "How many links does a Spark RPC endpoint keep?",
    "Which papers introduced Trax?",
    "How many entries are in the linked list?",
    "How do I count the entries in a Python list?",
    "What is new in TensorRT 7?",
    "What was added in PyTorch 1.3?",
    "What was added to Optuna since 2020?",
    "Which topics does the Blink paper cover?",
    "How do I find dead links in Markdown?",
    "What is in the README of haiku?",
    "What does the list method do in Python?",
    "Show me how to install Trax",
    "Tell me everything about Spark",
    "List the authors of the Haiku library",
    "How many pages does the PyTorch paper have?",
    "Which links between GPUs does Blink use?",
    "Which GPU links are dead in a DGX-1?",
    "What topics are discussed in the MLSys survey?",
    "How is a linked list organised?",
    "What can I do with Streamlit?",
    "Which sections does the paper have?",
    "What moved to Flask?",
    "Which articles did Synced write about Trax?",
    "How many of the pretrained models support GPU?",
    "List three advantages of DALI",
    "Show me an example of hk.transform",
    "What do the sources say about JAX?",
    "How many links are on the list? And how fast is Gannet?",
    "Which entries are about CogDL, and when was it released?",
    "How many links of the list lead to GitHub?",
    "Show me the sources",
    "Show me some more articles",
    "Give me the best papers",
    "Show me three similar articles",
    "What was added on 31 things in 2020 and why?",
    "维基百科有多少篇文章？",
    "维基百科里关于 Spark 的文章有多少篇？",
    "飞桨一共有多少个算法？",
    "TensorRT 7 新增了哪些功能？",
    "PyTorch 最近新增了什么？",
    "MLSys 会议有哪些主题？",
    "有哪些主题模型？",
    "Python 列表里有多少个元素？",
    "飞桨有哪些部分？",
    "CogDL 的主页打不开了吗？",
    "列出 DGL 的特点",
    "Spark 有哪些模块？",
    "百度发表了多少篇论文？",
    "这篇论文引用了多少篇文献？",
    "Trax 的 README 里有哪些链接？",
    "Optuna 和 Kaggle 有什么关系？",
    "关于 JAX，资料里是怎么说的？",
    "Haiku 和 RLax 有什么区别？",
    "Angel 的论文有哪些作者？",
    "列表和元组有什么区别？",
    "DALI 下面有哪些算子？",
    "腾讯的图计算框架里有多少个节点？",
    "清单里有多少条链接？Gannet 有多快？",
)
ORDINARY = [one for one in read_questions(SHIPPED) if one.kind is not Kind.CATALOGUE]


@pytest.mark.parametrize(("ask", "wordings"), [(Ask.COUNT, COUNTS), (Ask.LIST, LISTS)])
def test_counts_and_lists_are_recognised_with_what_they_are_about(ask: Ask, wordings: dict[str, str]) -> None:
    """Each wording is read as what it asks for, and its free words are what the links are to be about."""
    assert {question: _read(question) for question in wordings} == {
        question: (ask, target) for question, target in wordings.items()
    }


def test_topics_are_recognised() -> None:
    """Whoever asks what the list is about, or how it is divided, asks for its topics."""
    assert {question: _read(question) for question in TOPICS} == dict.fromkeys(TOPICS, (Ask.TOPICS, ""))


def test_additions_are_recognised_with_their_time() -> None:
    """What was added comes with the words for the time, which may be missing."""
    found = {question: recognised(question) for question in ADDED}

    assert {question: one and (one.ask, one.when) for question, one in found.items()} == {
        question: (Ask.ADDED, when) for question, when in ADDED.items()
    }


def test_states_of_links_are_recognised() -> None:
    """Dead, moved and unreadable links are told apart."""
    assert {question: _read(question) for question in STATES} == {
        question: (ask, "") for question, ask in STATES.items()
    }


@pytest.mark.parametrize("question", OTHERS)
def test_other_questions_go_on(question: str) -> None:
    """What counts or lists something else, or asks two things, is no question about the list."""
    assert recognised(question) is None


def test_no_ordinary_question_of_the_shipped_set_is_recognised() -> None:
    """Of the evaluation's questions of all other kinds, whatever orders they smuggle in, none is about the list."""
    assert [one.question for one in ORDINARY if recognised(one.question)] == []
    assert len(ORDINARY) > 300


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How many articles are on the list?", Noun.ARTICLES),
        ("How many entries are on the list?", Noun.ENTRIES),
        ("How many papers are on the list?", Noun.LINKS),
        ("How many links are there about articles on the list?", Noun.LINKS),
        ("清单里有几篇？", Noun.ARTICLES),
        ("清单里有多少个条目？", Noun.ENTRIES),
        ("清单里有多少条链接？", Noun.LINKS),
    ],
)
def test_the_questions_noun_is_kept(question: str, noun: Noun) -> None:
    """What stands on the list is called as the question calls it, if the list can know that it is one."""
    request = recognised(question)

    assert request
    assert request.noun is noun


@pytest.mark.parametrize(
    "question",
    [
        "how many articles " + "on the list " * 150,
        "list everything on " + "a the of in under topic " * 8,
        "清单里" + "都有" * 100,
        "清单里" + "有哪些关于" * 40,
        "和" * 110 + "有关" * 50,
        "please " * 30 + "list",
        "," * 1999 + "a",
    ],
)
def test_no_wording_is_tried_in_every_way(question: str) -> None:
    """Words of the grammar heaped up are read in the end, and ask for nothing; nested patterns would never end."""
    assert recognised(question) is None


def _read(question: str) -> tuple[Ask, str] | None:
    request = recognised(question)
    return (request.ask, request.target) if request else None
