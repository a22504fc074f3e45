age = int(input("Age: "))
if age < 6:
    print("Free")
elif age < 18:
    print("5 euros")
else:
    print("9 euros")
