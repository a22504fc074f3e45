day = input("Day: ")
holidays = input("Holidays: ")
if day == "Saturday" or day == "Sunday" or holidays == "yes":
    print("Sleep in")
else:
    print("Get up")
