# Ask for the name, keep it in a variable, then print the greeting.
