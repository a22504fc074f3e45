friends = int(input("Friends: "))
print("Each gets", 8 // friends)
print("Left over", 8 % friends)
