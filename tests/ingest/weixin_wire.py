r"""WeChat's pages as they come over the wire, made up: the structure is the site's, every word of text is ours.

Each article carries the site's traps: an empty <title>, scripts before the text that hold the words of every message a
page may show, an advertiser's name before the account's, a line break written as `\x0a`.
"""

from dataclasses import dataclass

from ingest.documents import Document, Link, Occurrence, Page
from ingest.sites.weixin import parse
from ingest.status import Source

URL = "https://mp.weixin.qq.com/s/Ab3dEf6hIj9lMn2pQr5t_w"
TITLE = "图引擎怎样分配内存"
ACCOUNT = "图计算札记"
AUTHOR = "林知远"
SECONDS = 1715014800  # 2024-05-06 17:00 UTC: 7 May in China
DAY = "2024-05-07"
FIRST = "一个图引擎在启动时就把内存分成三块：顶点一块，边一块，消息一块。"
SECOND = "边占的地方最大，所以它们按来源顶点排好序，再压缩成相邻的差值。"
THIRD = "消息只活一轮，用完就整块归还，这样既不需要回收，也不会留下碎片。"
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
BODY = "".join(
    f'<section style="line-height: 1.8"><span leaf="">{part}</span></section>' for part in (FIRST, SECOND, THIRD)
)
MESSAGES_IN_SCRIPTS = """
  var words = {gone: "该内容已被发布者删除", bad: "此内容因违规无法查看", moved: "该公众号已迁移", param: "参数错误",
    check: "环境异常", often: "访问过于频繁", open: "请在微信客户端打开链接",
    hidden: "根据作者隐私设置，无法查看该内容"};
  if (code == 5) { document.write('<div class="weui-msg__title warn">' + words.bad + '</div>'); }
"""
CODE = """<section class="code-snippet__fix code-snippet__js">
<ul class="code-snippet__line-index code-snippet__js"><li>1</li><li>2</li><li>3</li></ul>
<pre class="code-snippet__js" data-lang="python">\
<code><span class="code-snippet_outer">def degree(vertex):</span></code>\
<code><span class="code-snippet_outer">    edges = vertex.edges</span></code>\
<code><span class="code-snippet_outer">    return len(edges)</span></code></pre></section>"""


def escaped(text: str) -> str:
    r"""Return text as the site writes it into a script: marks as `\xNN`, Chinese as it is."""
    return "".join(f"\\x{ord(mark):02x}" if mark in "<>&'\"\\\n=" else mark for mark in text)


@dataclass(frozen=True)
class Article:
    """The parts of an article's page that differ from kind to kind; `content` None leaves #js_content out."""

    kind: int = 0
    title: str = TITLE
    heading: str = TITLE
    account: str = ACCOUNT
    author: str = AUTHOR
    description: str = r"一篇短文\x0a讲内存"
    content: str | None = BODY
    data: str = f"nick_name: JsDecode('{ACCOUNT}'),"
    time: str = f'var ct = "{SECONDS}";'
    before: str = ""
    filler: int = 4_000

    @property
    def html(self) -> str:
        """The whole page."""
        content = "" if self.content is None else _content(self.content)
        shown = f'<strong id="js_name">{self.account}</strong>' if self.account else ""
        return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title></title>
<meta name="description" content="{self.description}"><meta name="author" content="{self.author}">
<meta property="og:title" content="{self.title}"><meta property="og:site_name" content="微信公众平台">
<meta property="og:url" content="https://mp.weixin.qq.com/s/Ab3dEf6hIj9lMn2pQr5t_w">
<script nonce="1">{MESSAGES_IN_SCRIPTS}</script>
<script nonce="1">{filler(self.filler)}</script>
<script h5only>window.cgiDataNew = {{ ad: {{ nick_name: JsDecode('微信广告') }}, item_show_type: '{self.kind}',
  {self.data} bizuin: 'MzAxMjM0NQ==', mid: '2650000001', idx: '1', sn: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' }};</script>
</head><body class="zh_CN"><div id="js_article" class="rich_media">{self.before}
<h1 id="activity-name" class="rich_media_title">{self.heading}</h1><div id="meta_content">{shown}
<em id="publish_time"></em></div>{content}
<div class="rich_media_tool"><button>赞</button><button>在看</button></div></div>
<script nonce="1">{self.time} var msg_link = "http://mp.weixin.qq.com/s/Ab3dEf6hIj9lMn2pQr5t_w"; {filler(self.filler)}
</script></body></html>"""


def _content(inner: str) -> str:
    hidden = 'style="visibility: hidden; opacity: 0; "'
    return f'<div class="rich_media_content" id="js_content" {hidden}>{inner}<img data-src="https://mmbiz.example/1"></div>'


def filler(size: int) -> str:
    """Return a script of about so many characters."""
    line = 'n["a1"]=function(e,t){return e<t?"<p>\\u4e00</p>":t.content_noencode;};\n'
    return line * (size // len(line))


def message(words: str, description: str = "", script: str = "") -> str:
    """Return the page that shows a message in the site's usual block; its scripts hold the words of all others."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title></title>
<script>{MESSAGES_IN_SCRIPTS}{script}</script></head><body><div class="weui-msg"><div class="weui-msg__icon-area"></div>
<div class="weui-msg__text-area"><div class="weui-msg__title warn">{words}</div>
<p class="weui-msg__desc">{description}</p></div></div><script>{filler(3_000)}</script></body></html>"""


def small_message(words: str) -> str:
    """Return the page of less than a kilobyte that shows a message."""
    return f'<html><head><title>{words}</title></head><body><div class="mesg-block">{words}</div></body></html>'


def verification() -> str:
    """Return the page that asks its reader to prove to be a person."""
    asked = "当前环境异常，完成验证后即可继续访问。"
    return message("环境异常", f'{asked}<a class="weui-btn" id="js_verify">去验证</a>')


def moved(link: str) -> str:
    """Return the page of an account that moved."""
    script = f"var transferTargetLink = '{link}';"
    return message("该公众号已迁移", "该公众号已迁移至新的帐号，原帐号已回收。", script)


def hidden() -> str:
    """Return the page of an article that its author has hidden: a script alone says so."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title></title>
<script>{MESSAGES_IN_SCRIPTS}</script></head><body><div id="app"></div><script>{filler(9_000)}</script></body></html>"""


def page(html: str, address: str = URL) -> Page:
    """Return a page as it is fetched."""
    return Page(URL, address, "text/html; charset=UTF-8", html.encode(), "2024-06-01T00:00:00Z", Source.LIVE)


def read(html: str, title: str = "") -> Document:
    """Return the document of an article that the list gives a title."""
    (document,) = parse(Link(URL, (Occurrence(("图",), title, "", "", "", 1),)), page(html))
    return document
