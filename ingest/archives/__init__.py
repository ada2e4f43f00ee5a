"""WARC archives: written by live builds, replayed in place of the network; pages that a user saved."""
