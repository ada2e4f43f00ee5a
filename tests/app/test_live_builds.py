"""Live builds against a server on loopback: pages are fetched once, recorded as they come, taken up after a stop."""

import json
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from command_line import COMMAND, Cli, Contract
from shelf import CACHE, PAGES, QUEUE, STORE
from warcio.archiveiterator import ArchiveIterator

from app import rebuild as builds
from app.network import network_of
from app.rebuild import Report
from app.settings import Settings
from app.sources import Request
from ingest.archives.replay import ReplayTransport
from ingest.fetching.politeness.pace import Pace

SILENT_S = 60.0  # longer than any test waits


class Site:
    """Serves the small shelf's pages; `asked` are the paths asked for, `away` says what happens to a path instead."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.away: dict[str, int] = {}
        self.closing = threading.Event()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))

    def url(self, path: str, host: str) -> str:
        """Return a page's address; other names of this machine are other hosts, so that no pause lies between them."""
        return f"http://{host}:{self.http.server_port}/{path}"


def _handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    pages = {"/store": PAGES[STORE], "/cache": PAGES[CACHE], "/queue": PAGES[QUEUE]}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/robots.txt":
                self.send_error(404)
                return
            site.asked.append(self.path)
            status = site.away.get(self.path, 200)
            if status == 0:
                site.closing.wait(SILENT_S)
                return
            body = pages[self.path].encode() if status == 200 else b"away"
            self.send_response(status)
            if status == 301:
                self.send_header("Location", "/queue")
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
            """Keep quiet."""

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    """The server, running."""
    found = Site()
    thread = threading.Thread(target=found.http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    found.closing.set()
    found.http.shutdown()
    found.http.server_close()
    thread.join()


@pytest.fixture
def listed(site: Site, tmp_path: Path) -> Request:
    """A list of two of the server's pages, each on a host of its own, and no notes."""
    return request(site, tmp_path, ("store", "127.0.0.1"), ("cache", "localhost"))


@pytest.fixture
def mine(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with an empty data folder, which allow the server on loopback to be asked, in other processes too."""
    allowed = [f"{host}:{site.http.server_port}" for host in ("127.0.0.1", "localhost")]
    monkeypatch.setenv("CITESHELF_ALLOW_HOSTS", json.dumps(allowed))
    return Settings(data=tmp_path / "data")


def rebuild(wanted: Request, settings: Settings) -> Report:
    """Build as the command does, but without pauses between two requests to a host."""
    network = replace(network_of(settings), pace=partial(Pace, default_s=(0.0, 0.0)))
    return builds.rebuild(wanted, settings, network=network)


def request(site: Site, folder: Path, *pages: tuple[str, str]) -> Request:
    """Return what asks for a live build of the server's pages, given as path and host."""
    path, notes = folder / "live.md", folder / "notes"
    path.write_text("# Live\n\n" + "\n".join(f"[The {page}]({site.url(page, host)})\n" for page, host in pages))
    notes.mkdir()
    return Request(path, notes)


def statuses(report: Report) -> list[tuple[str, str]]:
    """Return each link's status and source, in the list's order."""
    return [(outcome.status.value, outcome.source.value) for outcome in report.reading.outcomes]


def test_pages_are_fetched_once_and_refreshed_on_demand(site: Site, listed: Request, mine: Settings) -> None:
    """A second build asks for nothing; `refresh` asks again, and what is gone by then is kept from the build before."""
    first = rebuild(listed, mine)
    asked = sorted(site.asked)
    second = rebuild(listed, mine)
    asked_again = sorted(site.asked)
    site.away["/store"] = 404
    third = rebuild(replace(listed, refresh=True), mine)

    assert statuses(first) == statuses(second) == [("ok", "live")] * 2
    assert asked == asked_again == ["/cache", "/store"]
    assert second.built.embedded == 0
    assert statuses(third) == [("ok_fallback", "live"), ("ok", "live")]
    assert "answered 404" in third.reading.outcomes[0].reason
    assert len(site.asked) == 4


def test_a_live_build_records_what_it_reads(site: Site, listed: Request, mine: Settings, tmp_path: Path) -> None:
    """What was fetched lies in the data folder as an archive that builds the same index elsewhere, with no server."""
    live = rebuild(listed, mine)
    (archive,) = (mine.data / "archive").iterdir()
    asked = len(site.asked)
    replayed = rebuild(replace(listed, archives=(archive,), offline=True), Settings(data=tmp_path / "other"))

    assert archive.name.endswith(".warc.gz")
    assert ReplayTransport.open([archive]).date_of(site.url("store", "127.0.0.1"))
    assert statuses(replayed) == [("ok", "archive")] * 2
    assert replayed.built.manifest.corpus == live.built.manifest.corpus
    assert len(site.asked) == asked


def test_a_stopped_build_goes_on_from_its_recording(site: Site, mine: Settings, tmp_path: Path) -> None:
    """After kill -9 in the middle of reading, the next live build asks only for the pages that the first one lacked.

    An offline build in between takes nothing away; a record that was torn off costs its own page only.
    """
    wanted = request(site, tmp_path, ("store", "127.0.0.1"), ("cache", "localhost"), ("queue", "127.0.0.1"))
    site.away["/queue"] = 0
    command = [*COMMAND, "build", str(wanted.list_path), "--notes", str(wanted.notes), "--data", str(mine.data)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stderr
    seen = [next(line for line in process.stderr if line.startswith("reading ")) for _ in range(2)]
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    (left,) = (mine.data / "archive").iterdir()
    with left.open("rb") as file:
        records = ArchiveIterator(file)
        pages = [records.get_record_offset() for record in records if record.rec_type == "response"]
    left.write_bytes(left.read_bytes()[: pages[-1] + 25])
    asked_first = [path for path in site.asked if path != "/queue"]
    site.away.clear()
    site.asked.clear()
    offline = rebuild(replace(wanted, offline=True), mine)
    asked_offline = list(site.asked)
    report = rebuild(wanted, mine)

    assert [line.split()[:3] for line in seen] == [["reading", "1/3", "ok"], ["reading", "2/3", "ok"]]
    assert left.name.endswith(".warc.gz.part")
    assert (statuses(offline), asked_offline) == ([("not_in_archive", "stub")] * 3, [])
    assert sorted(site.asked) == sorted(["/queue", asked_first[-1]])  # the torn record was the last one's
    assert statuses(report) == [("ok", "live")] * 3
    assert {path.name.partition(".")[2] for path in (mine.data / "archive").iterdir()} == {"warc.gz"}


def test_links_are_checked_now(site: Site, listed: Request, mine: Settings, cli: Cli, contract: Contract) -> None:
    """`links --check` asks every page without rebuilding: one is gone, one has moved; the stored report stays."""
    rebuild(replace(listed, offline=True), mine)
    site.away |= {"/store": 410, "/cache": 301}
    ran = cli("links", "--check", "--json", "--data", mine.data)

    assert ran.status == 0
    contract("links", ran.json)
    assert [link["status"] for link in ran.json["links"]] == ["gone", "moved"]
    assert ran.json["links"][1]["moved_to"] == site.url("queue", "localhost")
    assert ran.json["links"][1]["final_url"] == site.url("queue", "localhost")
    assert "checking 2/2" in ran.err
    assert cli("links", "--json", "--data", mine.data).json["by_status"] == {"not_in_archive": 2}
