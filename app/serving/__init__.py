"""One server for the page and all doors: what it lets in, how much of it, and what it says to browsers."""
