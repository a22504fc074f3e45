bag = []
for number in range(3):
    bag.append(input("Item: "))
print(len(bag), "things")
for item in bag:
    print(item)
