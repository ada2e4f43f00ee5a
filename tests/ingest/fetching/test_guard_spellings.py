"""Every spelling of an address that is not public, in a link and in a redirect: refused, and nobody is dialled."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
REFUSED = [
    *("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f.1", "0x7f000001", "0X7F.0.0.1", "017700000001", "0177.1"),
    *("0177.0.0.1", "127.0.0.1.", "127.255.255.254", "localhost", "LOCALHOST", "127\u30020\u30020\u30021"),
    *("0", "0.0.0.0", "0x0", "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
    *("[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]"),
    *("[2001:0:7f00:1::1]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "[ff02::1]"),
    *("10.0.0.1", "10.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.168.257", "100.64.0.1", "198.18.0.1"),
    *("169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "100.100.100.200"),
    *("192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
]
URLS = {host: f"http://{host}/latest/meta-data/" for host in REFUSED} | {"tls": "https://127.0.0.1/"}
NO_URL = [
    *("file:///etc/hostname", "javascript:alert(1)", "data:text/html,hi", "gopher://e.example/", "ftp://e.example/"),
    *("http://127.0.0.1:99999/", "http://[", "http://[::1", "http://user:word@127.0.0.1/", "http://127.0.0.1:6379/"),
    *("http://127.0.0.1:8080/", "http://[::1]:22/", "http://①②⑦.⓪.⓪.①/"),
]
ASKED = [*URLS.values(), *NO_URL]


@pytest.fixture(scope="module")
def ends() -> dict[str, Any]:
    """How the fetcher of a live build ended for each address."""
    folders = f"{HERE}:{HERE.parent}"
    command = [sys.executable, "-c", "import runpy; runpy.run_module('refusals', run_name='__main__')"]
    done = subprocess.run(
        command,
        input=json.dumps(ASKED),
        env={"PYTHONPATH": folders},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("way", ["direct", "redirected"])
@pytest.mark.parametrize("host", URLS)
def test_a_private_address(host: str, way: str, ends: dict[str, Any]) -> None:
    """Fault 44: an address that is not public ends a link as `ssrf_blocked`, however it is written, and at once."""
    status, reason, seconds = ends[way][ASKED.index(URLS[host])]

    assert (status, seconds < 10) == ("ssrf_blocked", True)
    assert reason.endswith(("its host is not on the public internet", "its host is an address in disguise"))


@pytest.mark.parametrize("way", ["direct", "redirected"])
@pytest.mark.parametrize("url", NO_URL)
def test_an_address_that_is_none(url: str, way: str, ends: dict[str, Any]) -> None:
    """Fault 43: what is no address on the web ends a link as `blocked_url`, be it a link or a redirect's target."""
    status, _, seconds = ends[way][ASKED.index(url)]

    assert (status, seconds < 10) == ("blocked_url", True)


def test_nobody_was_dialled(ends: dict[str, Any]) -> None:
    """All these addresses cost no connection but those to the server that redirects, on this machine."""
    assert ends["asked"] >= len(ASKED)
    assert set(ends["dialled"]) == {"127.0.0.1"}
    assert len(ends["dialled"]) <= ends["asked"]
