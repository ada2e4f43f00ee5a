"""Runs shown: on a terminal, as a page, beside an earlier run."""
