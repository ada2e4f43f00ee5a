"""A web of many hosts, most of them faulty, for builds that are to be repeated from their archive."""

import gzip
import itertools
import socket
from collections.abc import Callable, Iterator, Mapping

from loopback import Answer, Loopback, reply, reset

ENGLISH = " ".join(f"The harbour keeps ledger {number} of its ships, with tonnage and berth." for number in range(20))
CHINESE = "".join(f"第{number}号灯塔每晚点亮三次，守塔人记下过往的船只和风向。" for number in range(20))
DENIED = reply(b"User-agent: *\nDisallow: /", content_type="text/plain")


def page(title: str, text: str = ENGLISH, extra: str = "") -> bytes:
    """Return a page of HTML."""
    head = f"<head><meta charset=utf-8><title>{title}</title>{extra}</head>"
    return f"<html>{head}<body><article><h1>{title}</h1><p>{text}</p></article></body></html>".encode()


def in_turn(*answers: Answer) -> Callable[[socket.socket], None]:
    """Answer requests one after the other, the last answer ever after."""
    left: Iterator[Answer] = itertools.chain(answers, itertools.repeat(answers[-1]))

    def answer(connection: socket.socket) -> None:
        current = next(left)
        if callable(current):
            current(connection)
        else:
            connection.sendall(current)

    return answer


def broken_off(connection: socket.socket) -> None:
    """Send half a page, then reset the connection."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\nContent-Type: text/html\r\n\r\n" + page("Half"))
    reset(connection)


def endless(connection: socket.socket) -> None:
    """Send a page that never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"<p>more and more</p>" * 1000)


def chunked(*chunks: bytes) -> bytes:
    """Return a response in chunks."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)


def faults(silent: Callable[[socket.socket], None]) -> Mapping[str, Answer]:
    """Return answers by path; each path is also the first part of a host's name."""
    packed = gzip.compress(page("Lighthouses", CHINESE), mtime=0)
    long = reply(page("Short")).replace(b"Content-Length: ", b"Content-Length: 9")
    good = reply(page("Good in the end"))
    return {
        "/plain": reply(page("Harbour")),
        "/packed": reply(packed, content_encoding="gzip"),
        "/chunked": chunked(page("Chunks")[:300], page("Chunks")[300:], b""),
        "/moved": reply(status=301, location="/moved-on"),
        "/moved-on": reply(status=302, location="http://plain.example/plain"),
        "/loop": reply(status=302, location="/loop"),
        "/nowhere": reply(status=302),
        "/script": reply(status=302, location="javascript:alert(1)"),
        "/inside": reply(status=302, location="http://127.0.0.1/"),
        "/utf8": b"HTTP/1.1 302 Found\r\nLocation: /\xe5\x9b\xbe\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        "/%E5%9B%BE": reply(page("图", CHINESE)),
        "/refresh": reply(page("Wait", "", '<meta http-equiv="refresh" content="0; url=/moved-on">')),
        "/missing": reply(b"<p>no such page</p>", 404),
        "/gone": reply(b"", 410),
        "/forbidden": reply(b"<p>no</p>", 403),
        "/down": reply(b"<p>down</p>", 500),
        "/odd": reply(page("Odd")).replace(b"200 OK", b"999 Odd"),
        "/comes-back": in_turn(reply(b"", 503), good),
        "/busy": in_turn(reply(b"", 429, retry_after="1"), good),
        "/breaks-once": in_turn(broken_off, good),
        "/breaks": broken_off,
        "/long": long,
        "/hangs-up": b"",
        "/no-http": b"SSH-2.0-OpenSSH_9.7\r\n",
        "/bad-chunk": chunked(page("Bad"))[:-4] + b"zz\r\n",
        "/half-packed": reply(packed[:-200], content_encoding="gzip"),
        "/not-packed": in_turn(reply(page("Plain"), content_encoding="gzip"), reply(page("Plain"))),
        "/brotli": reply(b"\x0b\x02\x80", content_encoding="br"),
        "/endless": endless,
        "/silent": silent,
        "/empty": reply(b""),
        "/thin": reply(page("Thin", "Next to nothing.")),
        "/image": reply(b"\x89PNG\r\n\x1a\n" + bytes(500), content_type="image/png"),
        "/headers": reply(page("Headers")).replace(b"Content-Type", b"X-Name: \xcd\xbc\xa0\r\nContent-Type"),
        "/denied": reply(page("Denied")),
        "/a": reply(b"", 502),
        "/b": reply(b"", 502),
        "/c": reply(b"", 502),
        "/d": reply(b"", 502),
        "/e": reply(page("Behind")),
        "/robots.txt": reply(b"", 404),
    }


def links(answers: Mapping[str, Answer]) -> list[str]:
    """Return a URL for each path, on a host of its own but for /a to /e, and hosts that are not there at all."""
    paths = [path for path in answers if path not in ("/robots.txt", "/moved-on", "/%E5%9B%BE")]
    hosts = {path: "crowd" if len(path) == 2 else path.strip("/") for path in paths}
    absent = ["http://absent.example/", "https://secure.example/plain", "http://127.0.0.1/"]
    return [*(f"http://{hosts[path]}.example{path}" for path in paths), *absent]


def servers(answering: Loopback, denying: Loopback, other: Loopback) -> dict[str, Loopback]:
    """Return which server each host is: most are the first, `denied` is the second, TLS on `secure` the third."""
    urls = links(answering.answers)
    named = {url.split("/")[2]: answering for url in urls if url.endswith(tuple(answering.answers))}
    return {f"{name}:80": server for name, server in named.items()} | {
        "denied.example:80": denying,
        "secure.example:443": other,
    }
