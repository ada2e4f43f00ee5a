"""Pages from the web: one function that asks, and what makes it polite, bounded and safe."""
