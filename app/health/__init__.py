"""The health of a list's links: what is wrong with each, what to write instead, and the report in three shapes."""
