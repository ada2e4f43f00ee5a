"""Which of our two languages a page speaks."""

from ingest.language import Language


def language_named(name: object) -> Language:
    """Return the language that a browser or a page's switch names: Chinese of any place, else English."""
    return "zh" if str(name).lower().startswith("zh") else "en"
