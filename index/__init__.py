"""Chunks to vectors and terms, questions to hits."""
