"""WeChat articles of every kind: title, account, author, date and text come from where the site keeps them."""

import html
import time
from dataclasses import replace

import pytest
from weixin_wire import (
    ACCOUNT,
    AUTHOR,
    BODY,
    CODE,
    DAY,
    FIRST,
    SECOND,
    SECONDS,
    TEXT,
    THIRD,
    TITLE,
    URL,
    Article,
    escaped,
    read,
)  # fmt: skip

from ingest.status import Source

HTML_TEXT = "".join(f"<p>{part}</p>" for part in (FIRST, SECOND, THIRD))
ONLY_IN_SCRIPT = f"nick_name: JsDecode('{ACCOUNT}'), content_noencode: JsDecode('{escaped(HTML_TEXT)}'),"
ORIGINAL_TIME = f"ori_create_time: '{SECONDS}' * 1,"
SHARED = '<div id="js_share_source" class="share_media_text">阅读原文<button>分享</button></div>'


KINDS = {
    "0 article": Article(),
    "0 share wrapper": Article(content="", data=ONLY_IN_SCRIPT, before=SHARED),
    "5 video": Article(
        5, data=f"nick_name: JsDecode('{ACCOUNT}'), {ORIGINAL_TIME}", time="", content=f"<iframe></iframe>{BODY}"
    ),
    "6 music": Article(6, content=None, description=escaped(TEXT)),
    "7 audio": Article(7, content="<mpvoice></mpvoice>", description=escaped(TEXT)),
    "8 images": Article(8, content=None, data=f"{ONLY_IN_SCRIPT} {ORIGINAL_TIME}", time="", account=""),
    "10 short text": Article(
        10,
        content=None,
        account="",
        time=f"d.create_time = xml ? getXmlValue('create_time.DATA') : '{SECONDS}';",
        data=f"nick_name: JsDecode('{ACCOUNT}'), text_page_info: {{ content_noencode: '{escaped(TEXT)}' }},",
    ),
    "17 short content": Article(
        17,
        content=None,
        account="",
        data=f"nick_name: JsDecode('{ACCOUNT}'), content_noencode: JsDecode('{escaped(TEXT)}'), {ORIGINAL_TIME}",
        time="",
    ),
}


@pytest.mark.parametrize("article", KINDS.values(), ids=KINDS.keys())
def test_kinds_of_article(article: Article) -> None:
    """Of every kind, title, account, author, date and the whole text are found, its paragraphs kept apart."""
    document = read(article.html)

    assert (document.title, document.site, document.author, document.published) == (TITLE, ACCOUNT, AUTHOR, DAY)
    assert document.text == TEXT
    assert (document.url, document.source, document.fetched) == (URL, Source.LIVE, "2024-06-01T00:00:00Z")


@pytest.mark.parametrize(
    "written",
    [
        f"content_noencode: JsDecode('{escaped(HTML_TEXT)}')",
        f"content_noencode: '{escaped(HTML_TEXT)}'",
        f'content_noencode: "{escaped(HTML_TEXT)}"',
        f"content_noencode: JsDecode('{escaped(html.escape(HTML_TEXT))}')",
        f"content_noencode: JsDecode('{escaped(TEXT)}')",
        f"content_noencode: JsDecode('{escaped(html.escape(TEXT))}')",
        f"content_noencode: '短的', b: {{ content_noencode: '{escaped(HTML_TEXT)}' }}, content_noencode: ''",
    ],
)
def test_text_in_a_script(written: str) -> None:
    """However a script holds the text, plain or as HTML, the longest such text is read, its paragraphs kept apart."""
    article = Article(8, content=None, data=f"{written},")

    assert read(article.html).text == TEXT


def test_a_part_of_the_text_in_the_page() -> None:
    """A page that shows the beginning of what its script holds is read from the script."""
    article = Article(content=f"<p>{FIRST}</p>", data=ONLY_IN_SCRIPT)

    assert read(article.html).text == TEXT


def test_the_lists_title_comes_first() -> None:
    """What the list calls the article stands before what the page calls it."""
    assert read(Article().html, "内存三分").title == "内存三分"


def test_words_in_an_article_are_no_values() -> None:
    """An article that shows such a script in its text is not read as one."""
    text = (
        f"""{BODY}<p>var ct = "1400000000"; nick_name: JsDecode('别的号'), content_noencode: JsDecode('别的字')</p>"""
    )
    document = read(Article(content=text, account="").html)

    assert (document.published, document.site) == (DAY, ACCOUNT)
    assert document.text.startswith(FIRST)


def test_code_keeps_its_lines() -> None:
    """Code stands line by line with its indentation, without the numbers beside it."""
    text = read(Article(content=f"{BODY}{CODE}<p>以上。</p>").html).text

    assert text == f"{TEXT}\n\ndef degree(vertex):\n    edges = vertex.edges\n    return len(edges)\n\n以上。"


def test_headings() -> None:
    """Headings are found where they stand."""
    document = read(Article(content=f"<h2>分配</h2>{BODY}<h3>归还</h3><p>{THIRD}</p>").html)

    assert [(one.level, one.text) for one in document.headings] == [(2, "分配"), (3, "归还")]
    assert document.text[document.headings[1].start :] == f"归还\n\n{THIRD}"


@pytest.mark.parametrize("hiding", ['aria-hidden="true"', 'style="visibility: hidden"', "hidden"])
def test_text_that_waits_for_a_script_to_show_it(hiding: str) -> None:
    """However the page hides its text until a script has run, it is read."""
    source = Article().html.replace('style="visibility: hidden; opacity: 0; "', hiding)

    assert read(source).text == TEXT


def test_what_there_is_of_a_video() -> None:
    """A video without a word of text gives its description, and without one its title."""
    described = Article(5, content="<iframe></iframe>", data=f"nick_name: JsDecode('{ACCOUNT}'),")

    assert read(described.html).text == "一篇短文\n\n讲内存"
    assert read(replace(described, description="").html).text == TITLE


def test_a_page_of_three_megabytes() -> None:
    """A page of the usual size, nearly all of it scripts, is read in a small part of a worker's 30 seconds."""
    source = Article(filler=1_500_000).html
    assert len(source) > 3_000_000
    start = time.process_time()

    assert read(source).text == TEXT
    assert time.process_time() - start < 5
