"""Questions about the list in English, as patterns of whole sentences.

Between the fixed words only a closed set of others may stand (`_FILL`), so that “how many articles does
Wikipedia have” is no question about this list.
"""

import re

from app.catalogue.dates import ENGLISH_TIMES
from app.catalogue.grammar import Grammar, Rule, target
from app.catalogue.request import Ask, Cue, Noun

_THE = r"(?:the|this|that|your|my|our|these|those|its)"
_LIST = (
    rf"(?:{_THE} (?:whole |entire |full |complete )?(?:(?:reading|link|links|article|articles|curated) )?list"
    rf"|{_THE} (?:whole |entire |full )?(?:collection|catalogue|catalog|bookshelf|shelf|bookmarks|sources)"
    r"|citeshelf|here)"
)
_ITEMS = (
    r"(?:articles?|entries|entry|links?|items?|papers?|(?:blog ?)?posts?|pages?|sources?|readings?|resources?|urls?)"
)
_MANY = r"(?:articles|entries|links|items|papers|(?:blog ?)?posts|pages|sources|readings|resources|urls)"
_HEADING = r"(?:heading|topic|section|category|subject)"
_TOPICS = r"(?:topics|headings|sections|categories|subjects|themes|subject areas)"
_HOLD = r"(?:has|have|holds?|contains?|includes?|offers?|lists?|covers?|collects?|features?|keeps?|links? to|got)"
_FILL = (
    rf"(?: (?:are|is|there|exist|(?:do|did) (?:you|we|i) (?:have|keep|list)|have you (?:got|listed|collected)|you have"
    rf"|(?:does|do|has|have) {_LIST} {_HOLD}|that {_LIST} {_HOLD}|{_LIST} {_HOLD}|(?:on|in|of|from|within|at) {_LIST}"
    r"|can i (?:find|read|see|browse)|here|listed|collected|available|in total|altogether|in all|overall|currently|now"
    r"|at present|right now|at the moment|please|for me|that|which))"
)
_ABOUT = (
    r"(?:about|on|regarding|concerning|cover(?:s|ing)?|relat(?:ed|ing|e|es) to|deal(?:s|ing)? with"
    r"|mention(?:s|ing)?|discuss(?:es|ing)?|(?:(?:have|has|having) )?to do with|talk(?:s|ing)? about|nam(?:e|es|ing)"
    r"|(?:devoted|dedicated) to)"
)
_FILED = r"(?:filed|listed|grouped|found|standing|stand|stands|collected|placed|sorted|kept|put)"


