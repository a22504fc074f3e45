# Write two lines with print.
