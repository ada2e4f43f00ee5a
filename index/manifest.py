"""What an index was made by and from; written last, so that an index without one was never finished."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from hashlib import file_digest, sha256
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from index.encoders.protocol import EncoderIdentity
from index.errors import IndexCorrupt, IndexMismatch

FORMAT = 2  # raise it when the files' layout or meaning changes
NAME = "manifest.json"
REBUILD = "run `citeshelf build` again"
# SHA-256 reads .8 GB a second here: .3 s at each opening. What lies beyond is digested by `doctor` and `build` alone.
CHECKED_BYTES = 256 * 2**20


@dataclass(frozen=True)
class Content:
    """A file's length in bytes and SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Manifest:
    """`corpus` hashes texts, glossary and what encoded them; `files` maps names to contents; `built` is ISO 8601."""

    format: int
    encoder: EncoderIdentity
    chunker: str
    max_tokens: int
    list_name: str
    corpus: str
    built: str
    chunks: int
    files: Mapping[str, Content]

    def check(self, encoder: EncoderIdentity, chunker: str) -> None:
        """Refuse a reader that would not understand this index.

        Raises:
            IndexMismatch: naming both sides and the command that rebuilds.
        """
        if self.encoder != encoder:
            raise IndexMismatch(
                f"the index was built with the encoder {self.encoder.name}, this is {encoder.name}",
                f"{REBUILD}, or choose the encoder {self.encoder.name} with --embedder",
            )
        if self.chunker != chunker:
            raise IndexMismatch("the index was cut into chunks by another version of Citeshelf", REBUILD)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a finished index."""
    (folder / NAME).write_bytes(TypeAdapter(Manifest).dump_json(manifest, indent=1))


def read_manifest(folder: Path, most: float = CHECKED_BYTES) -> Manifest:
    """Read and verify a manifest.

    Args:
        folder: of the index.
        most: how many bytes of its files to digest, small files first; of the others the length is compared.

    Raises:
        IndexMismatch: another format version wrote it.
        IndexCorrupt: it is unreadable, or a file differs from what it says.
    """
    try:
        manifest = TypeAdapter(Manifest).validate_json((folder / NAME).read_bytes())
        changed = next(_changed(folder, manifest.files, most), None) if manifest.format == FORMAT else None
    except ValidationError as error:
        raise IndexMismatch(f"the index in {folder} was written by another version of Citeshelf", REBUILD) from error
    except OSError as error:
        raise IndexCorrupt(f"the index in {folder} is incomplete ({error.strerror or error})", REBUILD) from error
    if manifest.format != FORMAT:
        raise IndexMismatch(f"the index in {folder} has format {manifest.format}, this is {FORMAT}", REBUILD)
    if changed:
        raise IndexCorrupt(f"the index file {folder / changed} is missing or damaged", REBUILD)
    return manifest


def _changed(folder: Path, files: Mapping[str, Content], most: float) -> Iterator[str]:
    """Yield the names of files that are gone or differ."""
    for name, content in sorted(files.items(), key=lambda one: one[1].size):
        path = folder / name
        most -= content.size
        if not path.is_file() or path.stat().st_size != content.size or (most >= 0 and _digest(path) != content.sha256):
            yield name


def digests(folder: Path) -> dict[str, Content]:
    """Return what each file in a folder holds, by its path within."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): Content(path.stat().st_size, _digest(path)) for path in paths}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def corpus_hash(encoder: EncoderIdentity, chunker: str, texts: Iterable[str]) -> str:
    """Return a hash that is equal for equal texts encoded alike."""
    digest = sha256(repr((FORMAT, sorted(asdict(encoder).items()), chunker)).encode())
    for text in texts:
        digest.update(sha256(text.encode("utf-8", "surrogatepass")).digest())
    return digest.hexdigest()[:16]
