"""Questions about the list in Chinese, as patterns of whole sentences; spaces beside Chinese characters are gone."""

import re

from app.catalogue.dates import CHINESE_TIMES
from app.catalogue.grammar import Grammar, Rule, target
from app.catalogue.request import Ask, Cue, Noun

_LIST = (
    r"(?:(?:(?:这|那|本|该|此|你们?|我们?|咱们)的?(?:这|那)?一?(?:份|个|张)?|整个|整份)?(?:阅读|链接|文章|资料|学习|推荐)?"
    r"(?:清单|列表|书单|合集|资料库|收藏夹)|(?:这|你)(?:里|儿|边)|这些(?:资料|来源)|citeshelf)"
)
_IN = rf"(?:在?{_LIST}(?:里面|里头|里边|里|之中|当中|中|上面|上|内|下面|下)?(?:的|,)?)"
_ITEM = r"(?:文章|条目|链接|论文|资料|文献|博文|博客|帖子|网页|页面|内容|东西|资源|来源|材料|篇目)"
_STRONG = r"(?:文章|条目|链接|论文|资料|文献|博文|帖子)"
_MEASURE = r"(?:篇|条|个|项|份|则)"
_ADVERB = r"(?:一共|总共|共|合计|总计|到底|究竟|现在|目前|都|分别|全部|里面|请问|,)"
_HOLDS = r"(?:有|收录了?|收了|收着|收藏了?|包含了?|包括|列了|列有|列出了?|放了|存了|整理了|积累了|提供了?|是)"
_HOLD = rf"(?:{_ADVERB}*{_HOLDS}?)"
_MANY = rf"(?:(?:多少|几){_MEASURE}?)"
_WHICH = rf"(?:有?(?:哪些|哪几{_MEASURE}|什么|些什么|啥))"
_ABOUT = (
    rf"(?:(?:所有|全部|一切)?(?:(?:和|跟|与|同){target('about_a')}(?:有关系?|相关|沾边|有关联)的?"
    rf"|(?:关于|有关|涉及|讲到|讲解|讲述|讲|介绍|谈到|谈|提到|提及|说到|针对)了?{target('about_b')}的?"
    rf"|{target('about_c')}(?:相关|有关|方面)的?))"
)
_FULL = r"(?:主题|分类|类别|栏目|标题|版块|板块|章节|小节|话题|类目|大类)"
_HEADING = rf"(?:(?:这|那)?一?个?{_FULL}|(?:这|那)一?个?(?:类|栏|节|组|块|部分))"
_BELOW = r"(?:下面|下边|之下|底下|名下|下|里面|里边|里|中|内|上)"
_UNDER = (
    rf"(?:(?:所有|全部)?(?:在?{target('under_a')}{_HEADING}{_BELOW}?的?|{_FULL}(?:为|是|叫)?{target('under_b')}{_BELOW}的?"
    rf"|(?:归在|归到|归入|放在|列在|收在|分在){target('under_c')}{_HEADING}?{_BELOW}?的?"
    rf"|在?{target('under_d')}(?:下面|底下|名下|之下)的?))"
)
_PLACE = f"(?:{_UNDER}|{_ABOUT})"
_PLEASE = r"(?:请问?|麻烦|帮我|帮忙|我想知道|想知道|我想看看|告诉我|给我|你好|您好|能不能|可以|那么?|,)*"
_END = r"(?:了|呢|吗|呀|啊|吧|来着|列一下|,)*"
_SHOW = (
    r"(?:列出来?|列一下|列举|罗列|显示|展示|给我看看?|给出|看看|看一下|找出来?|数一数|列)(?:一下|所有|全部|一切|的)*"
)
_TOPICS = r"(?:主题|分类|类别|栏目|标题|话题|板块|版块|章节|类目|大类|类|方面|领域)"
_WHEN = f"(?P<when>{CHINESE_TIMES})"
_NEW = r"(?:新?(?:增加|添加|增添|增|添|加|收录|加入|收)了?|新有了?|更新了)"
_NAMED: frozenset[Cue] = frozenset({"list"})
_CUED: frozenset[Cue] = frozenset({"list", "heading"})
_LINKS = r"(?:链接|网址|网页|页面|文章|条目|地址)"
_STATES = {
    Ask.DEAD: r"(?:失效|死|坏|断|作废|不存在|404|打不开|没法打开|无法打开|失联|挂)",
    Ask.MOVED: r"(?:搬家|搬走|搬|迁移|迁走|换了?地址|改了?地址|重定向|跳转)",
    Ask.UNREAD: r"(?:(?:读|抓|访问)不(?:到|了)|(?:读取|抓取)失败|没能?(?:读|抓)到|(?:无法|不能|没法)(?:读取|访问))",
}


