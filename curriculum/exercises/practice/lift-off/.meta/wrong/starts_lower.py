number = int(input("Start: "))
while number > 0:
    number = number - 1
    print(number)
print("Lift off!")
