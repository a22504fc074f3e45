last = int(input("Up to: "))
for number in range(last + 1):
    print(number)
