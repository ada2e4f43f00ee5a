"""READMEs in two languages: which file is taken for the translation, and which is not."""

from pathlib import Path

import pytest
from github_wire import API, CHINESE, CHINESE_TEXT, LINK, RAW, README, TEXT, answer, plain
from recordings import HTML, Recording, read_recorded, write_warc

ENGLISH = "It keeps each part of the graph on one machine and asks its neighbours for the rest of it."


def read(tmp_path: Path, readme: Recording, files: dict[str, Recording]) -> list[tuple[str, str]]:
    """Return the address and the text of each document."""
    pages = {API: readme} | {f"{RAW}/{name}": file for name, file in files.items()}
    found = read_recorded(write_warc(tmp_path / "a.warc.gz", pages), LINK)
    assert {one.link.url for one in found} == {LINK}
    return [(one.url, one.text) for one in found]


@pytest.mark.parametrize(
    ("named", "path"),
    [
        *((f"Read it [here](./{name}).", name) for name in ("README_zh.md", "README_CN.md", "README.zh-CN.md")),
        *((f"See {name} for Chinese readers.", name) for name in ("README-ZH.md", "README-zh_CN.rst", "readme.cn.md")),
        ("[docs](docs/README_CN.md)", "docs/README_CN.md"),
        ("[简体中文](docs/zh/index.md)", "docs/zh/index.md"),
        ("English | [中文文档](/guide/start.md#top)", "guide/start.md"),
        ("<a href='README_CN.md'><img src='flag.png'></a>", "README_CN.md"),
        (f"[Chinese]({LINK}/blob/main/README_CN.md)", "README_CN.md"),
        ("[繁體中文](README_zh-TW.md) [简体中文](README_zh-CN.md)", "README_zh-CN.md"),
        ("[中文](https://docs.engine.example/zh/README_zh.md) README_CN.md", "README_CN.md"),
    ],
)
def test_a_translation(named: str, path: str, tmp_path: Path) -> None:
    """What the README names as its Chinese version, by name or by link, is a second document of the link."""
    files = {path: plain("它在多台机器上训练图。"), "README_zh-TW.md": plain("另一個版本。")}
    readme = f"{README}\n{ENGLISH} {ENGLISH}\n\n{named}\n"  # as few words as in README alone would be outweighed
    first, second = read(tmp_path, answer(readme), files)

    assert first[0] == LINK
    assert second == (f"{LINK}/blob/HEAD/{path}", "它在多台机器上训练图。")


def test_the_english_one_of_a_chinese_readme(tmp_path: Path) -> None:
    """A Chinese README's other language is English: its own name and a third language's are passed over."""
    text = f"{CHINESE}\n[English](README_EN.md) | 简体中文 README.md README_CN.md | [日本語](README_ja.md)\n"
    files = {"README_EN.md": plain(ENGLISH), "README_ja.md": plain("日本語")}
    first, second = read(tmp_path, answer(text), files)

    assert first[1].startswith(CHINESE_TEXT)
    assert second == (f"{LINK}/blob/HEAD/README_EN.md", ENGLISH)


def test_beside_a_readme_in_a_folder(tmp_path: Path) -> None:
    """Relative names lead on from the folder in which the README lies."""
    named = answer(f"{README}\n[中文](README_zh.md), ../README_CN.md\n", "docs/README.md")
    _, second = read(tmp_path, named, {"docs/README_zh.md": plain(CHINESE)})
    assert second[0] == f"{LINK}/blob/HEAD/docs/README_zh.md"

    _, second = read(tmp_path, named, {"README_CN.md": plain(CHINESE)})
    assert second[0] == f"{LINK}/blob/HEAD/README_CN.md"


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"README_zh.md": (404, HTML, b"404")},
        {"README_zh.md": plain(" \n")},
        {"README_zh.md": plain(ENGLISH)},
        {"README_zh.md": (200, {"Content-Encoding": "gzip"}, b"damaged")},
    ],
    ids=["not recorded", "missing", "empty", "not in Chinese", "damaged"],
)
def test_a_translation_that_is_none(files: dict[str, Recording], tmp_path: Path) -> None:
    """A translation that is missing, damaged or in the same language takes nothing from the README itself."""
    (only,) = read(tmp_path, answer(f"{README}\nREADME_zh.md, readme.en.md", "README.en.md"), files)

    assert only[1].startswith(TEXT)


def test_one_second_document_at_most(tmp_path: Path) -> None:
    """Of several Chinese versions that are there, the first that the README links is read."""
    files = {name: plain(CHINESE) for name in ("README_CN.md", "README_zh.md", "docs/README_CN.md")}
    found = read(tmp_path, answer(f"{README}\n[one](README_zh.md) [two](docs/README_CN.md) README_CN.md\n"), files)

    assert [url for url, _ in found] == [LINK, f"{LINK}/blob/HEAD/README_zh.md"]


@pytest.mark.parametrize(
    "named",
    ["[中文](../../other/README_zh.md)", "[中文](https://github.com/else/x/blob/main/README_zh.md)", "[中文](zh.html)"],
)
def test_nothing_outside_the_repository(named: str, tmp_path: Path) -> None:
    """A link out of the repository, or to no text, is not a translation of the README."""
    files = {"README_zh.md": plain(CHINESE), "other/README_zh.md": plain(CHINESE), "zh.html": plain(CHINESE)}
    found = read(tmp_path, answer(f"{README}\n{named}\n"), files)

    assert len(found) == 1
