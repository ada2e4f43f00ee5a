"""Questions to answers, answers to scores."""
