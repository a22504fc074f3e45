last = int(input("Up to: "))
# Count from 1 to last.
