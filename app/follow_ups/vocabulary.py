"""Words that name nothing of their own: a stretch of text that holds only such words leaves open what it is about.

A closed list, and a short one on purpose: a word that is missing here makes a question count as complete, which leaves
it as it was typed.
"""

import re

from ingest.language import CJK

_FUNCTION_EN = """
    a about actually after again against ago all already also always am an and another any are as at be because been
    before behind being between both but by can could did do does doing done during each earlier either else enough
    even ever every exactly few first for from had has have having he her here him his how i if in instead into is it
    its just last later least less like many may me might mine more most much must my neither never new next no nor
    not now of off often on once one ones only onto or other others otherwise our out over own per previous same
    second several shall she should since so some soon still such than that the their theirs them then there these
    they this those through to today together too under until up us very via was we were what when where whether which
    while who whom whose why will with within without would yet you your say tell explain please aren't can't couldn't
    didn't doesn't don't hasn't haven't isn't shouldn't wasn't weren't won't wouldn't
"""
THINGS_EN = (
    "app|application|framework|library|package|paper|platform|product|programme|program|project|service|software|"
    "system|tool|toolkit|engine"
)
CLAUSE_GOES_ON = (
    "and|or|but|is|are|was|were|do|does|did|has|have|had|can|could|will|would|in|on|at|for|with|of|from|to|by|about|as|"
    "than|that|which|who|when|where|if|so|not"
)
_TRAITS_EN = """
    accuracy add advantage advice alternative answer api author available bad begin benchmark benefit best better big
    build buy call cheap code come commercial community company compare compatible competitor compile component
    contain contributor cost country create creator current date day depend dependency design develop developer differ
    difference different disadvantage distributed documentation docs drawback easy edition end example expensive fast
    faster feature find former found founder founders free function get go goal good got handle happen hard help
    homepage improve include install installation interface issue kind known language large latest latter launch leave
    licence license limit limitation long low made maintain maintainer maintained maintenance maker make mean method
    month move multiple name need new offer official old open operate organisation organization original other own
    owner parallel part pay people performance place popular predecessor price problem provide publish purpose quick
    ready reason recommend release remove replace replacement repository repo require requirement result run running
    sell set short similar simple size slow small sort source speed stable star start step stop successor support
    switch take team thing time tutorial type understand university update usage use used useful user version want way
    website well when work works world worse worst write written wrote year
"""
_FUNCTION_ZH = """
    的 了 是 在 和 与 跟 同 及 以及 或 或者 而 也 都 就 这 那 以 于 为 从 到 对 把 被 让 给 有 没有 没 不 能 会 要 想
    该 应该 可以 可 吗 呢 吧 啊 呀 嘛 么 着 过 得 地 再 又 还 还有 还是 才 只 更 最 很 太 多 少 几 个 些 种 款 篇 套
    家 位 次 件 条 项 类 级 什么 什么样 怎么 怎样 怎么样 如何 为什么 为何 为啥 了解 介绍 参与 啥 哪 哪个 哪些 哪里
    哪儿 谁 多少 多久 多大 多快 多长 多高 何时 什么时候 是否 是不是 有没有 能不能 可不可以 会不会 要不要 请问 请 我
    我们 大家 人 一 一个 一下 一些 两 两个 第一 第二 上 下 里 中 前 后 之前 之后 以前 以后 以来 时 时候 现在 目前 如今
    最近 后来 当时 当初 最初 最早 已经 曾经 仍 仍然 还在 一直 总共 一共 分别 各 各自 每 另 另外 其他 其它 别的 来 去
    到底 究竟 具体 大概 大约 主要 那么 所以 但 但是 不过 可是 而且 因为 如果 要是 除了 这么 这样 那样 这个 那个 这些
    那些 它 它们 他们
"""
THINGS_ZH = (
    "工具包|工具箱|框架|工具|平台|软件|系统|项目|模型|算法|论文|文章|产品|服务|程序|引擎|公司|团队|仓库|数据库|应用|"
    "库|包"
)
_TRAITS_ZH = """
    许可证 许可 协议 版本 版 作者 开发者 开发商 维护者 创始人 用户 社区 机构 组织 大学 名字 名称 原名 全名 价格 费用
    钱 特点 特性 优点 缺点 优势 劣势 区别 不同 差别 功能 作用 用途 用处 目的 原理 原因 局限 限制 问题 接口 文档 教程
    官网 网站 地址 仓库 代码 源码 源代码 语言 依赖 环境 要求 条件 步骤 例子 示例 案例 性能 速度 精度 准确率 效果 结果
    规模 大小 数量 年 月 日 年份 日期 时间 建议 替代品 替代 竞品 同类 类似 星 硬件 平台 框架 工具 软件 项目 库 包 公司
    团队 东西 支持 兼容 安装 装 运行 跑 使用 用 需要 提供 包含 包括 开源 发布 推出 上线 更新 维护 停止 停更 开发 研发
    写 编写 做 建 创建 成立 创立 改 改用 改名 换 换成 叫 属于 来自 基于 适合 适用 擅长 解决 处理 实现 启动 开始 入门
    上手 收费 免费 商用 付费 下载 收购 买 卖 值得 推荐 比 对比 比较 相比 变 变成 变化 快 慢 好 坏 大 小 新 旧 早 晚 强
    弱 难 容易 简单 方便 贵 便宜 稳定 成熟 流行 活跃 分布式 并行 多卡 单机 多机 离线 在线 中文 英文 内存 显存 代替
    取代
"""
# What others run on, are written in, or are kept at: a name only where a question has no other.
_SURROUNDINGS = """
    ai api apis c c++ chinese cpu cpus docker english github gpu gpus http java json linux mac macos ml pdf pip pypi
    python readme rest sdk tpu tpus windows
"""
_SURROUNDING = frozenset(_SURROUNDINGS.split())
_FUNCTION = frozenset((_FUNCTION_EN + _FUNCTION_ZH).split())
_TRAITS = frozenset(_TRAITS_EN.split()) | frozenset(THINGS_EN.split("|"))
_TILES = frozenset((_FUNCTION_ZH + _TRAITS_ZH).split())
# Where a stretch that names something ends; 大 or 做 may as well stand within a name.
_BREAKS = frozenset(one for one in _TILES if len(one) > 1) | frozenset(
    "的了是在和与跟有吗呢把被从到对能会要都也就还为用由这那几哪谁"
)
_LONGEST_TILE = max(map(len, _TILES))
_TRAITS_IN_CHINESE = re.compile("|".join(sorted(_TRAITS_ZH.split(), key=len, reverse=True)))
_PIECE = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:[-'’./+#][^\W_{CJK}]+)*[+#]*")
_ENDINGS = ("s", "es", "d", "ed", "ing", "r", "er", "st", "est")
LEAST_STEM = 3  # letters


def pieces(text: str) -> list[str]:
    """Return a text's runs of Chinese characters and its other words."""
    return _PIECE.findall(text)


def says_nothing(text: str) -> bool:
    """Return whether no word of a text names anything of its own."""
    return all(map(_is_closed, pieces(text)))


def says_something(text: str) -> bool:
    """Return whether a text names a thing, or what any thing may have or do: “now” and 后来 do neither."""
    return names_a_trait(text) or not says_nothing(text)


def is_surrounding(word: str) -> bool:
    """Return whether a word names what others run on, are written in, or are kept at."""
    return word.casefold() in _SURROUNDING


def names_a_trait(text: str) -> bool:
    """Return whether a text asks for what any thing may have or do: its licence, when it was released."""
    return any(_TRAITS_IN_CHINESE.search(one) or _forms(one) & _TRAITS for one in pieces(text))


def content_in(run: str) -> list[tuple[int, int]]:
    """Return where a run of Chinese characters holds anything but such words, longest words first."""
    spans: list[tuple[int, int]] = []
    place = 0
    while place < len(run):
        size = next((size for size in range(_LONGEST_TILE, 0, -1) if run[place : place + size] in _BREAKS), 0)
        if not size:
            start = spans.pop()[0] if spans and spans[-1][1] == place else place
            spans.append((start, place + 1))
        place += size or 1
    return spans


def _is_closed(piece: str) -> bool:
    if re.match(f"[{CJK}]", piece):
        return _tiled(piece)
    return piece.replace(".", "").isdigit() or bool(_forms(piece) & (_FUNCTION | _TRAITS))


def _tiled(run: str) -> bool:
    """Return whether a run of Chinese characters is made of such words, however it is cut."""
    reached = {0}
    for end in range(1, len(run) + 1):
        if any(start in reached and run[start:end] in _TILES for start in range(max(0, end - _LONGEST_TILE), end)):
            reached.add(end)
    return len(run) in reached


def _forms(word: str) -> set[str]:
    """Return what a word may be a form of; one with a capital inside is a name, and its own form only."""
    if not word[1:].islower() and len(word) > 1:
        return {word}
    small = word.casefold().replace("’", "'").removesuffix("'s")
    found = {small} | ({f"{small[:-3]}y"} if small.endswith("ies") else set())
    for ending in _ENDINGS:
        if small.endswith(ending) and len(stem := small.removesuffix(ending)) >= LEAST_STEM:
            found |= {stem, f"{stem}e"} | ({stem[:-1]} if stem[-1] == stem[-2] else set())
    return found
