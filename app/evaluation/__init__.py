"""What `citeshelf-eval` wrote, read for the chat's page; evaluation itself is `eval`, which nothing here imports."""
