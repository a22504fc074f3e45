day = input("Day: ")
holidays = input("Holidays: ")
if day == "Saturday" or "Sunday" or holidays == "yes":
    print("Sleep in")
else:
    print("Get up")
