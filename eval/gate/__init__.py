"""What holds answers to what they were: the floors of the shipped list, the guard of a rebuild."""
