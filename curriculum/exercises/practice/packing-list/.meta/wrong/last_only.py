bag = []
for number in range(3):
    bag = [input("Item: ")]
print(3, "things")
for item in bag:
    print(item)
