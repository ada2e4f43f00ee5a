"""The commands of `citeshelf-eval`, a module each."""
