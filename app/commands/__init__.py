"""One module a command; each has `run(options, settings)`, which prints and returns the exit status."""
