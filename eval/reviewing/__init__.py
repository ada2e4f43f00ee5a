"""What users marked as wrong, into questions, at a terminal."""
