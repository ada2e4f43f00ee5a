"""Bytes to text: what a page declares, when it is true, and what its bytes look like when it is not."""

import codecs
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extraction.charset import cleaned, to_text

TEXT = "<p>图神经网络训练框架，支持十亿个节点与百亿条边。</p>"


GB = TEXT.encode("gb18030")
UTF_16_BE = codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), "text/html; charset=utf-8"),
        (GB, "text/html; charset=gb18030"),
        (GB, "text/html; charset='gbk'"),
        (TEXT.encode("utf-16-le"), "text/html; charset=utf-16le"),
        pytest.param(GB, "text/html; charset=GB2312", id="fault 34: gb2312 said, gb18030 sent"),
        pytest.param(GB, "text/html; charset=utf-8", id="fault 34: utf-8 said, GBK sent"),
        pytest.param(TEXT.encode(), "text/html; charset=gb2312", id="fault 34: gb2312 said, utf-8 sent"),
        pytest.param(TEXT.encode(), "text/html; charset=iso-8859-1", id="fault 34: latin-1 said, utf-8 sent"),
        pytest.param(TEXT.encode() * 40, "text/html; charset=gbk", id="fault 34: a long page"),
        pytest.param(TEXT.encode(), "text/html; charset=nope-8", id="fault 35: nope-8"),
        pytest.param(GB, "text/html; charset=nope-8", id="fault 35: nope-8 for GBK"),
        pytest.param(TEXT.encode(), "text/html; charset=hex", id="fault 35: hex"),
        pytest.param(TEXT.encode(), "text/html; charset=punycode", id="fault 35: punycode"),
        pytest.param(TEXT.encode(), "text/html; charset=unicode_escape", id="fault 35: unicode_escape"),
        pytest.param(TEXT.encode(), "text/html; charset=" + "x" * 500, id="fault 35: 500 letters"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), "text/html; charset=gbk", id="fault 36: UTF-8"),
        pytest.param(TEXT.encode("utf-16"), "", id="fault 36: UTF-16, little end first"),
        pytest.param(UTF_16_BE, "text/html; charset=utf-8", id="fault 36: UTF-16, big end first"),
        pytest.param(TEXT.encode(), "", id="fault 37: no type"),
        pytest.param(GB, "", id="fault 37: no type for GBK"),
        pytest.param(TEXT.encode(), ";;charset;=", id="fault 37: rubbish"),
        pytest.param(TEXT.encode(), "text/html; charset=utf-8; charset=gbk", id="fault 37: two"),
    ],
)
def test_a_page_is_read(body: bytes, content_type: str) -> None:
    """A byte order mark counts first, then the header if the bytes fit it, then UTF-8, then what they look like."""
    expected = body.decode() if len(body) > 2000 else TEXT

    assert to_text(body, content_type) == expected


def test_latin_1_that_is_utf_8() -> None:
    """Fault 34: a single accent in UTF-8 is not read as two letters because the header says Latin-1."""
    assert to_text("café".encode(), "text/html; charset=iso-8859-1") == "café"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Нейронные сети обучаются на многих машинах одновременно.", "cp1251"),
        ("グラフニューラルネットワークの学習フレームワークは、十億個のノードを扱うことができます。", "shift_jis"),
        ("グラフニューラルネットワークの学習フレームワークは、十億個のノードを扱うことができます。", "euc_jp"),
        (
            "그래프 신경망 학습 프레임워크는 십억 개의 노드를 지원합니다. 메모리를 함께 쓰는 방법도 설명합니다.",
            "euc_kr",
        ),
        ("圖神經網路訓練框架支援十億個節點與百億條邊，工程師把參數伺服器拆成多個分片，再合併梯度。", "big5"),
        ("Les réseaux de neurones sont entraînés sur des machines où l'élève a sa propre mémoire.", "cp1252"),
        ("工程师把参数服务器拆成多个分片，梯度在本地合并之后再发送，从而减少网络流量。", "gb18030"),
        ("图计算", "gb18030"),
        ("联通", "gb18030"),
    ],
)
@pytest.mark.parametrize("declared", ["", "text/html; charset=utf-8", "text/html; charset=nope-8"])
def test_undeclared_charsets(text: str, charset: str, declared: str) -> None:
    """Fault 35: without a true declaration bytes are read as what they look like, a few Chinese words as Chinese."""
    assert to_text(f"<p>{text}</p>".encode(charset), declared) == f"<p>{text}</p>"


def test_what_no_text_has() -> None:
    """Fault 39: NUL bytes, half surrogate pairs and noncharacters are left out, from bytes and from text."""
    sent = b"a\x00b\xed\xa0\x80c" + "\uffffd\ufdd0e\U0001fffe".encode() + "f。".encode()

    assert to_text(sent).replace("\ufffd", "") == "abcdef。"
    assert cleaned("a\0b\ud800c\ufffed\udfffe") == "abcde"


@pytest.mark.parametrize(
    ("declared", "sent"),
    [("gb2312", "gb18030"), ("big5", "big5"), ("utf-16", "utf-8"), ("UTF-16LE", "utf-8"), ("nope", "utf-8")],
)
def test_the_meta_tag(declared: str, sent: str) -> None:
    """A charset in the first 4 KB of the page counts, but not UTF-16: a tag that reads as ASCII cannot be."""
    page = (
        f'<html><head><meta http-equiv="x" content="text/html; charset={declared}"></head>' + "<p>中文的一段。</p>" * 20
    )

    assert to_text(page.encode(sent)) == page


def test_the_header_counts_before_the_tag() -> None:
    """Where header and tag differ and the bytes fit both, the header counts."""
    assert to_text(b"<meta charset=cp1251>\xc3\xa9", "text/html; charset=utf-8").endswith("é")


@pytest.mark.parametrize(("declared", "text"), [("iso-8859-1", "‘café’ €5"), ("ascii", "naïve"), ("latin-1", "œuvre")])
def test_western_pages(declared: str, text: str) -> None:
    """Latin-1 and ASCII are read as their superset cp1252, as browsers do."""
    assert to_text(text.encode("cp1252"), f"text/html; charset={declared}") == text


def test_a_few_bad_bytes() -> None:
    """One damaged character in a long page does not change the charset of the rest."""
    body = "图".encode() * 300 + b"\xff" + "学".encode() * 300

    assert to_text(body, "text/html; charset=utf-8") == "图" * 300 + "\ufffd" + "学" * 300


@given(st.binary(max_size=400), st.text(max_size=20))
@settings(derandomize=True, max_examples=200)
def test_any_bytes(body: bytes, declared: str) -> None:
    """No bytes and no declaration make it fail, and the text can be encoded again."""
    to_text(body, f"text/html; charset={declared}").encode("utf-8")


def test_a_large_page_in_no_charset_takes_no_time() -> None:
    """A megabyte whose charset names one of Python's own encodings is read quickly, and as UTF-8."""
    body = TEXT.encode() * 15_000
    started = time.perf_counter()

    assert to_text(body, "text/html; charset=punycode") == TEXT * 15_000
    assert time.perf_counter() - started < 15
