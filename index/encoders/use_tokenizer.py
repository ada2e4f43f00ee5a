"""The Universal Sentence Encoder's tokenizer rebuilt from its SentencePiece vocabulary and its map of characters."""

from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from index.encoders.use_file import UseFiles

UNKNOWN, BEGIN, END = 0, 1, 2


def write_use_tokenizer(files: UseFiles, path: Path) -> None:
    """Write a `tokenizers` JSON file; as in SentencePiece, unknown characters side by side are one token."""
    tokenizer = Tokenizer(models.Unigram(list(files.pieces), unk_id=UNKNOWN, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(files.characters),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    begin, end = files.pieces[BEGIN][0], files.pieces[END][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, BEGIN), (end, END)]
    )
    path.write_text(tokenizer.to_str(), "utf-8")  # its own `save` raises a bare Exception on a full disk
