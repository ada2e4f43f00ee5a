"""An encoder that asks a file first: no text is encoded twice, in this run or a later one."""

import sqlite3
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.encoders.protocol import Encoder, Vectors

ENCODED_AT_ONCE = 64
PROBE = "Which text shows that an encoder is the same? 这一句。"


class CachedEncoder:
    """Keeps another encoder's vectors in one SQLite file, each under its text, its role and the encoder.

    The encoder is told by its identity and by its vectors of a probe, so that one whose weights changed under the same
    name starts anew.
    """

    def __init__(self, encoder: Encoder, cache: Path) -> None:
        self._encoder = encoder
        self.identity = encoder.identity
        self.max_tokens = encoder.max_tokens
        cache.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(cache / "vectors.sqlite", timeout=60)  # another run may be writing
        self._file.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
        probe = encoder.encode_query([PROBE]).tobytes() + encoder.encode_document([PROBE]).tobytes()
        self._salt = sha256(repr(encoder.identity).encode() + probe).digest()
        self.encoded = 0

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, dimension] unit vectors of questions."""
        return self._vectors(b"query", texts, self._encoder.encode_query)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [texts, dimension] unit vectors of passages."""
        return self._vectors(b"document", texts, self._encoder.encode_document)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's token count, special tokens left out."""
        return self._encoder.count_tokens(texts)

    def _vectors(self, role: bytes, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]) -> Vectors:
        keys = [sha256(self._salt + role + text.encode("utf-8", "surrogatepass")).digest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if self._known(key) is None}
        rest = sorted(missing.items(), key=lambda item: len(item[1]))
        for start in range(0, len(rest), ENCODED_AT_ONCE):
            some = rest[start : start + ENCODED_AT_ONCE]
            self._keep([key for key, _ in some], encode([text for _, text in some]))
            _report(start + len(some), len(rest))
        found = [np.frombuffer(self._known(key) or b"", np.float32) for key in keys]
        return np.array(found, np.float32).reshape(len(texts), self.identity.dimension)

    def _known(self, key: bytes) -> bytes | None:
        row = self._file.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    def _keep(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        rows = [(key, vector.tobytes()) for key, vector in zip(keys, vectors, strict=True)]
        with self._file:
            self._file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        self.encoded += len(rows)


def _report(done: int, of: int) -> None:
    if of > ENCODED_AT_ONCE:
        print(f"\r{done} of {of} texts encoded", end="\n" if done == of else "", file=sys.stderr, flush=True)
