"""GitHub: repositories, their folders and files."""

from ingest.sites.github.site import matches, parse, read

__all__ = ["matches", "parse", "read"]
