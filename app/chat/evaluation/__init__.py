"""The Evaluation tab: how good the answers were found to be."""
