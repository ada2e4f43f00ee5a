"""One request on the wire: safe, bounded in time and size, to public addresses only."""
