"""Pages that are not what was asked for, although their server says so: errors, logins, checks."""
