"""Which questions need those before them, and how they read alone; a complete question stays as it is."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assistant import Assistant
from app.follow_ups import Conversation
from app.questions import MAX_QUESTION_CHARS
from eval.questions import SHIPPED, Kind, read_questions

OPTUNA, OPTUNA_ZH = "What is Optuna good for?", "Optuna 是干嘛的？"
PAIR, PAIR_ZH = "Is CogDL faster than DGL?", "CogDL 和 DGL 哪个好？"


@pytest.fixture(scope="session")
def conversation(shipped_assistant: Assistant) -> Conversation:
    """A conversation on the shipped list in which no article answers."""
    return Conversation(shipped_assistant.searcher.index, lambda _: None)


NAMED = [
    (OPTUNA, "and its licence?", "Optuna's licence?"),
    (OPTUNA, "What is its licence?", "What is Optuna's licence?"),
    (OPTUNA, "Who wrote it?", "Who wrote Optuna?"),
    (OPTUNA, "How do I deploy it?", "How do I deploy Optuna?"),
    (OPTUNA, "Is this open source?", "Is Optuna open source?"),
    (OPTUNA, "Does this library run on GPUs?", "Does Optuna run on GPUs?"),
    (OPTUNA, "Which databases can it write to?", "Which databases can Optuna write to?"),
    (OPTUNA, "Which Redis client did its developers pick?", "Which Redis client did Optuna's developers pick?"),
    (OPTUNA, "Which companies use it?", "Which companies use Optuna?"),
    (OPTUNA, "Who's behind it?", "Who's behind Optuna?"),
    (OPTUNA, "Is it faster than Trax?", "Is Optuna faster than Trax?"),
    (OPTUNA, "So how does Trax differ from it?", "How does Trax differ from Optuna?"),
    (OPTUNA, "Who are their users?", "About Optuna: who are their users?"),
    ("what is optuna?", "who makes it?", "Who makes optuna?"),
    ("What is Python?", "Who invented it?", "Who invented Python?"),
    ("What is Tidewater?", "When was it released?", "When was Tidewater released?"),
    ("What is IBM's MAX-Framework for?", "What are its limits?", "What are MAX-Framework's limits?"),
    ("What does the Blink paper say?", "Which conference was it at?", "Which conference was the Blink paper at?"),
    (PAIR, "Does the latter support TensorFlow?", "Does DGL support TensorFlow?"),
    (PAIR, "Do both of them run on GPUs?", "Do CogDL and DGL run on GPUs?"),
    ("What are CogDL and DGL?", "What do they have in common?", "What do CogDL and DGL have in common?"),
    (
        "When did Streamlit join the Snowflake Foundation?",
        "Which projects got there after it?",
        "About the Snowflake Foundation: which projects got there after Streamlit?",
    ),
    (OPTUNA_ZH, "它支持分布式吗？", "Optuna 支持分布式吗？"),
    (OPTUNA_ZH, "那它的许可证呢？", "Optuna 的许可证呢？"),
    (OPTUNA_ZH, "其作者是谁？", "Optuna 的作者是谁？"),
    (OPTUNA_ZH, "该框架支持 GPU 吗？", "Optuna 支持 GPU 吗？"),
    (OPTUNA_ZH, "怎么部署它？", "怎么部署 Optuna？"),
    (OPTUNA_ZH, "Trax 和它有什么不同？", "Trax 和 Optuna 有什么不同？"),
    (OPTUNA_ZH, "这是谁做的？", "关于 Optuna，这是谁做的？"),
    (OPTUNA_ZH, "他们是哪家公司的？", "关于 Optuna，他们是哪家公司的？"),
    (PAIR_ZH, "后者是谁做的？", "DGL 是谁做的？"),
    (PAIR_ZH, "它们有什么区别？", "CogDL 和 DGL 有什么区别？"),
    ("腾讯的柏拉图能算多大的图？", "它是开源的吗？", "腾讯的柏拉图是开源的吗？"),
    ("旷视的天元框架什么时候开源的？", "它支持哪些硬件？", "旷视的天元框架支持哪些硬件？"),
    (OPTUNA, "它的许可证是什么？", "Optuna 的许可证是什么？"),
    (OPTUNA_ZH, "What is its licence?", "What is Optuna's licence?"),
]
UNSAID = [
    (
        OPTUNA,
        "Under which licence is the project released?",
        "About Optuna: under which licence is the project released?",
    ),
    (OPTUNA, "What is the licence?", "What is the licence of Optuna?"),
    (OPTUNA, "Are there alternatives?", "About Optuna: are there alternatives?"),
    (PAIR, "Which is newer?", "Which is newer, CogDL or DGL?"),
    (PAIR, "What is the difference?", "What is the difference between CogDL and DGL?"),
    (OPTUNA_ZH, "支持分布式吗？", "Optuna 支持分布式吗？"),
    (OPTUNA_ZH, "怎么安装？", "Optuna 怎么安装？"),
    (OPTUNA_ZH, "作者是谁？", "Optuna 的作者是谁？"),
    (OPTUNA_ZH, "什么时候开源的？", "Optuna 什么时候开源的？"),
    (OPTUNA_ZH, "能在 Windows 上用吗？", "Optuna 能在 Windows 上用吗？"),
    (OPTUNA_ZH, "有类似的工具吗？", "Optuna 有类似的工具吗？"),
    (PAIR_ZH, "哪个更稳定？", "关于 CogDL 和 DGL，哪个更稳定？"),
]
ASKED_AGAIN = [
    ("When was Optuna released?", "What about Trax?", "When was Trax released?"),
    ("When was Optuna released?", "And Trax?", "When was Trax released?"),
    ("When was Optuna released?", "What about the licence?", "What about the licence of Optuna?"),
    ("When was Optuna released?", "What about memory usage?", "What about memory usage of Optuna?"),
    ("When was Optuna released?", "What about trax?", "When was trax released?"),
    ("Optuna 支持分布式吗？", "训练速度呢？", "Optuna 的训练速度呢？"),
    ("When was Optuna released?", "How about Windows?", "What about Optuna and Windows?"),
    ("Is Haiku still getting new features?", "Why?", "Is Haiku still getting new features, and why?"),
    ("Who develops Optuna?", "Since when?", "Who develops Optuna, and since when?"),
    (
        "How fast is BERT on a T4 with TensorRT?",
        "And the Large model on an A100?",
        "How fast is BERT on an A100 with TensorRT, for the Large model?",
    ),
    ("How fast is BERT with TensorRT?", "And on an A100?", "How fast is BERT with TensorRT on an A100?"),
    ("Optuna 支持分布式吗？", "那换成 Trax 呢？", "Trax 支持分布式吗？"),
    ("Optuna 支持分布式吗？", "Trax 呢？", "Trax 支持分布式吗？"),
    ("Optuna 支持分布式吗？", "许可证呢？", "Optuna 的许可证呢？"),
    ("Optuna 支持分布式吗？", "和 Trax 比呢？", "Optuna 和 Trax 比呢？"),
    ("BERT 在 T4 上推理要多少毫秒？", "那在 A100 上呢？", "BERT 在 A100 上推理要多少毫秒？"),
    ("BERT 在 T4 上推理要多少毫秒？", "大模型呢？", "BERT 在 T4 上推理要多少毫秒，大模型呢？"),
    ("Haiku 现在还更新吗？", "为什么？", "Haiku 现在还更新吗，为什么？"),
]


@pytest.mark.parametrize(("before", "question", "alone"), [*NAMED, *UNSAID, *ASKED_AGAIN])
def test_a_follow_up_reads_alone(before: str, question: str, alone: str, conversation: Conversation) -> None:
    """A name stands for the pronoun, beside a question without a thing, or in the question that is asked again."""
    assert conversation.standalone(question, [before]) == alone
    assert conversation.standalone(question, []) == question


@pytest.mark.parametrize(
    ("asked", "alone"),
    [
        (["What is Optuna?", "When was it released?", "What about Trax?"], "When was Trax released?"),
        (["What is Optuna?", "When was it released?", "What about Trax?", "Why?"], "When was Trax released, and why?"),
        (["What is Optuna?", "Thanks!", "Who wrote it?"], "Who wrote Optuna?"),
        (["What is Optuna?", "What does Plato do?", "And its licence?"], "Plato's licence?"),
        (["Optuna 是什么？", "它支持分布式吗？", "那换成 Trax 呢？", "谁做的？"], "Trax 谁做的？"),
        (["飞桨的许可证是什么？", "谁做的？", "那天元呢？"], "天元谁做的？"),
    ],
)
def test_a_chain_of_follow_ups(asked: Sequence[str], alone: str, conversation: Conversation) -> None:
    """Each is read in the light of what those before were understood as."""
    assert conversation.standalone(asked[-1], asked[:-1]) == alone


@pytest.mark.parametrize(
    "question",
    [
        "How do hens brood their eggs?",
        "Which university has its origins in a school of medicine?",
        "Who may not require that its teachers be certified?",
        "What does it mean to be fully dynamic?",
        "Is it possible to train BERT on a laptop?",
        "How long does it take to fly to Mars?",
        "What time is it?",
        "What is open source?",
        "What is a library?",
        "How are you?",
        "What can you do?",
        "Thanks!",
        "What about now?",
        "后来呢？",
        "Trax",
        "List everything on Spark.",
        "How many articles are there on this list?",
        "Which topics are there?",
        "What does Plato need, and how do I install it?",
        "If a worker of my job crashes, does Plato handle that by itself?",
        "So what is Plato?",
        "And what does Plato do?",
        "Which is older, gold or bronze?",
        "Which paper says that Plato scales?",
        "母鸡孵蛋要多少天？",
        "猫为什么舔它的毛？",
        "什么是开源？",
        "框架是什么？",
        "你是谁？",
        "谢谢",
        "怎么训练模型？",
        "Plato 是什么，它怎么安装？",
        "Plato 这个项目是谁做的？",
        "腾讯的那个图计算框架叫什么？",
        "其中哪一篇讲 Plato？",
        "这份清单里有多少篇文章？",
        "那篇梳理系统方向的综述是谁写的？",
        "今天的黄金价格是多少？",
        "这座山有多高？",
    ],
)
@pytest.mark.parametrize("before", [OPTUNA, OPTUNA_ZH, PAIR])
def test_a_complete_question_stays_as_it_is(before: str, question: str, conversation: Conversation) -> None:
    """What names its own thing, or may be about none, is not touched by what was asked before."""
    assert conversation.standalone(question, [before]) == question


def test_the_shipped_questions_stay_as_they_are(conversation: Conversation) -> None:
    """Of all questions that need no history, put after another one, less than two in a hundred are changed."""
    questions = [one.question for one in read_questions(SHIPPED) if one.kind is not Kind.FOLLOW_UP]
    chance = random.Random(8)
    changed = [one for one in questions if conversation.standalone(one, [chance.choice(questions)]) != one]

    assert len(questions) > 300
    assert len(changed) < 0.02 * len(questions), changed


def test_what_was_refused_before_is_carried_nowhere(conversation: Conversation) -> None:
    """Where the questions before name nothing, and no article answers them, a follow-up stays as it is."""
    assert conversation.standalone("How tall is it?", ["Which mountain is the tallest?"]) == "How tall is it?"
    assert conversation.standalone("它有多高？", ["哪座山最高？"]) == "它有多高？"


def test_an_article_lends_its_name(shipped_assistant: Assistant) -> None:
    """Where the question before names nothing, the article that answered it is what is meant."""
    documents = shipped_assistant.searcher.index.documents
    article = next(one for one in documents if one.title == "optuna/optuna")
    asked: list[str] = []
    conversation = Conversation(shipped_assistant.searcher.index, lambda question: asked.append(question) or article)

    before = "Which company made the hyperparameter optimiser?"
    assert conversation.standalone("What is its licence?", [before]) == "What is Optuna's licence?"
    assert asked == [before]


TYPED = """
    it its they that this those and what about why Optuna DGL GPU on in a the ? , . licence 它 它们 其 那 呢 吗 ？ ，
    换成 在 上 的 许可证 怎么 飞桨 这个 框架 前者 支持 2019 C++ ' ( ) * \\ x
"""
WORDS = st.sampled_from(TYPED.split())
LINES = st.one_of(
    st.lists(WORDS, max_size=12).map(" ".join), st.lists(WORDS, max_size=12).map("".join), st.text(max_size=40)
)


@settings(max_examples=120, derandomize=True, deadline=None)
@given(question=LINES, history=st.lists(LINES, max_size=4))
def test_nothing_that_is_typed_fails(question: str, history: list[str], conversation: Conversation) -> None:
    """Any text can be asked after any other; without a history it stays as it is, and the same comes of the same."""
    alone = conversation.standalone(question, history)

    assert conversation.standalone(question, []) == question
    assert alone == conversation.standalone(question, history)
    assert bool(alone.strip()) == bool(question.strip())


@pytest.mark.parametrize("part", ["a", "on ", "it ", "那", "它", "的 ", "Optuna's ", "GPU 2.0 "])
def test_a_long_question_is_read_in_no_time(part: str, conversation: Conversation) -> None:
    """No pattern goes over a long line again and again; a test that takes minutes fails."""
    long = (part * MAX_QUESTION_CHARS)[:MAX_QUESTION_CHARS]

    assert conversation.standalone(long, [long, OPTUNA])
    assert conversation.standalone("And on an A100?", [long])
