team = input("Team: ")
# Cheer for each letter, then print the name.
