"""What an index was made by and from; written last, so that an index without one was never finished."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from hashlib import file_digest, sha256
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from index.encoders.protocol import EncoderIdentity
from index.errors import IndexCorrupt, IndexMismatch

FORMAT = 1  # raise it when the files' layout or meaning changes
NAME = "manifest.json"
REBUILD = "run `citeshelf build` again"


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Manifest:
    """`corpus` is a hash of all texts and of what encoded them; `files` maps names to SHA-256; `built` is ISO 8601."""

    format: int
    encoder: EncoderIdentity
    chunker: str
    max_tokens: int
    list_name: str
    corpus: str
    built: str
    chunks: int
    files: Mapping[str, str]

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


def read_manifest(folder: Path) -> Manifest:
    """Read and verify a manifest.

    Raises:
        IndexMismatch: another format version wrote it.
        IndexCorrupt: it is unreadable, or a file differs from what it says.
    """
    try:
        manifest = TypeAdapter(Manifest).validate_json((folder / NAME).read_bytes())
        found = digests(folder)
    except ValidationError as error:
        raise IndexMismatch(f"the index in {folder} was written by another version of Citeshelf", REBUILD) from error
    except OSError as error:
        raise IndexCorrupt(f"the index in {folder} is incomplete ({error.strerror or error})", REBUILD) from error
    if manifest.format != FORMAT:
        raise IndexMismatch(f"the index in {folder} has format {manifest.format}, this is {FORMAT}", REBUILD)
    for name, digest in manifest.files.items():
        if found.get(name) != digest:
            raise IndexCorrupt(f"the index file {folder / name} is missing or damaged", REBUILD)
    return manifest


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file in a folder, by its path within."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _digest(path) for path in paths}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def corpus_hash(encoder: EncoderIdentity, chunker: str, texts: Iterable[str]) -> str:
    """Return a hash that is equal for equal texts encoded alike."""
    digest = sha256(repr((FORMAT, sorted(asdict(encoder).items()), chunker)).encode())
    for text in texts:
        digest.update(sha256(text.encode("utf-8", "surrogatepass")).digest())
    return digest.hexdigest()[:16]
