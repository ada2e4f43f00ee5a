"""How the reader is made: `python -m index.reading.training`; needs torch, which reading does not."""
