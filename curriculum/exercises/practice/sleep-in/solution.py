day = input("Day: ")
holidays = input("Holidays: ")
# Print what to do.
