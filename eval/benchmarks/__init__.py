"""Speed as ratios between two things done in one run on one machine."""
