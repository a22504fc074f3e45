# Ask for the age, make it a number, then print the answer.
