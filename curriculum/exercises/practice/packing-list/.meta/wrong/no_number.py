bag = []
for number in range(3):
    bag.append(input("Item: "))
for item in bag:
    print(item)
