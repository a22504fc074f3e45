# First give the number a name, then print the two lines.
