"""How often, how fast and whether at all a host may be asked."""
