name = input("Name: ")
# Print the nickname.
