"""Questions that put two things or more beside each other, answered by a table of quotes."""
