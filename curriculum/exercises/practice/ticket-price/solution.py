age = int(input("Age: "))
# Print the price.
