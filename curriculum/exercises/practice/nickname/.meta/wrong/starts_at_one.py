name = input("Name: ")
print("Hi", name[1:3].upper())
