"""From bytes to readable text, in a process that may be killed."""
