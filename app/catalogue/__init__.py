"""Answers from the list itself: how many links, which, under which topics, added when, dead or alive."""
