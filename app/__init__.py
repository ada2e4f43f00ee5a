"""Hits to answers, answers to faces; the composition root."""
