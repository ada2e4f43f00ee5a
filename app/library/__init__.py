"""The index to look at: what it holds under which topic, and building it anew."""
