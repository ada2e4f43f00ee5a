import os
import subprocess
import sys
from pathlib import Path

import pytest
from page_server import free_port, serving
from playwright.sync_api import Page, expect
from steps import ask, first_card, opened

ROOT = Path(__file__).parents[2]
INSTALL_TIMEOUT_S = 500


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.timeout(INSTALL_TIMEOUT_S + 100)
def test_a_strangers_first_five_minutes(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder: clone, `make chat`, ask in the browser in English, then in Chinese; Plato is source 1."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(tmp_path / "citeshelf")], check=True)
    port = free_port()
    monkeypatch.setenv("CITESHELF_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CITESHELF_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{Path(sys.base_prefix) / 'bin'}:{os.environ['PATH']}")
    command = ["make", "chat", f"PYTHON={Path(sys.base_prefix) / 'bin' / 'python3'}", f"ARGS=--port {port}"]

    with serving(command, port, tmp_path / "citeshelf", INSTALL_TIMEOUT_S) as server:
        for question, says in (
            ("which GNN framework scales to billions of nodes", "billions of nodes"),
            ("哪个图神经网络框架能扩展到十亿节点？", "十亿"),
        ):
            ask(opened(page, server.url), question)
            expect(first_card(page).locator(".cs-article")).to_have_attribute(
                "href", "https://github.com/tencent/plato"
            )
            expect(first_card(page).locator(".cs-quote")).to_contain_text(says)
