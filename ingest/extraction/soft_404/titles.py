"""Titles that pages have when they are not what was asked for; a title must be such a phrase, not merely hold it."""

import re
from enum import StrEnum


class Says(StrEnum):
    """What a title says of its page."""

    MISSING = "missing"
    WALL = "wall"
    SIGN_IN = "sign in"


_THING = "(page|article|post|file|document|content|url|resource|story|video|item)"
_THING_ZH = "(页面|网页|内容|文章|资源|链接|帖子|文件|页)"
_OPENING = r"((oops|sorry|whoops|uh oh) )*((the|this|that|your) )?(requested )?"
_ASKED = r"( you (requested|are looking for|re looking for))?"
_LOST = (
    r"((is |was |could |has )?not (be |been )?(found|available)|(can t|cannot|can not|couldn t) be found|"
    r"(doesn t|does not|no longer) exists?|(is |has |was )?(been )?(deleted|removed|gone)|(is )?no longer available)"
)
_OPENING_ZH = r"((404|很?抱歉|对不起) ?)*([你您]?(所|要|正在)?(访问|查看|请求|浏览|查找|寻找)的|该|此|本|这个)?"
_LOST_ZH = r"(不存在|未找到|找不到了?|没有找到|不见了|走丢了|已失效|已?被?(作者)?(删除|移除)|已经?不存在)(或.{0,12})?"
_PHRASES = {
    Says.MISSING: (
        rf"((http )?(error|status) (code )?)?(404|410)( 0)?( error)?( ?({_THING} )?(not found|gone))?",
        r"(error )?not found( error)?( 404)?",
        rf"{_OPENING}{_THING}{_ASKED} {_LOST}",
        rf"{_OPENING_ZH}{_THING_ZH}{_LOST_ZH}",
        rf"(404 ?)?(找不到|未找到|没有找到|无法找到)(该|此)?{_THING_ZH}",
        r"404 ?(页面|错误|错误页面|错误页)?",
    ),
    Says.WALL: (
        r"just a moment",
        r"attention required",
        r"(403 )?forbidden|(401 )?unauthorized|403|access (is )?denied",
        r"access to this page (has been|is) (denied|blocked)",
        r"(please )?(verify|confirm|prove)( that)? you( are|re) (a )?(human|not a robot)|are you (a )?(human|robot)",
        r"checking your browser( before.{0,60})?|(one more step )?(please )?complete the security check.{0,40}",
        r"security (check|verification)|ddos protection|human verification|robot check|captcha",
        r"(please )?(log|sign) in (to|first).{0,40}|please (log|sign) in|(login|sign in) required",
        r"before you continue( to.{0,40})?|your privacy choices|we value your privacy",
        r"(百度|微信|腾讯)?安全(验证|检测)|(人机|滑动|滑块|访问|身份|真人)验证",
        r"请?输入验证码|请(先)?完成(安全|下方)?验证.{0,12}|环境异常.{0,30}",
        r"(您的)?访问(过于|太)频繁.{0,20}|操作(过于|太)?频繁.{0,20}|访问(被拒绝|受限)|无权访问",
        r"请(您)?(先)?(登录|登陆)(后.{0,12})?",
        r"(登录|登陆)后(即可|才能|方可|可)?(查看|继续|阅读|访问|浏览).{0,12}",
    ),
    Says.SIGN_IN: (
        r"(log|sign) ?in( to .{0,30})?|(log|sign) ?in (or|and) (register|sign ?up)|sign ?up|(user|member) login",
        r"(用户|会员|帐号|账号|扫码|密码)?(登录|登陆)( ?注册|页面?|入口|界面)?",
    ),
}
_PATTERNS = {says: re.compile("|".join(f"(?:{one})" for one in phrases)) for says, phrases in _PHRASES.items()}
_SEPARATORS = re.compile(r"\s[-–—|·•»:]+\s|[|_—·»]+")
_NO_WORDS = re.compile(r"[\W_]+")
MAX_TITLE_CHARS = 200


def says(title: str) -> Says | None:
    """Return what a title says when the whole of it, or a part between separators, is one of the phrases."""
    title = title[:MAX_TITLE_CHARS].lower()
    for part in (title, *_SEPARATORS.split(title)):
        plain = _NO_WORDS.sub(" ", part).strip()
        for meaning, pattern in _PATTERNS.items():
            if pattern.fullmatch(plain):
                return meaning
    return None
