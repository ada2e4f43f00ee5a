"""Chinese questions that lean on those before them, and how they read alone."""

import re

from app.follow_ups.vocabulary import THINGS_ZH, names_a_trait, says_nothing
from app.follow_ups.wording import Before, Lack
from ingest.language import CJK

_OPENER = re.compile(
    r"(?:(?:那么|那(?![个款篇些种本套家位年次份里边张台条时是])|然后|所以|但是|但(?!是)|不过|可是|而且|还有|另外|接着|好的?|嗯)[，,、\s]*)+"
)
_ANAPHOR = re.compile(
    rf"(?P<thing>(?:[这那该此])(?:[个款种套篇项家门])?(?:{THINGS_ZH}))(?!的?[是在]?[什哪谁])?"
    r"|(?P<them>它们|(?:[这那]|[它他]们)?(?:两|二)(?:者|个|款|种)(?:框架|工具|库|项目)?)"
    r"|(?P<it>(?<![其])它)|(?P<its>(?<![尤极与莫何若土])其(?![中他它实次余间后一二三]))"
    r"|(?P<one>前者)|(?P<other>后者)"
    r"|(?P<vague>(?:他|她)们|(?<![其吉])他(?![们人])|她(?!们)|^这(?=是|怎么|能|可以|支持|有|跟|和|比|需要|要|属于)|^那(?=是))"
)
# “怎么部署它？”, “JAX 和它比呢？”: what the verb is done to, or compared with, is named elsewhere.
_DONE_TO = re.compile(rf"(?:该?怎么|如何|怎样|谁|能不能|可以|可不可以)[{CJK}]{{1,3}}")
_COMPARED = re.compile(rf"[^{CJK}，,。？?]*(?:和|跟|与|比|同)")
_SEVERAL = re.compile(r"[这那]些|那时|当时|这[一个](?:级|步|层|点|年)|那[一个](?:级|步|层|点|年)|[这那]里")
_QUESTION_WORD = re.compile(
    r"什么|怎么|怎样|如何|哪|谁|多少|多久|多[大快长高]|几|为何|为啥|吗|是不是|有没有|能不能|是否"
)
_FRAGMENT = re.compile(
    r"(?P<other>(?:如果|要是|假如)?(?:换成|换做|换|改成|改用)|(?:如果|要是|假如)(?:是|用)?)?(?:对于|至于)?(?P<rest>.{1,60}?)(?:的话|来说)?呢"
)
_NAME_ONLY = re.compile(rf"(?P<rest>[^{CJK}？?，,。]{{2,40}})")
_BARE = re.compile(
    r"(?:为什么|为何|为啥|怎么会|怎么做到的?|(?:是)?从?什么时候(?:开始)?的?|(?:是)?谁|在?哪里?|(?:是)?哪一?年的?|多少|多久)[呢啊]?"
)
_DEFINITION = re.compile(rf"什么(?:是|叫).*|(?:{THINGS_ZH}|.*开源)是(?:什么|啥)(?:意思|东西)?")
_ADDRESSED = re.compile(r"你|您")
_PREDICATE = re.compile(
    "支持|兼容|怎|如何|什么时候|何时|谁|有|能|可以|需要|要|用|是|为|多|哪|在|最|跟|和|比|从|属于|叫|适合|还|现在|目前|"
    "会|该|安装|免费|收费|什么|开始|后来|已经|被|由|基于|值得|更新|停"
)
_NOUN = re.compile(
    "许可|协议|版本|作者|开发|维护者|创始人|用户|社区|名|价格|费用|特|优|缺|劣|功能|作用|用途|用处|目的|原理|"
    "局限|限制|接口|文档|教程|官网|网站|地址|仓库|代码|源|语言|依赖|环境|要求|步骤|例|示例|案例|性能|速度|精度|准确率|效果|结果|规模|大小"
)
_SETTING = re.compile(r"(?:在|用|对|从).+|.+(?:上|里|下|中)")
_VARIANT = re.compile(r".*(?:模型|版本?|模式|规模|数据集)")
_LATIN_EDGE = re.compile(rf"(?<=[A-Za-z0-9+#])(?=[{CJK}])|(?<=[{CJK}])(?=[A-Za-z0-9])")


def lack(question: str) -> Lack | None:
    """Return what a question leaves out; None where it is complete, or may be."""
    rest = opened(question)
    if _anaphor(rest):
        return Lack.NAME
    if _BARE.fullmatch(_bare(rest)):
        return Lack.SENTENCE
    if fragment(question):
        return Lack.PREDICATE
    general = _DEFINITION.fullmatch(_bare(rest)) or _ADDRESSED.search(rest)
    asks = bool(_QUESTION_WORD.search(rest)) and names_a_trait(rest)
    return Lack.THING if asks and not general and (says_nothing(rest) or _related(rest)) else None


