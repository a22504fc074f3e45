weather = input("Weather: ")
# Print the advice.
