age = int(input("Age: "))
if age < 6:
    print("Free")
if age < 18:
    print("5 euros")
else:
    print("9 euros")
