"""When to refuse: what has nothing to do with the sources is refused, what they say is answered, in both languages."""

import json

import pytest

from app.abstaining import scales
from app.abstaining.scales import PROBES
from app.assistant import Assistant
from app.rebuild import Report
from app.settings import Dial, Settings
from index.folder import current
from ingest.language import Language

FAR: dict[Language, list[str]] = {
    "en": [
        "What temperature should a medium-rare steak reach?",
        "Who painted the ceiling of the Sistine Chapel?",
        "How often should I water a cactus?",
        "Which river flows through Budapest?",
        "What does the offside rule say in soccer?",
        "How do I change a flat bicycle tyre?",
        "When did the Roman Empire fall?",
        "What is the best treatment for a sunburn?",
        "How long does it take to fly from Tokyo to Sydney?",
        "Which key signature has three flats?",
        "Why do cats purr?",
        "How is parmesan cheese made?",
    ],
    "zh": [
        "牛排要煎到几分熟才好吃？",
        "蒙娜丽莎是谁画的？",
        "仙人掌多久浇一次水？",
        "流经布达佩斯的是哪条河？",
        "足球比赛里越位怎么判？",
        "自行车爆胎了怎么补？",
        "罗马帝国是哪一年灭亡的？",
        "晒伤之后怎么处理？",
        "从东京飞到悉尼要多长时间？",
        "为什么猫会打呼噜？",
        "红楼梦的作者是谁？",
        "孕妇可以喝咖啡吗？",
    ],
}
# Each with a word of the article that must be cited first: of its title, or of what is quoted from it.
NEAR: dict[Language, list[tuple[str, str]]] = {
    "en": [
        ("Who develops Optuna?", "Preferred Networks"),
        ("Which company and university built Texar-PyTorch?", "Texar"),
        ("When was TensorBoard.dev shut down?", "TensorBoard.dev"),
        ("How fast is BERT inference on a T4 GPU with TensorRT?", "TensorRT"),
        ("Which programming languages is Angel written in?", "angel"),
        ("Which reinforcement learning algorithms does RLzoo offer?", "Tensorlayer"),
        ("How does Blink speed up communication between GPUs?", "Blink"),
        ("What is Trax?", "trax"),
        ("How do I install Streamlit?", "Python代码到APP"),
        ("What problem does the vFlat app solve?", "TFLite"),
        ("What is RLax for?", "rlax"),
        ("When did Angel graduate from LF AI?", "Angel"),
    ],
    "zh": [
        ("Optuna 怎么安装？", "optuna"),
        ("Texar-PyTorch 是哪家公司推出的？", "Texar"),
        ("TensorBoard.dev 什么时候关闭的？", "TensorBoard.dev"),
        ("TensorRT 优化后 BERT 在 T4 上推理要多少毫秒？", "TensorRT"),
        ("Angel 是用什么语言写的？", "angel"),
        ("RLzoo 支持哪些强化学习算法？", "Tensorlayer"),
        ("vFlat 解决了什么问题？", "TFLite"),
        ("CPU 和 GPU 之间靠什么相连？", "GPU基础知识"),
        ("CogDL 是哪所学校开发的？", "清华"),
        ("ByteGraph 是哪家公司的图数据库？", "字节跳动"),
        ("柏拉图图计算框架是谁开源的？", "柏拉图"),
        ("Blink 比 NCCL 快多少？", "Blink"),
    ],
}


def test_these_questions_are_not_the_probes() -> None:
    """The far questions here are none of the probes."""
    asked = {json.loads(line)["question"] for line in PROBES.read_text("utf-8").splitlines()}

    assert len(asked) == 40
    assert asked.isdisjoint({*FAR["en"], *FAR["zh"]})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_far_questions_are_refused(language: Language, shipped_assistant: Assistant) -> None:
    """What no source speaks of is refused, in the question's language, with what is nearest."""
    for question in FAR[language]:
        answer = shipped_assistant.ask(question)

        assert answer.refused, question
        assert (answer.language, answer.sentences, answer.citations) == (language, (), ())
        assert len(answer.hits) == 8


@pytest.mark.parametrize("language", ["en", "zh"])
def test_questions_about_the_sources_are_answered(language: Language, shipped_assistant: Assistant) -> None:
    """What a note speaks of is answered, first of all from that note's article."""
    for question, word in NEAR[language]:
        answer = shipped_assistant.ask(question)

        assert not answer.refused, question
        first = answer.citations[0]
        assert word.casefold() in f"{first.document.title}\n{first.quote}".casefold(), question


def test_a_topic_says_what_a_question_need_not(shipped_assistant: Assistant) -> None:
    """Within a topic a question that does not name its thing is answered; one about something else is refused."""
    question = "Which company developed the hyperparameter optimisation framework?"
    inside, outside = shipped_assistant.ask(question, "optuna"), shipped_assistant.ask(question)

    assert inside.confidence is not None
    assert outside.confidence is not None
    assert inside.confidence > outside.confidence
    assert not inside.refused
    assert all(shipped_assistant.ask(far, "optuna").refused for far in (*FAR["en"][:4], *FAR["zh"][:4]))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_stricter_dial_never_answers_more(
    language: Language, shipped: tuple[Settings, Report], shipped_assistant: Assistant
) -> None:
    """Whatever the strict dial answers the balanced one does, and whatever that one answers the eager one does."""
    searcher = shipped_assistant.searcher
    scale = scales.load(current(shipped[0].data), searcher)
    dials: list[Dial] = ["strict", "balanced", "eager"]
    questions = [*FAR[language][:4], *(question for question, _ in NEAR[language][:3])]
    questions += ["Which licence do these projects have?", "这些项目用什么许可证？", "Is it fast?", "它快吗？"]
    answered = []
    for dial in dials:
        assistant = Assistant(searcher, scale, shipped[0].model_copy(update={"refusal": dial}))
        answered.append({question for question in questions if not assistant.ask(question).refused})

    assert answered[0] <= answered[1] <= answered[2]
    assert answered[2] > set(FAR[language]) & answered[2]
