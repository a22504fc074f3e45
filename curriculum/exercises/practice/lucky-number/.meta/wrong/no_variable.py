print("My lucky number is 13")
print("I dream of 13 every night")
