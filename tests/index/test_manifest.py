"""The manifest: what it refuses to be read by, and what it notices."""

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoders.protocol import EncoderIdentity
from index.errors import IndexCorrupt, IndexMismatch
from index.manifest import FORMAT, NAME, Content, Manifest, corpus_hash, digests, read_manifest, write_manifest

ENCODER = EncoderIdentity("small-e5", 8, "query: ", "passage: ")
FILES = {"vectors": b"\0\1\2", "terms/vocabulary": "环".encode(), "empty": b""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three files with their manifest."""
    (tmp_path / "terms").mkdir()
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    write_manifest(tmp_path, manifest_of(digests(tmp_path)))
    return tmp_path


def manifest_of(files: dict[str, Content]) -> Manifest:
    """A manifest of given files."""
    return Manifest(FORMAT, ENCODER, "sentences-1", 220, "阅读 list", "0123", "2024-05-06T07:08:09+00:00", 3, files)


def rewrite(folder: Path, **changes: object) -> None:
    """Change fields of the manifest as another program would."""
    path = folder / NAME
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")


def test_a_manifest_comes_back(folder: Path) -> None:
    """It is the same after writing and reading, with the SHA-256 of each file, whatever folder it is in."""
    found = read_manifest(folder)
    assert found == manifest_of(dict(found.files))
    # echo -n "" | sha256sum
    assert found.files["empty"] == Content(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    assert set(found.files) == set(FILES)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [None, b"changed"])
def test_a_changed_or_missing_file_is_named(folder: Path, name: str, content: bytes | None) -> None:
    """A file that differs from its digest, or is gone, is named with the remedy."""
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(IndexCorrupt, match=rf"{name} is missing or damaged; run `citeshelf build` again\.$"):
        read_manifest(folder)


@pytest.mark.parametrize(
    ("name", "most", "is_noticed"),
    [("small", 1, False), ("small", 2, True), ("large", 10, False), ("large", 11, True)],
)
def test_small_files_are_digested_first(tmp_path: Path, name: str, most: int, is_noticed: bool) -> None:  # noqa: FBT001
    """When not all bytes may be digested, the small files' are, and of the others the length must do."""
    files = {"large": b"123456789", "small": b"12"}
    for one, content in files.items():
        (tmp_path / one).write_bytes(content)
    write_manifest(tmp_path, manifest_of(digests(tmp_path)))
    (tmp_path / name).write_bytes(files[name][::-1])
    if not is_noticed:
        assert set(read_manifest(tmp_path, most).files) == set(files)
        (tmp_path / name).write_bytes(files[name][1:])
    with pytest.raises(IndexCorrupt, match=f"{name} is missing or damaged"):
        read_manifest(tmp_path, most)


def test_a_folder_without_a_manifest_was_never_finished(folder: Path) -> None:
    """Without the file that is written last, the index is incomplete."""
    (folder / NAME).unlink()
    with pytest.raises(IndexCorrupt, match=r"is incomplete \(No such file or directory\); run `citeshelf build` again"):
        read_manifest(folder)


def test_another_format_is_refused(folder: Path) -> None:
    """Both format versions are named."""
    rewrite(folder, format=FORMAT + 1)
    with pytest.raises(IndexMismatch, match=f"has format {FORMAT + 1}, this is {FORMAT}; run `citeshelf build` again"):
        read_manifest(folder)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1}', b"\xff\xfe"])
def test_an_unreadable_manifest_is_refused(folder: Path, content: bytes) -> None:
    """What is no manifest is refused with the remedy."""
    (folder / NAME).write_bytes(content)
    with pytest.raises(IndexMismatch, match="written by another version of Citeshelf; run `citeshelf build` again"):
        read_manifest(folder)


def test_an_unknown_field_is_refused(folder: Path) -> None:
    """A manifest that says more than this version knows is refused."""
    rewrite(folder, compression="zstd")
    with pytest.raises(IndexMismatch, match="written by another version of Citeshelf"):
        read_manifest(folder)


@pytest.mark.parametrize(
    "change",
    [{"name": "other"}, {"dimension": 16}, {"query_prefix": ""}, {"document_prefix": "text: "}],
    ids=lambda change: next(iter(change)),
)
def test_another_encoder_is_refused(change: dict[str, str | int]) -> None:
    """Any difference of the encoder counts, and the index's own encoder is offered as a way out."""
    other = dataclasses.replace(ENCODER, **change)  # type: ignore[arg-type]  # fields of two types
    wanted = f"with the encoder small-e5, this is {other.name}; .* or choose the encoder small-e5 with --embedder"
    with pytest.raises(IndexMismatch, match=wanted):
        manifest_of({}).check(other, "sentences-1")


def test_another_chunker_is_refused() -> None:
    """An index that was cut by another version of the chunker is to be built again; its own is accepted."""
    manifest_of({}).check(ENCODER, "sentences-1")
    with pytest.raises(IndexMismatch, match="cut into chunks by another version of Citeshelf; run `citeshelf build`"):
        manifest_of({}).check(ENCODER, "sentences-2")


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.text("ab", max_size=2), max_size=3), st.lists(st.text("ab", max_size=2), max_size=3))
def test_corpus_hashes_are_equal_for_equal_texts_only(one: list[str], other: list[str]) -> None:
    """Texts, their order and where one ends and the next begins decide the hash."""
    assert (corpus_hash(ENCODER, "c", one) == corpus_hash(ENCODER, "c", other)) == (one == other)


def test_corpus_hashes_tell_makers_apart() -> None:
    """Equal texts have another hash under another encoder or chunker."""
    other = dataclasses.replace(ENCODER, document_prefix="")
    assert len({corpus_hash(*made, ["环"]) for made in [(ENCODER, "c"), (other, "c"), (ENCODER, "d")]}) == 3
