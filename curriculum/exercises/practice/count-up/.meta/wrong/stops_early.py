last = int(input("Up to: "))
for number in range(1, last):
    print(number)
