"""The Library tab: what the index holds, what became of its links, and building it anew."""
