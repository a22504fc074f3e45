name = input("Name: ")
print("Hi", name[0:3].upper())
