"""Which questions compare things of the list, which things those are, and in what respects; all others go on."""

import json
from pathlib import Path

import pytest

from app.comparison.names import Names
from app.comparison.recognition import MOST_CHARS, compared
from app.rebuild import Report
from app.settings import Settings
from index.folder import current
from index.reader import Index

QUESTIONS = Path(__file__).parents[2] / "eval" / "data" / "questions.jsonl"
WIDE = "".join(chr(ord(mark) + 0xFEE0) if mark != " " else mark for mark in "Haiku vs Trax")  # full-width letters
GENERAL = ("What it is", "Made by", "Licence", "Supports", "Latest")
GENERAL_ZH = ("是什么", "开发者", "许可证", "支持", "最近动态")


@pytest.fixture(scope="module")
def names(shipped: tuple[Settings, Report]) -> Names:
    """The names of the shipped list."""
    return Names(Index.load(current(shipped[0].data)))


@pytest.mark.parametrize(
    ("question", "things", "aspects"),
    [
        ("compare Haiku and Trax", ("Haiku", "Trax"), GENERAL),
        ("Please compare haiku with trax.", ("haiku", "trax"), GENERAL),
        ("How does Optuna differ from Streamlit?", ("Optuna", "Streamlit"), GENERAL),
        ("What is the difference between DGL and CogDL?", ("DGL", "CogDL"), GENERAL),
        ("Haiku vs. RLax", ("Haiku", "RLax"), GENERAL),
        ("DALI versus Blink", ("DALI", "Blink"), GENERAL),
        ("Show a comparison of Haiku, Trax and Optuna", ("Haiku", "Trax", "Optuna"), GENERAL),
        ("Haiku or Trax: which one should I use?", ("Haiku", "Trax"), GENERAL),
        ("Haiku vs Trax: which one supports TPUs?", ("Haiku", "Trax"), ("which one supports TPUs",)),
        ("Compare Paddle Lite and TensorRT by licence", ("Paddle Lite", "TensorRT"), ("licence",)),
        (
            "Compare Haiku and Trax in terms of licence, maker and size.",
            ("Haiku", "Trax"),
            ("licence", "maker", "size"),
        ),
        (
            "Which of the two has the more recent release, Haiku or RLax?",
            ("Haiku", "RLax"),
            ("Which of the two has the more recent release",),
        ),
        ("Which is newer, Tencent's Plato or the CogDL toolkit?", ("Plato", "CogDL"), None),
        ("How many stars do Streamlit and Optuna each have?", ("Streamlit", "Optuna"), None),
        (WIDE, ("Haiku", "Trax"), GENERAL),
        ("DGL 和 CogDL 有什么区别？", ("DGL", "CogDL"), GENERAL_ZH),
        ("比较一下 Haiku 与 Trax", ("Haiku", "Trax"), GENERAL_ZH),
        ("请对比 Optuna、DALI 和 Blink", ("Optuna", "DALI", "Blink"), GENERAL_ZH),
        ("Haiku 跟 Trax 相比怎么样", ("Haiku", "Trax"), GENERAL_ZH),
        ("Haiku对比Trax", ("Haiku", "Trax"), GENERAL_ZH),
        ("飞桨和 MegEngine 有何不同？", ("飞桨", "MegEngine"), GENERAL_ZH),
        ("柏拉图与ByteGraph的异同", ("柏拉图", "ByteGraph"), GENERAL_ZH),
        ("比较 Haiku 和 Trax 的许可证和开发者", ("Haiku", "Trax"), ("许可证", "开发者")),
        ("Haiku 和 Trax 在许可证、速度方面有什么区别？", ("Haiku", "Trax"), ("许可证", "速度")),
        ("Haiku 和 RLax 哪个在 GitHub 上的星更多？", ("Haiku", "RLax"), None),
        ("Haiku 和 Trax 分别是谁开发的？", ("Haiku", "Trax"), None),
        ("Haiku 和 RLax 各自支持 GPU 吗？", ("Haiku", "RLax"), None),
        ("Can Optuna prune trials, or is Streamlit better?", ("Optuna", "Streamlit"), ("prune trials",)),
        ("Optuna 能剪枝吗，还是该用 Streamlit？", ("Optuna", "Streamlit"), ("能剪枝吗",)),
        ("该用 Streamlit 还是 Cortex 部署模型？", ("Streamlit", "Cortex"), None),
    ],
)
def test_what_is_compared(
    question: str, things: tuple[str, ...], aspects: tuple[str, ...] | None, names: Names
) -> None:
    """Things are found under any wording, case and width; the aspects are those asked for, else the general ones."""
    found = compared(question, names)

    assert found is not None
    assert tuple(one.name for one in found.things) == things
    if aspects:
        assert tuple(one.label for one in found.aspects) == aspects
    assert found.asked == (aspects not in (GENERAL, GENERAL_ZH))


