"""How a Chinese question reads alone: a name for the word that stands for it, or the question before asked again."""

import re

from app.follow_ups.chinese.anaphora import Found, anaphor, points_at_more
from app.follow_ups.chinese.ellipsis import fragment
from app.follow_ups.chinese.words import bare, both, joined, opened
from app.follow_ups.vocabulary import says_nothing
from app.follow_ups.wording import Before, Lack

_PREDICATE = re.compile(
    "支持|兼容|怎|如何|什么|何时|谁|有|能|可以|需要|要|用|是|为|多|哪|在|最|跟|和|比|从|属于|叫|适合|还|现在|目前|会|该|"
    "安装|免费|收费|开始|后来|已经|被|由|基于|值得|更新|停"
)
_TRAIT = re.compile(
    "许可|协议|版本|作者|开发|维护者|创始人|用户|社区|名|价格|费用|特|优|缺|劣|功能|作用|用途|用处|目的|原理|局限|限制|"
    "接口|文档|教程|官网|网站|地址|仓库|代码|源|语言|依赖|环境|要求|步骤|例|示例|案例|性能|速度|精度|准确率|效果|结果|"
    "规模|大小"
)
_SETTING = re.compile(r"[在用对从].+|.+[上里下中]")
_PLACE = re.compile(r"在[^，,？?]{1,20}?上")
_COMPARED = re.compile(r"[和跟与比].+")
_VARIANT = re.compile(r".*(?:模型|版本?|模式|规模|数据集)")


def completed(question: str, lacking: Lack, before: Before) -> str:
    """Return how a question that lacks something reads alone."""
    rest = opened(question)
    if lacking is Lack.PREDICATE and (found := fragment(question)):
        return _asked_again(*found, before)
    if lacking is Lack.SENTENCE:
        return f"{bare(before.question)}，{bare(rest)}？"
    return _with_names(rest, before)


def _with_names(question: str, before: Before) -> str:
    found, more = anaphor(question), points_at_more(question)
    said = _substituted(question, found, before) if found else None
    if said is None:
        return _of(question, before, more=more)
    others = [one.text for one in before.things[1:3] if one.text not in said]
    return _about(others, said) if more and others and not before.both else said


def _substituted(question: str, found: Found, before: Before) -> str | None:
    """Return a question with a name in the place of the word that stands for it; None where that reads badly."""
    names = {"it": before.main, "thing": before.main, "its": joined(before.main, "的")}
    if len(pair := before.in_order) > 1 and (before.both or found.lastgroup != "them"):
        names |= {"them": both(pair), "two": both(pair), "one": pair[0], "other": pair[1]}
    name = names.get(found.lastgroup or "")
    return None if name is None else joined(question[: found.start()], name, question[found.end() :])


def _of(question: str, before: Before, *, more: bool) -> str:
    """Return a question with the thing it is about before it."""
    if before.both or more or anaphor(question):
        return _about([one.text for one in before.things[: 2 if before.both or more else 1]], question)
    if _PREDICATE.match(question):
        return joined(before.main, question)
    if _TRAIT.match(question):
        return joined(before.main, "的", question)
    return _about([before.main], question)


def _about(names: list[str], question: str) -> str:
    return f"{joined('关于', both(names))}，{question}"


def _asked_again(said: str, instead: bool, before: Before) -> str:  # noqa: FBT001
    """Return the question before, asked about something else."""
    place = _PLACE.search(before.question) if _PLACE.fullmatch(said) else None
    if place:
        return joined(before.question[: place.start()], said, before.question[place.end() :])
    if _COMPARED.fullmatch(said):
        return joined(before.main, f"{said}呢？")
    if _SETTING.fullmatch(said):
        return f"{said}，{before.question}"
    if _VARIANT.fullmatch(said):
        return f"{bare(before.question)}，{said}呢？"
    if not instead and (says_nothing(said) or not before.is_name(said)):
        return joined(before.main, "的", f"{said}呢？")
    return joined(*before.around(said)) or f"{said}呢？"