_PLACE = (
    rf"(?: {_ABOUT} {target('about')}"
    rf"|(?: {_FILED})? (?:under|below|beneath) (?:the |its |your )?(?:{_HEADING} (?:of |called |named |on )?)?"
    rf"{target('under_a')}(?: {_HEADING})?"
    rf"|(?: {_FILED})? (?:in|within|of|from) (?:the |its |your )?{target('under_b')} {_HEADING}"
    rf"|(?: {_FILED})? (?:in|within|of|from) (?:the |its |your )?{_HEADING} (?:of |called |named |on )?"
    rf"{target('under_c')}"
    rf"|(?: (?:filed|grouped)) (?:in|with|as) {target('under_d')})"
)
_NO_SUBJECT = (  # words before “articles” that say nothing of what these are about
    r"(?:me|us|out|the|all|every|each|any|some|of|your|its|these|those|an?|new|old|newer|older|other|more|most|good|best|better|latest"
    r"|recent|first|last|next|top|same|similar|related|relevant|interesting|useful|important|long|short|cited|different"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
)
_BEFORE = rf"(?!{_NO_SUBJECT}\b){target('about_before')}"
_PLEASE = (
    r"(?:(?:please|hey|hi|hello|ok|okay|so|and|well|now|also|then)[,!]? )*"
    r"(?:(?:(?:can|could|would|will) you|i(?:'d| would) like (?:you )?to(?: know| see)?|i want to (?:know|see)|do you"
    r" know|tell me|let me (?:see|know)|i wonder|please) )*"
)
_SHOW = r"(?:list|show|give|enumerate|display|print|name|get|find|see)(?: me| us)?(?: out)?"
_ALL = r"(?: (?:all|every|each|any|some|of|the|your|its|these|those|a list of|complete))*"
_END = r"(?: (?:please|thanks|thank you|too|again))?"
_ANY = rf"(?:are there|is there|do you have|have you got|does {_LIST} have|has {_LIST} got)"
_NAMED: frozenset[Cue] = frozenset({"list"})
_CUED: frozenset[Cue] = frozenset({"list", "heading"})
_STATES = {
    Ask.DEAD: (
        r"(?:dead|broken|gone|rotten|defunct|offline|down)",
        r"(?:(?:do not|don't|no longer) (?:work|exist|open)(?: any ?more)?|no longer (?:available|online|reachable))",
    ),
    Ask.MOVED: (r"(?:moved|redirected|relocated)", r"(?:redirect|moved|changed (?:its|their) address(?:es)?)"),
    Ask.UNREAD: (
        r"(?:unreadable|unreachable|inaccessible|unread|not readable|not reachable|failed|failing)",
        r"(?:(?:could not|couldn't|cannot|can't|can not) be (?:read|fetched|opened|loaded|reached|retrieved)|failed)",
    ),
}
_WHEN = f"(?: (?P<when>{ENGLISH_TIMES}))"
_TO_LIST = rf"(?: (?:to|on|in) {_LIST})?"


def _rule(ask: Ask, pattern: str, needs: frozenset[Cue] | None = None) -> Rule:
    compiled = re.compile(f"{_PLEASE}{pattern}{_END}", re.IGNORECASE)
    return Rule(ask, compiled, needs) if needs else Rule(ask, compiled)


def _states() -> list[Rule]:
    rules = []
    for ask, (adjective, verb) in _STATES.items():
        rules += [
            _rule(
                ask,
                rf"(?:which|what|how many)(?: of)?(?: the| your| these)? {_MANY}{_FILL}*"
                rf"(?: (?:are|have|has|were|is|got))?(?: (?:been|now|currently|known to be|already))*"
                rf" (?:{adjective}|{verb}){_FILL}*",
            ),
            _rule(
                ask,
                rf"(?:{_SHOW}|{_ANY}|which are|what are|how many)(?: {_THE}| all| any| me)*"
                rf" {adjective} (?:links?|pages?|urls?|addresses|entries|articles)"
                rf"(?: (?:are there|do you have)){{0,1}}{_FILL}*",
            ),
        ]
    return rules


