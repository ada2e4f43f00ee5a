"""Questions that ask several things at once: what these are, and the sentences that answer each."""