@pytest.mark.parametrize(
    "question",
    [
        "What is Haiku?",
        "Who made Haiku and RLax?",
        "Which company released Haiku and RLax?",
        "Do Haiku and RLax work together?",
        "compare Haiku and haiku",
        "compare Haiku",
        "Compare Haiku and Flux",  # the list has no Flux
        "What is the difference between training and inference?",
        "What is the difference between PyTorch and TensorFlow?",  # all the list says TensorFlow, no page is about it
        "What is the difference between a GPU and a CPU?",
        "How is Haiku different?",
        "By how much is DALI faster than PyTorch?",
        "How much faster than Spark is Plato?",
        "Which library came before Haiku?",
        "Is the licence of Haiku better for companies and universities?",
        "What do the sources say about Haiku and Trax?",
        "each and every difference",
        "vs",
        "A vs B",
        "Haiku 是什么？",
        "哪个公司开发了 Haiku 和 RLax？",
        "谁写了 Haiku 和 Trax？",
        "Haiku 和 RLax 是什么关系？",
        "训练和推理有什么区别",
        "AI 和 ML 的区别",
        "CPU 和 GPU 有什么区别",
        "Haiku 比 Trax 快多少？",
        "比较 Haiku 和 haiku",
        "Plato 和柏拉图有什么区别",  # one thing by two names
        "Haiku 和它的前身有什么不同？",
        "怎么分别安装 Haiku？",
        "compare Haiku and Trax " * 20,
    ],
)
def test_what_is_not_compared(question: str, names: Names) -> None:
    """Ordinary questions, one thing twice, things of another list, and things that no page is about are let be."""
    assert compared(question, names) is None


def test_a_name_beside_the_things_says_where_to_look(names: Names) -> None:
    """What is known for nothing by itself is looked for in the documents about another name of the question."""
    found = compared("Which edition of Texar is newer, the TensorFlow or the PyTorch one?", names)

    assert found is not None
    titles = {names._index.documents[number].title for one in found.things for number in one.within}
    assert [one.name for one in found.things] == ["TensorFlow", "PyTorch"]
    assert titles
    assert all("exar" in title for title in titles)


def test_names_together_are_one_thing(names: Names) -> None:
    """Names on one side that share documents say one thing; a maker's name before it is no thing."""
    found = compared("Which is faster, Baidu's ERNIE or NVIDIA's TensorRT-tuned BERT?", names)

    assert found is not None
    assert [one.name for one in found.things] == ["ERNIE", "TensorRT-tuned BERT"]


@pytest.mark.parametrize(
    ("text", "is_defined"),
    [
        ("Haiku is a library.", True),
        ("Haiku (by DeepMind) is DeepMind's library.", True),
        ("Haiku, an open-source library, is small.", True),
        ("Haiku 是一个库。", True),
        ("Haiku是一个库。", True),
        ("Haiku is licensed under Apache 2.0.", False),
        ("Haiku 采用 Apache 2.0 许可证。", False),
        ("Unlike Trax, Haiku is a library.", False),
        ("Haikus are poems.", False),
    ],
)
def test_what_begins_as_a_definition(text: str, is_defined: bool, names: Names) -> None:  # noqa: FBT001
    """A sentence that begins with the thing and says what it is defines it."""
    found = compared("Haiku vs Trax", names)

    assert found is not None
    assert found.things[0].is_defined(text) == is_defined


def test_what_is_too_long_is_no_comparison(names: Names) -> None:
    """A question longer than a few lines asks more than to compare."""
    short = "compare Haiku and Trax"
    assert compared(short.ljust(MOST_CHARS, "."), names) is not None
    assert compared(short.ljust(MOST_CHARS + 1, "."), names) is None


def test_ordinary_questions_stay_ordinary(names: Names) -> None:
    """Of the open questions of all other kinds none becomes a comparison."""
    asked = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    ordinary = [one["question"] for one in asked if one["kind"] != "comparison" and not one.get("held_out")]

    assert len(ordinary) > 200
    assert [question for question in ordinary if compared(question, names)] == []