RULES = (
    *_states(),
    _rule(Ask.ADDED, rf"what(?:'s| is| are| was| were| has been| have been| got)(?: newly| recently| lately)?"
                     rf" (?:added|new){_TO_LIST}{_WHEN}?{_TO_LIST}"),
    _rule(Ask.ADDED, rf"(?:which|what|how many)(?: new)? {_MANY}(?: (?:on|in|of) {_LIST})?"
                     rf" (?:are|were|was|have been|has been|got)(?: newly| recently| lately| just)?"
                     rf" (?:added|new){_TO_LIST}{_WHEN}?{_TO_LIST}"),
    _rule(Ask.ADDED, rf"(?:{_SHOW}{_ALL}|{_ANY}(?: any)?|what are(?: the)?|which are(?: the)?|which|what|how many)"
                     r" (?:(?:latest|newest|most recent|recent|new) (?:additions|links|entries)"
                     rf"|(?:newly|recently|most recently|last|lately) added {_MANY})(?: are there)?"
                     rf"{_TO_LIST}{_WHEN}?{_TO_LIST}"),
    _rule(Ask.TOPICS, rf"(?:which|what|how many)(?: are)?(?: the| your| its| main| different)* {_TOPICS}"
                      rf"(?:{_FILL}| can i (?:choose(?: from)?|ask about|explore|read about|filter by)| are covered"
                      rf"| exist| do you (?:cover|offer)| is {_LIST} (?:divided|sorted|grouped) (?:in|into|by))*"),
    _rule(Ask.TOPICS, rf"{_SHOW}{_ALL} (?:(?:main )?{_TOPICS}|table of contents){_FILL}*"),
    _rule(Ask.TOPICS, rf"what(?:'s| is| does) {_LIST} (?:about|cover|contain|treat|have|offer|include|hold)", _NAMED),
    _rule(Ask.TOPICS, rf"what(?:'s| is)(?: there)? (?:on|in) {_LIST}", _NAMED),
    _rule(Ask.TOPICS, rf"how is {_LIST} (?:organi[sz]ed|structured|divided|sorted|arranged|grouped)", _NAMED),
    _rule(Ask.TOPICS, rf"what can i (?:browse|read|find|read about|ask about)(?: (?:on|in))? {_LIST}", _NAMED),
    _rule(Ask.COUNT, rf"how (?:long|big|large) is {_LIST}", _NAMED),
    _rule(Ask.COUNT, rf"how many(?: of)?(?: the| your| its| these| different)* {_MANY}{_FILL}*{_PLACE}?{_FILL}*"),
    _rule(Ask.COUNT, rf"(?:(?:(?:what(?:'s| is) )?the )?(?:total )?number of|count)(?: all)?(?: the)? {_MANY}"
                     rf"{_FILL}*{_PLACE}?{_FILL}*"),
    _rule(Ask.LIST, rf"{_SHOW}{_ALL} (?:{_ITEMS}|everything|all|anything|what){_FILL}*{_PLACE}{_FILL}*"),
    _rule(Ask.LIST, rf"{_SHOW}{_ALL} (?:{_MANY}|everything|all){_FILL}+", _NAMED),
    _rule(Ask.LIST, rf"{_SHOW} (?:all|every)(?: of)?(?: the| your)? (?:articles|links|entries){_FILL}*"),
    _rule(Ask.LIST, rf"{_SHOW}(?: the| your)? {target('under')} {_HEADING}{_FILL}*", _CUED),
    _rule(Ask.LIST, rf"(?:which|what)(?: of)?(?: the| your| these)* {_MANY}{_FILL}*{_PLACE}{_FILL}*"),
    _rule(Ask.LIST, rf"(?:which|what)(?: of)?(?: the| your| these)* {_MANY}{_FILL}+"),
    _rule(Ask.LIST, rf"what(?:'s)?(?: else)?{_FILL}*{_PLACE}{_FILL}*", _CUED),
    _rule(Ask.LIST, rf"what(?:'s)? do you have on {target('about')}"),
    _rule(Ask.LIST, rf"what(?:'s| is) (?:filed|listed|grouped) under {target('under')}"),
    _rule(Ask.LIST, rf"(?:{_ANY})(?: any| anything| some| something)*(?: {_ITEMS})?{_FILL}*{_PLACE}{_FILL}*", _NAMED),
    _rule(Ask.COUNT, rf"how many {_BEFORE} {_MANY}{_FILL}+", _NAMED),
    _rule(Ask.LIST, rf"{_SHOW}{_ALL} {_BEFORE} {_MANY}{_FILL}*"),
)  # fmt: skip

ENGLISH = Grammar(
    "en",
    RULES,
    {
        "list": re.compile(rf"\b{_LIST}\b", re.IGNORECASE),
        "heading": re.compile(rf"\b(?:{_HEADING}|{_TOPICS})\b", re.IGNORECASE),
    },
    {
        Noun.ARTICLES: re.compile(r"\barticles?\b", re.IGNORECASE),
        Noun.ENTRIES: re.compile(r"\b(?:entries|entry)\b", re.IGNORECASE),
    },
)
