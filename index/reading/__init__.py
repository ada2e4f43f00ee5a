"""The reader: question and passage read together, to say whether the passage answers and in which of its sentences."""
