"""What only tells a language: taken out of every vector, so that a passage in the other language can be near."""

import numpy as np
import pytest

from index.encoders import Encoder
from index.encoders.bundled import BundledEncoder
from index.encoders.languages import Frame, fitted, load_frames

PAIRS = [
    ("参数服务器保存权重，工作进程来取。", "A parameter server keeps the weights, and workers fetch them."),
    ("编译器把循环展开，让流水线保持忙碌。", "The compiler unrolls loops to keep the pipeline busy."),
    ("缓存命中率低的时候，内存带宽就是瓶颈。", "When few reads hit the cache, memory bandwidth is the limit."),
    ("调度器把小任务塞进空闲的机器。", "The scheduler packs small jobs onto idle machines."),
]
TEXTS = [text for pair in PAIRS for text in pair]


def test_what_is_left_is_orthogonal_and_of_length_one() -> None:
    """A vector is moved by the shift, loses its share of the axis, and what is left is scaled."""
    frame = Frame(np.array([0, 0.16, 0], np.float32), np.array([1, 0, 0], np.float32))
    left = frame.applied(np.array([[0.48, 0.64, 0.6], [0, 1, 0]], np.float32))
    assert left.dtype == np.float32
    # (.48, .64, .6) less (0, .16, 0), without its first coordinate: (0, .48, .6), of length √.5904
    assert left == pytest.approx(np.array([[0, 0.48 / 0.5904**0.5, 0.6 / 0.5904**0.5], [0, 1, 0]]), abs=1e-6)


def test_the_axis_points_from_english_to_chinese() -> None:
    """It is the difference of the two means, of length one; the shift is a share of the point between them."""
    chinese, english = np.array([[3, 1], [5, 1]], np.float32), np.array([[1, 5], [1, 5]], np.float32)
    frame = fitted(chinese, english, 0.5)
    # means (4, 1) and (1, 5): (3, -4) / 5, and half of (2.5, 3)
    assert frame.axis == pytest.approx(np.array([0.6, -0.8]), abs=1e-6)
    assert frame.shift == pytest.approx(np.array([1.25, 1.5]), abs=1e-6)


@pytest.mark.parametrize(("name", "part"), [("query: ", 0), ("passage: ", 0), ("use", 1)])
def test_the_shipped_axes_tell_languages_apart(encoder: Encoder, name: str, part: int) -> None:
    """As a model gives them, each Chinese sentence lies further along the axis than its translation; after, none."""
    assert isinstance(encoder, BundledEncoder)
    frame = load_frames()[name]
    vectors = encoder.raw(name if name != "use" else "passage: ", TEXTS)[part]
    along = vectors.reshape(len(PAIRS), 2, -1) @ frame.axis
    assert (along[:, 0] - along[:, 1]).min() > 0.02
    assert np.linalg.norm(frame.axis) == pytest.approx(1, abs=1e-5)
    assert np.abs(frame.applied(vectors) @ frame.axis).max() < 1e-5


def test_translations_come_nearer_than_their_neighbours(encoder: Encoder) -> None:
    """A translation gains on the nearest sentence of the asker's own language, and is the nearest of the other one."""
    assert isinstance(encoder, BundledEncoder)
    raw = encoder.raw("passage: ", TEXTS)
    leads = []
    for vectors in (raw[0], encoder.encode_document(TEXTS)):
        cosines = vectors @ vectors.T - 2 * np.eye(len(TEXTS))  # a text is no neighbour of itself
        languages = np.arange(len(TEXTS)) % 2
        same = np.where(languages[:, None] == languages, cosines, -1).max(axis=1)
        other = np.where(languages[:, None] != languages, cosines, -1)
        leads.append(other.max(axis=1) - same)
        assert other.argmax(axis=1).tolist() == [row ^ 1 for row in range(len(TEXTS))]
    assert (leads[1] - leads[0]).min() > 0.01
