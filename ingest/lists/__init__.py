"""A list in Markdown: its links with their titles, topics and lines, and its own prose."""
