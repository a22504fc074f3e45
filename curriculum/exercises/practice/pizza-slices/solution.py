friends = int(input("Friends: "))
# Print the two lines.
