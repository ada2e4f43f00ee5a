"""Runs made by hand, for the tests of what is shown of a run."""

from dataclasses import replace
from typing import Any

from eval.questions import Kind, Question, digest
from eval.rows import Row, Run
from eval.scores import failed_scores

PAGE = "https://a.example/plato"
FACTS = (("billions of nodes", "十亿节点"), ("MPI",))
Json = dict[str, Any]


def question(key: str, **fields: Any) -> Question:
    """Return a question about one page, or, without `urls`, of what nothing answers."""
    given: Json = {"question": f"What is {key}?", "language": "en", "kind": Kind.FACT, "urls": (PAGE,)} | fields
    if given["urls"]:
        given = {"article_language": "en", "nuggets": FACTS} | given
    return Question(id=key, **given)


def answer(*sentences: str, url: str = PAGE, title: str = "Plato", passage: str = "Plato needs MPI.") -> Json:
    """Return an answer's JSON: sentences from one page, or a refusal without any, and a passage that was found."""
    cited = [{"number": 1, "url": url, "title": title, "quote": " ".join(sentences), "language": "en"}]
    return {
        "refused": not sentences,
        "kind": "extractive",
        "sentences": [{"text": one, "citations": [1], "support": "verbatim"} for one in sentences],
        "citations": cited if sentences else [],
        "hits": [{"rank": 1, "score": 0.5, "url": url, "title": title, "text": passage, "language": "en"}],
        "timings_ms": {"search": 1.0, "answer": 2.0, "total": 3.0},
    }


def row(asked: Question, said: Json, sure: float | None = 0.1, **scores: float | None) -> Row:
    """Return a question's row; scores that are not given are those of an answer that is all wrong."""
    known = failed_scores(asked) | {"false_refusal": 0.0 if asked.answerable else None} | scores
    return Row(asked, said, (), known, sure, known["right"])


def failed(asked: Question, why: str = "the model is away; start it.") -> Row:
    """Return the row of a question that an error left without an answer."""
    return Row(asked, {}, (), failed_scores(asked), None, 0.0, why)


def run(*rows: Row, commit: str = "abc1234") -> Run:
    """Return a run of rows."""
    asked = {"name": "made", "digest": digest([one.question for one in rows]), "number": len(rows)}
    around = {"commit": commit, "changed": False, "date": "2026-11-23T00:00:00+00:00", "packages": {"numpy": "2"}}
    return Run(asked, {"hash": "1234", "built": "2026-11-23"}, {"embedder": "bundled", "llm": None}, around, rows)


RIGHT = answer("Plato scales to billions of nodes.", "It needs MPI.")
EDGES = ("nothing", "answerable", "unanswerable", "failures", "held-out", "unsure", "many alike")


def edge(kind: str) -> Run:
    """Return a run that lacks a part, a kind, or everything."""
    rows = {
        "nothing": [],
        "answerable": [row(question("a"), RIGHT, right=1.0)],
        "unanswerable": [row(question("a", urls=(), kind="far"), answer(), -0.2, right=1.0, refusal_recall=1.0)],
        "failures": [failed(question("a")), failed(question("b", urls=(), kind="far"))],
        "held-out": [row(question("a", held_out=True), RIGHT, 0.1, right=1.0)],
        "unsure": [row(question("a"), answer(), None)],
        "many alike": [row(question(f"a{number}"), RIGHT, 0.1, right=1.0) for number in range(12)],
    }
    return run(*rows[kind])


SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
TEMPLATE = "{{ 7 * 7 }}{% include 'x' %}"
PICTURE = "![p](http://evil.invalid/p.png) </style></textarea></details><h1>big</h1>"
EVIL_URL = "javascript:document.title='owned'"
QUOTED_URL = 'https://b.example/"onmouseover="alert(1)'


def hostile() -> Run:
    """Return a run in which every string that a stranger writes tries to be something else."""
    everything = f"{SCRIPT} {TEMPLATE} {PICTURE}"
    asked = question(
        f"q{SCRIPT}", question=everything, urls=(EVIL_URL, QUOTED_URL), nuggets=((everything,),), held_out=True
    )
    injected = question(f"i{SCRIPT}", kind="injection", question=everything, forbidden=(everything,))
    said = answer(everything, url=EVIL_URL, title=everything, passage=everything)
    for part in ("hits", "citations"):
        said[part][0]["language"] = '"><b onclick=alert(1)>'
    rows = row(asked, said), row(injected, said), failed(question(f"f{SCRIPT}", question=everything), everything)
    made = run(*rows)
    made.settings[everything] = {everything: everything}
    return replace(made, questions=made.questions | {"name": everything})