def opened(question: str) -> str:
    """Return a question without the words that join it to the one before."""
    found = _OPENER.match(question)
    return question[found.end() :] if found and found.end() < len(question) else question


def fragment(question: str) -> str | None:
    """Return what a question without a predicate consists of: “Trax” of “换成 Trax 呢？”."""
    rest = opened(question)
    found = _FRAGMENT.fullmatch(_bare(rest)) or (_NAME_ONLY.fullmatch(_bare(rest)) if rest != question else None)
    said = found["rest"].strip() if found else ""
    return said if said and not _QUESTION_WORD.search(said) else None


def completed(question: str, lacking: Lack, before: Before) -> str:
    """Return how a question reads alone."""
    rest = opened(question)
    if lacking is Lack.PREDICATE:
        return _asked_again(question, before)
    if lacking is Lack.SENTENCE:
        return f"{_bare(before.question)}，{rest}"
    found = _anaphor(rest)
    said = _substituted(rest, found, before) if found else None
    if said is None:
        return _about(rest, before, several=bool(found and _SEVERAL.search(rest)))
    others = [one.text for one in before.things[1:3] if one.text not in said]
    return _prefixed(said, others) if others and not before.both and _SEVERAL.search(rest) else said


def _anaphor(question: str) -> re.Match[str] | None:
    """Return the first word that stands for something which the question itself does not name before."""
    found = _ANAPHOR.search(question)
    if not found:
        return None
    before = question[: found.start()]
    return found if says_nothing(before) or _DONE_TO.fullmatch(before) or _COMPARED.fullmatch(before) else None


def _related(question: str) -> bool:
    """Return whether a question asks for what belongs to, or is like, something that it does not name."""
    return bool(re.match(r"(?:还)?有(?:没有)?(?:什么|哪些)?(?:配套|附带|自带|类似|同类|替代)", question))


def _substituted(question: str, found: re.Match[str], before: Before) -> str | None:
    """Return a question with a name in the place of the word that stands for it; None where that reads badly."""
    name: str | None = None
    if found["it"] or found["thing"]:
        name = before.main
    elif found["its"]:
        name = f"{before.main}的"
    elif before.both and (found["them"] or found["one"] or found["other"]):
        first, second = (one.text for one in sorted(before.things[:2], key=lambda one: one.span or (0, 0)))
        name = _joined(" 和 ", first, second) if found["them"] else second if found["other"] else first
    return None if name is None else _spaced(question[: found.start()], name, question[found.end() :])


def _about(question: str, before: Before, *, several: bool) -> str:
    names = [one.text for one in before.things[: 2 if several or before.both else 1]]
    if several or before.both:
        return _prefixed(question, names)
    if _PREDICATE.match(question):
        return _spaced("", before.main, question)
    if _NOUN.match(question):
        return _spaced("", f"{before.main}的", question)
    return _prefixed(question, names)


def _asked_again(question: str, before: Before) -> str:
    """Return the question before, asked about something else."""
    said = fragment(question) or question
    found = _FRAGMENT.fullmatch(_bare(opened(question)))
    named = bool(re.search(r"[A-Za-z0-9]", said)) or bool(found and found["other"])
    if _SETTING.fullmatch(said):
        old = re.search(r"在[^，,？?]{1,20}?上", before.question) if re.fullmatch("在.+上", said) else None
        if old:
            return _spaced(before.question[: old.start()], said, before.question[old.end() :])
        return f"{said}，{before.question}"
    if _VARIANT.fullmatch(said):
        return f"{_bare(before.question)}，{said}呢？"
    if named or not says_nothing(said):
        return _replaced(said, before) or question
    return _spaced("", f"{before.main}的", f"{said}呢？")


def _replaced(said: str, before: Before) -> str | None:
    span = before.things[0].span
    return _spaced(before.question[: span[0]], said, before.question[span[1] :]) if span else None


def _prefixed(question: str, names: list[str]) -> str:
    return f"{_spaced('关于', _joined(' 和 ', *names), '')}，{question}"


def _joined(between: str, *names: str) -> str:
    return _spaced("", between.join(names), "") if any(map(str.isascii, names)) else between.strip().join(names)


def _spaced(before: str, name: str, after: str) -> str:
    """Return three parts in a row, a space where Latin letters meet Chinese ones."""
    if name.endswith("的") and len(name) > 1:
        return _spaced(before, name[:-1], f"的{after}")
    left = " " if before.rstrip() and _LATIN_EDGE.search(before.rstrip()[-1] + name[:1]) else ""
    right = " " if after.lstrip() and _LATIN_EDGE.search(name[-1:] + after.lstrip()[0]) else ""
    return (before.rstrip() + left if left else before) + name + (right + after.lstrip() if right else after)


def _bare(question: str) -> str:
    return question.rstrip("?？!！.。 ")
