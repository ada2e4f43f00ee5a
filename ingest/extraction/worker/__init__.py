"""Extraction away from the build: a page that crashes, hangs or eats memory takes a process with it, not the build."""

from ingest.extraction.worker.pool import Extractor, Workers, in_process

__all__ = ["Extractor", "Workers", "in_process"]
