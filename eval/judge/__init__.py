"""A language model's opinion of the answers, and how far it can be believed."""
