number = int(input("Start: "))
# Count down.
