"""Pages as browsers and their extensions save them, made up byte by byte."""

import os
from base64 import encodebytes
from pathlib import Path
from quopri import encodestring

URL = "https://e.example/engine"
WORDS = "一个图引擎把内存分成三块。"
MOMENT = 1_714_980_489  # 2024-05-06 07:28:09 UTC
ISO = "2024-05-06T07:28:09+00:00"
SAVED_FROM = f"<!-- saved from url=(0024){URL} -->"
SINGLE_FILE = f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Mon May 06 2024 09:28:09\n-->"
CANONICAL = f'<link rel="canonical" href="{URL}">'
OG_URL = f'<meta property="og:url" content="{URL}">'


def page(head: str = SAVED_FROM, words: str = WORDS) -> str:
    """Return a page; comments stand where browsers write them, the rest in its head."""
    comment, inner = (head, "") if head.startswith("<!--") else ("", head)
    head = f"{comment}\n<html><head><meta charset='utf-8'>{inner}</head>"
    return f"<!DOCTYPE html>\n{head}<body><p>{words}</p></body></html>"


def save(path: Path, content: str | bytes, moment: float = MOMENT) -> Path:
    """Write a file as if it had been saved at a time (Unix seconds)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (moment, moment))
    return path


def mhtml(
    html: str,
    url: str = URL,
    coding: str = "quoted-printable",
    charset: str = "utf-8",
    date: str = "Mon, 6 May 2024 09:08:09 +0200",
    top: str = f"Snapshot-Content-Location: {URL}\r\n",
) -> bytes:
    """Return a page of many parts, as Chrome writes it; `top` says where the page was, and so does its part."""
    raw = html.encode(charset)
    body = encodestring(raw) if coding == "quoted-printable" else encodebytes(raw)
    head = (
        f"From: <Saved by Blink>\r\n{top}Subject: x\r\nDate: {date}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Part--1----"\r\n\r\n\r\n'
        f"------Part--1----\r\nContent-Type: text/html; charset={charset}\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: {coding}\r\nContent-Location: {url}\r\n\r\n"
    )
    picture = (
        "\r\n------Part--1----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Location: https://cdn.example/1.png\r\n\r\niVBORw0KGgo=\r\n------Part--1------\r\n"
    )
    return head.encode() + body + picture.encode()