def _rule(ask: Ask, pattern: str, needs: frozenset[Cue] | None = None) -> Rule:
    compiled = re.compile(f"{_PLEASE}{pattern}{_END}", re.IGNORECASE)
    return Rule(ask, compiled, needs) if needs else Rule(ask, compiled)


def _states() -> list[Rule]:
    how_many = rf"(?:{_WHICH}|{_MANY})"
    after = rf"(?:都|有|是|{how_many}){{0,3}}"
    dead_links = rf"(?:{_SHOW})?{_IN}?{_ADVERB}*(?:有没有|有|是|{how_many}){{0,3}}死链接?{after}"
    rules = [_rule(Ask.DEAD, dead_links)]
    for ask, state in _STATES.items():
        said = rf"{_IN}?{_ADVERB}*有?{how_many}{_LINKS}(?:是|已经|已|都|现在|被)*{state}(?:掉|的|了)*"
        called = rf"(?:有没有|有)?{how_many}?(?:已经|已)?{state}(?:掉|了|的)*{_LINKS}{after}"
        rules += [_rule(ask, said), _rule(ask, rf"(?:{_SHOW})?{_IN}?{_ADVERB}*{called}")]
    return rules


RULES = (
    *_states(),
    _rule(Ask.ADDED, rf"{_IN}?{_ADVERB}*(?:{_WHEN}{_IN}?)?{_ADVERB}*{_NEW}(?:{_WHICH}|{_MANY}){_MEASURE}?{_ITEM}?"),
    _rule(Ask.ADDED, rf"{_IN}?(?:{_WHEN}{_IN}?)?{_ADVERB}*{_WHICH}(?:新的?|新增的?|新加的?|更新的?){_ITEM}?"),
    _rule(Ask.ADDED, rf"{_WHICH}{_ITEM}是{_WHEN}(?:才)?{_NEW}(?:进来|进去|到{_LIST}里?)?的?"),
    _rule(Ask.ADDED, rf"(?:{_SHOW})?{_IN}?{_WHEN}(?:新增|新加|添加|加入|收录)的{_ITEM}(?:有|是)?{_WHICH}?"),
    _rule(Ask.TOPICS, rf"{_IN}?{_ADVERB}*(?:分了?|分为|分成了?|有|涵盖了?|包括|包含|收录了?|划分成?|覆盖了?)*"
                      rf"(?:哪些|哪几个?|什么|多少个?|几个?){_TOPICS}(?:可以?(?:看|浏览|读|选)|可看|能看)?", _NAMED),
    _rule(Ask.TOPICS, rf"{_ADVERB}*(?:分了?|分为|分成了?|有|收录了?)(?:哪些|哪几个?|多少个?|几个?){_FULL}"
                      r"(?:可以?(?:看|浏览|读|选)|可看|能看)?"),
    _rule(Ask.TOPICS, rf"{_IN}?(?:所有|全部|都|有|的)*{_FULL}{_ADVERB}*有?(?:哪些|多少个?|几个?)"),
    _rule(Ask.TOPICS, rf"{_SHOW}{_IN}?(?:所有|全部|都|有|的)*{_FULL}"),
    _rule(Ask.TOPICS, rf"{_IN}(?:都|里|主要)*(?:有些?|是|讲|收了?|收录了|包含)+(?:关于)?些?(?:什么|啥)(?:内容)?的?",
          _NAMED),
    _rule(Ask.COUNT, rf"{_LIST}(?:有)?多(?:长|大)", _NAMED),
    _rule(Ask.COUNT, rf"{_IN}?{_ADVERB}*{_PLACE}(?:,|{_ITEM})*{_IN}?{_HOLD}(?:{_MANY}){_ITEM}?"),
    _rule(Ask.COUNT, rf"{_IN}?{_HOLD}{_MANY}{_ITEM}?(?:是)?{_PLACE}{_STRONG}?"),
    _rule(Ask.COUNT, rf"{_IN}{_ITEM}?{_HOLD}{_MANY}{_ITEM}?", _NAMED),
    _rule(Ask.COUNT, rf"(?:一共|总共|共)(?:有|收录了?|收了){_MANY}{_STRONG}"),
    _rule(Ask.LIST, rf"{_IN}?{_ADVERB}*{_UNDER}(?:,|{_ITEM})*{_IN}?{_HOLD}{_WHICH}{_ITEM}?"),
    _rule(Ask.LIST, rf"{_IN}{_ADVERB}*{_ABOUT}(?:,|{_ITEM})*{_HOLD}{_WHICH}{_ITEM}?", _NAMED),
    _rule(Ask.LIST, rf"{_ABOUT}{_STRONG}{_IN}?{_HOLD}{_WHICH}{_ITEM}?"),
    _rule(Ask.LIST, rf"{_IN}?{_HOLD}{_WHICH}{_STRONG}?(?:是)?{_PLACE}{_STRONG}"),
    _rule(Ask.LIST, rf"{_IN}?{_HOLD}{_WHICH}{_STRONG}(?:是)?{_PLACE}"),
    _rule(Ask.LIST, rf"把{_IN}?(?:所有|全部)?{_PLACE}{_ITEM}?(?:都|全部|全|统统|一一)*(?:列|显示|展示|给|拿|找)"
                    r"(?:出来|给我看?看?|一下|出|我|列)*"),
    _rule(Ask.LIST, rf"{_SHOW}{_IN}?(?:所有|全部|一切|的)*{_UNDER}{_ITEM}?"),
    _rule(Ask.LIST, rf"{_SHOW}{_IN}?(?:所有|全部|一切|的)*{_ABOUT}{_STRONG}"),
    _rule(Ask.LIST, rf"{_SHOW}{_IN}(?:所有|全部|一切|的)*{_ABOUT}{_ITEM}?", _NAMED),
    _rule(Ask.LIST, rf"{_SHOW}{_IN}(?:所有|全部|一切|的)*{_ITEM}", _NAMED),
    _rule(Ask.LIST, rf"{_IN}(?:有没有|是否有|有)(?:什么|任何|一些)?{_PLACE}{_ITEM}?", _NAMED),
    _rule(Ask.LIST, rf"{_IN}{_HOLD}{_WHICH}{_ITEM}", _NAMED),
    _rule(Ask.COUNT, rf"{_IN}{target('about_before')}的?{_STRONG}{_HOLD}{_MANY}{_STRONG}?", _NAMED),
    _rule(Ask.LIST, rf"{_IN}{target('about_before')}的?{_STRONG}{_HOLD}{_WHICH}", _NAMED),
    _rule(Ask.LIST, rf"{_SHOW}{_IN}?(?:所有|全部|的)*{target('about_before')}的?(?:所有|全部)?{_STRONG}"),
)  # fmt: skip

CHINESE = Grammar(
    "zh",
    RULES,
    {"list": re.compile(_LIST, re.IGNORECASE), "heading": re.compile(f"{_HEADING}|{_FULL}")},
    {
        Noun.ARTICLES: re.compile("文章|论文|博文|篇"),
        Noun.ENTRIES: re.compile("条目"),
    },
)
