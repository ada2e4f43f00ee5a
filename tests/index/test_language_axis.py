"""The language axis: taken out of every vector, so that a passage in the other language can be near."""

import numpy as np
import pytest

from index.encoders import Encoder
from index.encoders.bundled import BundledEncoder
from index.encoders.language_axis import fitted, load_axis, without

PAIRS = [
    ("参数服务器保存权重，工作进程来取。", "A parameter server keeps the weights, and workers fetch them."),
    ("编译器把循环展开，让流水线保持忙碌。", "The compiler unrolls loops to keep the pipeline busy."),
    ("缓存命中率低的时候，内存带宽就是瓶颈。", "When few reads hit the cache, memory bandwidth is the limit."),
    ("调度器把小任务塞进空闲的机器。", "The scheduler packs small jobs onto idle machines."),
]


def test_what_is_left_is_orthogonal_and_of_length_one() -> None:
    """A vector loses its share of the axis, and what is left is scaled."""
    # (.48, .64, .6) without its first coordinate is (0, .64, .6), of length √.7696
    left = without(np.array([1, 0, 0], np.float32), np.array([[0.48, 0.64, 0.6], [0, 1, 0]], np.float32))
    assert left.dtype == np.float32
    assert left == pytest.approx(np.array([[0, 0.64 / 0.7696**0.5, 0.6 / 0.7696**0.5], [0, 1, 0]]), abs=1e-6)


def test_the_axis_points_from_english_to_chinese() -> None:
    """It is the difference of the two means, of length one."""
    chinese, english = np.array([[3, 1], [5, 1]], np.float32), np.array([[1, 5], [1, 5]], np.float32)
    # means (4, 1) and (1, 5): (3, -4) / 5
    assert fitted(chinese, english) == pytest.approx(np.array([0.6, -0.8]), abs=1e-6)


def test_the_shipped_axis_tells_languages_apart(encoder: Encoder) -> None:
    """As the model gives them, Chinese sentences lie further along the axis than English ones; after, none does."""
    assert isinstance(encoder, BundledEncoder)
    axis = load_axis()
    assert np.linalg.norm(axis) == pytest.approx(1, abs=1e-5)
    raw = encoder.raw([text for pair in PAIRS for text in pair]).reshape(len(PAIRS), 2, -1) @ axis
    assert raw[:, 0].min() > raw[:, 1].max() + 0.1
    for encode in (encoder.encode_document, encoder.encode_query):
        assert np.abs(encode([text for pair in PAIRS for text in pair]) @ axis).max() < 1e-5


def test_translations_come_nearer_than_their_neighbours(encoder: Encoder) -> None:
    """A translation gains on the nearest sentence of the asker's own language, and is the nearest of the other one."""
    assert isinstance(encoder, BundledEncoder)
    texts = [text for pair in PAIRS for text in pair]
    leads = []
    for vectors in (encoder.raw(texts), encoder.encode_document(texts)):
        cosines = vectors @ vectors.T - 2 * np.eye(len(texts))  # a text is no neighbour of itself
        languages = np.arange(len(texts)) % 2
        same = np.where(languages[:, None] == languages, cosines, -1).max(axis=1)
        other = np.where(languages[:, None] != languages, cosines, -1)
        leads.append(other.max(axis=1) - same)
        assert other.argmax(axis=1).tolist() == [row ^ 1 for row in range(len(texts))]
    assert (leads[1] - leads[0]).min() > 0.01
