age = int(input("Age: "))
if age < 6:
    print("Free")
else:
    print("5 euros")
