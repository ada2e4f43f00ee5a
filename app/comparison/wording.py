"""The words by which people compare, in both languages."""

import re

from ingest.language import CJK

# Read in text that is spelt alike (Unicode's NFKC), where full-width marks are ASCII.
COMPARES = re.compile(
    r"\b(?:compar(?:e[sd]?|ing|isons?)|contrast(?:s|ing|ed)?|differ(?:s|ed|ences?|ent(?:ly)?)?|versus|vs)\b"
    r"|\bwhich (?:one\b|of (?:the(?:se)? )?(?:two|three|four|them|these|those|both)\b)|\bof the (?:two|three|four)\b"
    r"|\beach\b|\brespectively\b|\bsimilarit(?:y|ies)\b|\bin common\b|\bside by side\b"
    r"|比较|对比|相比|对照|区别|差异|差别|不同|异同|优劣|各自|分别|各(?=是|有|为|支持|用|在|由|属|需|要|占|多)|哪一?个更|谁更|孰",
    re.IGNORECASE,
)
CHOOSES = re.compile(
    r"\b(?:which|better|worse|prefer|choose|pick|rather|instead|more|less|fewer|should"
    r"|(?:old|new|fast|slow|larg|small|bigg|cheap|light|heavi|earli|lat|long|short|high|low|eas|saf|strong)(?:i?er))\b"
    r"|哪|更|谁|选|该用|适合|推荐",
    re.IGNORECASE,
)
ASKS_WHICH = re.compile(
    r"(?:\s*(?:这?两[个种款家者]|二者|它们)?\s*|[^?!;.,]{0,24},\s*)哪一?[个种家款]"
)  # “A 和 B 哪个 …”
ALTERNATIVE = frozenset({"or", "还是", "或", "或者"})
TOWARDS = frozenset({"with", "to", "from", "against"})
ITSELF = frozenset({"vs", "versus", "对比"})
_WORDS = r"(?:\s*[\w'’]+(?:-\w+)*){0,3}?"
_CHINESE = f"[{CJK}]{{0,8}}?"
JOINT = re.compile(
    rf"{_WORDS}\s*,?\s*\b(and|or|versus|vs|with|to|from|against)\b\.?{_WORDS}\s*"
    rf"|(?:\s*[\w'-]{{1,8}}){{0,2}}?\s*,?\s*(以及|还是|或者|对比|和|与|跟|同|及|或){_CHINESE}\s*"
    r"|\s*([,、/&])\s*",
    re.IGNORECASE,
)
DEFINES = re.compile(r"(?:\s*[(（][^)）]*[)）])?(?:,? (?:is )?(?:an?|the|one)\b| is \w+['’]s\b|\s?是)")
CLAUSE = re.compile(r"[^,]*\w[^,]*,(?=\s*(?:or\b|还是|或))", re.IGNORECASE)
# “Acme's Boat”, “TensorRT-tuned BERT”, “某公司开源的 Boat”: names that say one thing together.
WITHIN = re.compile(r"(?:'s|的)?\s*|(?:-[a-z]+)?\s+|(?:(?![哪谁])[\w\s]){0,12}的\s*", re.IGNORECASE)

FRAME = re.compile(  # what a question has around things and aspects, when it says nothing but that they are compared
    r"\b(?:please|can you|could you|compar(?:e|ed|ing|isons?)|contrast(?:ed|ing)?|differ(?:s|ed|ences?|ent)?|versus|vs"
    r"|which(?: one)?|of the two|each|both|respectively|side by side|main|key|similarit(?:y|ies)|common|better|best"
    r"|between|among|choose|choice|pick|use|prefer|tell|show|give|me|and|or|with|from|there|in|table|other|another"
    r"|sources?|say|things?|make|makes|apart|rather|instead|against|more|vary)\b"
    r"|请问|请|帮我|一下|比较|对比|相比|对照|区别|差异|差别|不同之处|不同点|不同|异同|优劣|各自|分别|哪一?个|这?两者|之间"
    r"|主要|有什么|是什么|有何|有哪些|在哪里?|怎么样|如何|怎样|更好|更适合|该用|该选|选|二者|它们|这两[个种款]|[和与跟同及有在的]"
    r"|还是|或者|或",
    re.IGNORECASE,
)
LEADING = re.compile(  # before an aspect that stands by itself
    r"^(?:please|can you|could you|compare|comparing|comparison of|a comparison of|contrast|how do|how does|between"
    r"|what (?:is|are) the (?:main |key )?differences?(?: between)?|in terms of|with (?:respect|regard) to|regarding"
    r"|as to|concerning|by|on|in|请问|请|帮我|比较一下|比较|对比一下|对比|在|的)\s*(?![a-z])",
    re.IGNORECASE,
)
TRAILING = re.compile(
    r"(?:方面|上|之间)?(?:的|有什么|有何|有哪些|是什么)*(?:区别|差异|差别|不同点|不同|对比|比较|异同)?(?:是什么|有哪些|在哪里?)?$"
)
OF_SEVERAL = re.compile(  # what makes no sense when one thing is asked about
    r"\bwhich one\b|\b(?:which |out )?of (?:the |these |those )?(?:two|three|four|both|them|these|those)\b"
    r"|,?\s*(?:and|or)?\s*\b(?:(?:in|for|of|with|by|from|to)\s+)?(?:each|either|both)\b(?: (?:cases?|of them|one)\b)?"
    r"|\brespectively\b|\b(?:the )?(?:more|most|less|least|fewer)\b|\bwhich (?:is|has|have|got|had)\b"
    r"|\b(?:from |of |in )?the other(?: one)?\b"
    r"|各自|分别|哪一?个|更(?!新)|吗|这?两[个种款者]|二者|它们|谁更\w|各(?=是|有|为|支持|用|在|由|属|需|要|占|多)|都(?=是)|相比",
    re.IGNORECASE,
)
UNFINISHED = re.compile(  # before the things, when they are taken out
    r"[\s,.;:]*\b(?:can|could|does|do|did|is|are|was|were|should|would|will|has|have|i|we|one|use|take|the)$",
    re.IGNORECASE,
)
OWNER = re.compile(rf"(?:\b(?:the|an?)\s+)*(?:[\w-]+'s?|[{CJK}]{{1,6}}的|\bthe|\ban?)\s*$", re.IGNORECASE)  # "Acme's …"
LISTING = re.compile(  # aspects one by one: "by licence, size and speed"
    r"^(?:in terms of|with (?:respect|regard) to|regarding|as to|concerning|by)\s+(?P<en>[^?.;:]+)$"
    r"|^(?:在|的)(?P<zh>[^?。;:,有是能会]+)$",
    re.IGNORECASE,
)
PART = re.compile(r"\s*(?:,\s*and\b|,|、|\band\b|以及|和|与|及)\s*", re.IGNORECASE)
