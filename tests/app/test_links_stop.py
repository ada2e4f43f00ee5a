"""`citeshelf links --check` as a process: through the settings to real servers, and stopped in the middle."""

import json
import os
import signal
import subprocess
from pathlib import Path

from command_line import COMMAND, Cli, Contract, run_process
from named_hosts import Answer, Hosts
from quay import boat

from app.rebuild import rebuild
from app.settings import Settings
from app.sources import Request

PAGES = {"127.0.0.1/boat": Answer(boat("good")), "localhost/boat": Answer(status=0)}


def listed(hosts: Hosts, folder: Path) -> tuple[Path, dict[str, str]]:
    """Build a list of the two pages offline; return its data folder, and the setting that lets the command ask."""
    port = hosts.servers[0].server_port
    names = [f"{page.partition('/')[0]}:{port}" for page in PAGES]
    (folder / "two.md").write_text("".join(f"[Boat {name}](http://{name}/boat)\n\n" for name in names))
    (folder / "notes").mkdir()
    settings = Settings(data=folder / "data")
    rebuild(Request(folder / "two.md", folder / "notes", offline=True), settings)
    return settings.data, {"CITESHELF_ALLOW_HOSTS": json.dumps(names)}


def test_ctrl_c(tmp_path: Path, contract: Contract) -> None:
    """Ctrl-C ends a check in one sentence, after the report on what was found by then."""
    with Hosts(PAGES) as hosts:
        data, env = listed(hosts, tmp_path)
        process = subprocess.Popen(
            [*COMMAND, "links", "--check", "--json", "--data", str(data)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, **env},
            # A terminal starts it so; Python has no other way to say it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
        assert process.stderr
        seen = next(process.stderr)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    contract("links", json.loads(out))
    assert seen.split() == ["checking", "1/2", "ok", "Boat", f"127.0.0.1:{hosts.servers[0].server_port}"]
    assert process.returncode == 1
    assert err.splitlines()[-1] == "citeshelf: interrupted; nothing that was there before has changed."
    assert "Traceback" not in err
    assert [link["status"] for link in json.loads(out)["links"]] == ["ok"]


def test_the_settings_reach_the_network(tmp_path: Path, cli: Cli) -> None:
    """A private address is asked only when the settings allow its host; else nobody dials it."""
    with Hosts({"127.0.0.1/boat": PAGES["127.0.0.1/boat"], "localhost/boat": Answer(boat("other"))}) as hosts:
        data, env = listed(hosts, tmp_path)
        refused = cli("links", "--check", "--no-wayback", "--data", data)
        asked = list(hosts.asked)
        allowed = run_process("links", "--check", "--no-wayback", "--data", data, env=env)

    assert refused.out.splitlines()[0] == "two.md: 2 links (asked just now): 2 wrong address"
    assert asked == []
    assert allowed.out == "two.md: 2 links (asked just now): 2 fine\n"
    assert {page for page in hosts.asked if page.endswith("/boat")} == set(PAGES)
