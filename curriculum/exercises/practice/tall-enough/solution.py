height = int(input("Height: "))
# Print the answer.
