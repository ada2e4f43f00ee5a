"""arXiv: papers, by whichever of their addresses."""

from ingest.sites.arxiv.site import matches, parse, read

__all__ = ["matches", "parse", "read"]
