"""A small shelf of our own invention: a list, its recorded pages, and notes, so that every fact in a test is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

STORE = "http://tidewater.example/store"
CACHE = "http://tidewater.example/zh/cache"
QUEUE = "http://gannet.example/queue"
LOST = "http://lost.example/boat"
KEEL = "http://noted.example/keel"
RECORDED = "2024-03-09T10:11:12Z"

LIST = f"""# Harbour

## Storage

[Tidewater, a store for small sensors]({STORE})

[潮汐缓存怎样淘汰旧数据]({CACHE})

### Queues

[The Gannet queue]({QUEUE})

## Boats

[A page that nobody recorded]({LOST})

[Keels of wood and steel]({KEEL})

The harbour master keeps a paper copy of every tide table in the red cabinet beside the lamp.
"""

STORE_TEXT = (
    "Tidewater is a key-value store for battery-powered sensors in harbours.",
    "Every Tidewater record takes exactly 48 bytes, of which 16 bytes are the key.",
    "The store flushes its log to flash memory every 7 seconds, or after 512 writes.",
    "Maren Holt wrote the first version of Tidewater in the Zig language in 2021.",
    "A sensor with two AA cells keeps Tidewater running for about 19 months.",
)
CACHE_TEXT = (
    "潮汐缓存是给港口传感器用的内存缓存，由林晚舟在2022年写成。",
    "潮汐缓存按照潮位高低淘汰旧数据：退潮时先删掉最久没有读过的条目。",
    "潮汐缓存最多占用256 KB内存，超过以后每次写入都会触发一次淘汰。",
    "涨潮期间潮汐缓存不删除任何条目，只把它们压缩成差分编码。",
    "潮汐缓存的命中率在三个月的试验里平均达到百分之九十一，比普通的先进先出缓存高出二十三个百分点。",
    "潮汐缓存用 C 语言编写，代码不到两千行，可以和 Tidewater 存储一起编译进同一个固件。",
    "它的作者建议把淘汰周期设成六小时，因为当地的潮水大约每六小时涨落一次，这样缓存里留下的总是最近一个潮周期的数据。",
)
QUEUE_TEXT = (
    "Gannet is a message queue that carries readings from buoys to the shore station.",
    "Gannet delivers each message at least once and drops duplicates by a 64-bit number.",
    "When the radio link is down, Gannet keeps up to 4,000 messages in a ring buffer.",
    "The Gannet protocol has three frame types, called dive, surface and rest.",
    "A shore station acknowledges every frame within 250 milliseconds.",
)
KEEL_NOTE = f"""---
url: {KEEL}
title: Keels of wood and steel
topics: [Harbour, Boats]
language: en
kind: article
published: 2020-05
checked-against:
  - written for these tests
---
## English
The Petrel class of pilot boats has an oak keel 9 metres long.
Steel keels replaced oak in Petrel boats in 1987, because shipworms ate the wood.

## 中文
海燕级引航艇的橡木龙骨长9米，1987年起改用钢龙骨。
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the list, the notes and the recorded pages lie."""

    list: Path
    notes: Path
    archive: Path


def write_shelf(folder: Path) -> Shelf:
    """Write the shelf's files; one of its links is in no archive, another only has a note."""
    shelf = Shelf(folder / "harbour.md", folder / "notes", folder / "pages.warc.gz")
    shelf.list.write_text(LIST, "utf-8")
    shelf.notes.mkdir()
    (shelf.notes / "keel.md").write_text(KEEL_NOTE, "utf-8")
    write_warc(shelf.archive, PAGES)
    return shelf


def page(title: str, sentences: Iterable[str]) -> str:
    """Return an article as HTML, three sentences a paragraph."""
    said = list(sentences)
    gap = "" if title[0] > "\u3000" else " "
    paragraphs = "".join(f"<p>{gap.join(said[start : start + 3])}</p>" for start in range(0, len(said), 3))
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return (
        f"<!doctype html><html><head>{head}</head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def write_warc(path: Path, pages: Mapping[str, str]) -> None:
    """Write pages as the responses of a WARC/1.1 file."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        for url, html in pages.items():
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            body = html.encode()
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": RECORDED},
            )
            writer.write_record(record)


PAGES: Mapping[str, str] = {
    STORE: page("Tidewater, a store for small sensors", STORE_TEXT),
    CACHE: page("潮汐缓存怎样淘汰旧数据", CACHE_TEXT),
    QUEUE: page("The Gannet queue", QUEUE_TEXT),
}
