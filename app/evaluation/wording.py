"""What the evaluation's tab says in our own words, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.language import Language


@dataclass(frozen=True, slots=True)
class Words:
    """The tab's words in one language; those with braces are filled in."""

    none: str
    unreadable: str
    chosen: str
    runs: str
    heads: tuple[str, str, str, str, str]
    in_use: str
    changed: str
    about: str
    of_index_in_use: str
    of_other_index: str
    times: str
    failures: str
    parts: Mapping[str, str]
    part: str
    direction: str
    kind: str
    group_size: str
    measures: Mapping[str, str]
    meanings: str
    by_part: str
    by_direction: str
    by_kind: str
    languages: Mapping[str, str]
    kinds: Mapping[str, str]
    comparison: str
    compared: str
    nothing_shared: str
    no_earlier: str
    change_heads: tuple[str, str, str, str, str]
    clear: str
    clearly: str
    newly_wrong: str
    newly_right: str
    more: str
    full: str
    not_counted: str


_MEASURES_EN = {
    "right": "right",
    "recall@5": "recall@5",
    "nugget_recall": "nugget recall",
    "citation_precision": "citation precision",
}
_MEASURES_ZH = {
    "right": "答对",
    "recall@5": "前 5 召回率",
    "nugget_recall": "要点覆盖率",
    "citation_precision": "引用准确率",
}

WORDS: Mapping[Language, Words] = {
    "en": Words(
        none="No evaluation lies in {folder}: `make eval` runs one (`citeshelf-eval --out {folder}` elsewhere).",
        unreadable="{name} cannot be shown: it is no run of this version of `citeshelf-eval`; take it out of {folder}, "
        "or run `make eval` again.",
        chosen="Run",
        runs="Runs, the newest first",
        heads=("Date", "Questions", "Commit", "Right", "Index"),
        in_use="in use",
        changed="with changes",
        about="{number} questions of “{name}”, asked on {date} of commit {commit}, index {hash} ({which}).",
        of_index_in_use="the index in use",
        of_other_index="not the index in use",
        times="An answer took {half} ms (half of them), {most} ms (95 %).",
        failures="{count} questions were left without an answer by an error; they count as wrong.",
        parts={"open": "open questions", "held-out": "held-out questions"},
        part="Questions",
        direction="Question → article",
        kind="Kind",
        group_size="n",
        measures=_MEASURES_EN,
        meanings="Right: states half the facts or more, each with a source that has it; refuses what has no answer. "
        "Recall@5: share of the relevant articles among the first five found. Nugget recall: share of the facts that "
        "the answer states. Citation precision: share of citations that lead to a quote with the fact. "
        "Bars are means, lines their 95 % intervals. Nothing was tuned on held-out questions.",
        by_part="Headline figures",
        by_direction="By direction ({part})",
        by_kind="By kind ({part})",
        languages={"en": "English", "zh": "Chinese", "": "no article"},
        kinds={},
        comparison="Since the run before",
        compared="{shared} questions were asked in both; the earlier run is of {date}, commit {commit}, index {hash}.",
        nothing_shared="No question is the same in the run of {date}, commit {commit}.",
        no_earlier="There is no earlier run to compare with: the next `make eval` adds one.",
        change_heads=("Measure", "Before", "After", "Change (95 % interval)", "n"),
        clear="clear",
        clearly="Clear: the interval leaves out 0, each measure taken by itself; "
        "`citeshelf-eval --against RUN.json` tests them together.",
        newly_wrong="Newly wrong",
        newly_right="Newly right",
        more="and {count} more",
        full="Every question with its answer is in the report {path}.",
        not_counted="not applicable",
    ),
    "zh": Words(
        none="{folder} 里没有评测结果：运行 `make eval` 就会得到一份（在别处运行 `citeshelf-eval --out {folder}`）。",
        unreadable="无法显示 {name}：它不是这个版本的 `citeshelf-eval` 写出的结果；请把它移出 {folder}，"
        "或重新运行 `make eval`。",
        chosen="评测",
        runs="历次评测，最近的在前",
        heads=("日期", "问题", "提交", "答对", "索引"),
        in_use="使用中",
        changed="有未提交的改动",
        about="{date} 用“{name}”的 {number} 个问题评测了提交 {commit}，索引 {hash}（{which}）。",
        of_index_in_use="正在使用的索引",
        of_other_index="不是正在使用的索引",
        times="半数回答在 {half} 毫秒以内，95% 在 {most} 毫秒以内。",
        failures="有 {count} 个问题因为出错没有得到回答，按答错计。",
        parts={"open": "公开问题", "held-out": "保留问题"},
        part="问题",
        direction="提问 → 文章",
        kind="类型",
        group_size="题数",
        measures=_MEASURES_ZH,
        meanings="答对：说出至少一半要点，而且每个要点都有出处；没有答案的问题则予以拒答。"
        "前 5 召回率：相关文章排进前五的比例。"
        "要点覆盖率：回答说出的要点所占的比例。引用准确率：引文里确有所说要点的引用所占的比例。"
        "条形是平均值，横线是 95% 区间。任何调整都没有用到保留问题。",
        by_part="总体结果",
        by_direction="按语言方向（{part}）",
        by_kind="按问题类型（{part}）",
        languages={"en": "英文", "zh": "中文", "": "无答案"},
        kinds={
            "fact": "事实",
            "number": "数字",
            "who-when": "人物与时间",
            "how": "做法",
            "catalogue": "清单",
            "comparison": "比较",
            "follow-up": "追问",
            "typo": "错字",
            "injection": "指令注入",
            "far": "毫不相关",
            "near": "领域相近",
            "near-miss": "似是而非",
        },
        comparison="与前一次评测相比",
        compared="两次都问了的问题有 {shared} 个；前一次是 {date}，提交 {commit}，索引 {hash}。",
        nothing_shared="与 {date} 的评测（提交 {commit}）没有相同的问题。",
        no_earlier="还没有更早的评测可比：下次运行 `make eval` 之后就有了。",
        change_heads=("指标", "之前", "之后", "变化（95% 区间）", "题数"),
        clear="明显",
        clearly="明显：区间不含 0，各指标单独来看；`citeshelf-eval --against RUN.json` 会把它们放在一起检验。",
        newly_wrong="新答错的",
        newly_right="新答对的",
        more="另有 {count} 个",
        full="每个问题和它的回答都在报告 {path} 里。",
        not_counted="不适用",
    ),
}
