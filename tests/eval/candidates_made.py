"""Candidates as the chat writes them, for tests."""

import json
from pathlib import Path
from typing import Any

PAPER = "https://arxiv.org/abs/1910.04940"
ARTICLE = "https://mp.weixin.qq.com/s/MS7EP5NJql-j0Uw_lxnuiw"
SENTENCE = "Blink's evaluation reports AllReduce synchronisation up to 8 times faster than NVIDIA's NCCL."


def hit(url: str, title: str, text: str) -> dict[str, Any]:
    """Return a hit as `ask --json` prints it."""
    place = {"rank": 1, "score": 0.9, "topics": ["Blink"], "start": 0, "end": len(text), "language": "en"}
    return {**place, "url": url, "title": title, "text": text}


def candidate(key: str, **changed: Any) -> dict[str, Any]:
    """Return a candidate whose answer cites the paper on Blink and found an article, too; `changed` are its fields."""
    cited = {"number": 1, "url": PAPER, "link": PAPER, "title": "Blink: Fast and Generic Collectives", "topics": []}
    cited |= {"quote": SENTENCE, "start": 0, "end": 9, "language": "en", "published": None, "fetched": None}
    answer = {
        "id": None,
        "question": "How much faster than NCCL is Blink?",
        "language": "en",
        "refused": False,
        "reason": None,
        "kind": "extractive",
        "text": f"{SENTENCE} [1]",
        "sentences": [{"text": SENTENCE, "citations": [1], "support": "verbatim"}],
        "citations": [{**cited, "source": "note"}],
        "hits": [hit(ARTICLE, "伯克利与微软联合发布", "Blink 的论文报告"), hit(PAPER, "Blink", SENTENCE)],
        "timings_ms": {"search": 1.0, "answer": 1.0, "total": 2.0},
        "index": {"hash": "0", "built": "2026-11-20T10:00:00+00:00"},
    }
    whole = {
        "id": key,
        "asked": "2026-11-20T10:00:00+00:00",
        "question": "How much faster than NCCL is Blink?",
        "language": "en",
        "history": [],
        "reason": "wrong source",
        "comment": "",
        "answer": answer,
    }
    return whole | changed


def write_candidates(path: Path, *candidates: dict[str, Any]) -> None:
    """Write candidates, one a line."""
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in candidates), "utf-8")
