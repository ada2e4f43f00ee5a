"""A list of boats whose pages go wrong in every way that a curator hears of, and the hosts that serve them."""

from pathlib import Path
from random import Random

from named_hosts import Answer, Hosts
from shelf import page

from app.rebuild import rebuild
from app.settings import Settings
from app.sources import Request
from ingest.fetching.network import Network

HOSTILE = "@harbour fixes #12, GH-9 <img src=x> $y$ :boat: [a](b) | www.x.example http://x.example"
LIST = r"""# Quay

[The good boat](http://good.example/boat)

[The moved boat](http://moved.example/old#deck "as it was")

[http://sold.example/boat](http://sold.example/boat)

[The gone boat](http://gone.example/boat), and once more: <http://www.gone.example/boat/>

[The guarded boat](http://guarded.example/boat)

[The thin boat](http://thin.example/boat)

[An error page](http://soft.example/boat)

[The slow boat](http://slow.example/boat)

[The painted boat](http://painted.example/boat)

[@harbour fixes #12, GH-9 &lt;img src=x&gt; $y$ :boat: \[a\](b) \| www.x.example http&#58;//x.example](http://bad.example/)

[A repost of the good boat](http://copy.example/boat)
"""
WORDS = (
    "anchor ballast bay beacon bilge bow breeze bucket buoy cabin cargo chart cloud compass cook crab current deck",
    "dock dolphin drift eel ferry fog foam gale galley gull harbour heron hook island jetty keel knot lamp ledge mast",
    "mist net oar otter paint pier plank port rain reef rope rudder sail salt seal shoal skipper sounding spray squall",
    "star stern storm swell tar tide trawl wake watch wave wharf wind winch",
)
PATHS = ("good", "gone", "guarded", "thin", "soft", "slow", "painted", "sold")
SNAPSHOT = "https://web.archive.org/web/20190203040506/http://gone.example/boat"
MOVED = "http://moved.example/new"


def boat(name: str, colour: str = "blue") -> str:
    """Return a page about a boat, long enough to be one, and like no other's."""
    dice, words = Random(name), " ".join(WORDS).split()  # falls alike every time
    log = [f"Day {day}: {' '.join(dice.choices(words, k=12))} on the {name} boat." for day in range(1, 7)]
    return page(f"The {name} boat", [f"Its hull is {colour}, and its log begins here.", *log])


def afloat() -> Hosts:
    """Return hosts on which all is well, but for one page that never was; robots.txt of one forbids its pages."""
    pages = {f"{name}.example/boat": Answer(boat(name)) for name in PATHS}
    pages["copy.example/boat"] = Answer(boat("good"))
    pages["moved.example/old"] = Answer(boat("moved"))
    pages["painted.example/robots.txt"] = Answer("User-agent: *\nDisallow: /\n")
    return Hosts(pages | {"bad.example/": Answer("no", 410)}, secure=["web.archive.org"])


def founder(hosts: Hosts) -> None:
    """Let everything go wrong that can."""
    saved, raw = SNAPSHOT.removeprefix("https://"), SNAPSHOT.removeprefix("https://").replace("/http:", "id_/http:")
    hosts.pages |= {
        "moved.example/old": Answer("", 301, {"Location": "/new"}),
        "moved.example/new": Answer(boat("moved")),
        "sold.example/boat": Answer("", 301, {"Location": "http://casino.example/"}),
        "casino.example/": Answer(boat("golden")),
        "gone.example/boat": Answer("gone", 410),
        "guarded.example/boat": Answer("no robots", 403),
        "thin.example/boat": Answer(page("The thin boat", ["It is thin."])),
        "soft.example/boat": Answer(page("404 - page not found", ["Sorry."])),
        "slow.example/boat": Answer(status=0),
        "painted.example/boat": Answer(boat("painted", "red")),
        "web.archive.org/web/http://gone.example/boat": Answer("", 302, {"Location": f"https://{saved}"}),
        raw: Answer(boat("gone")),
    }


def built(hosts: Hosts, folder: Path, network: Network | None = None) -> tuple[Path, Settings]:
    """Write the list, build it live, and return it with settings that find the index."""
    path, settings = folder / "quay.md", Settings(data=folder / "data")
    path.write_bytes(LIST.replace("\n", "\r\n").encode("utf-8-sig"))
    (folder / "notes").mkdir(exist_ok=True)
    rebuild(Request(path, folder / "notes", refresh=True), settings, network=network or hosts.network())
    return path, settings
