name = input("Name: ")
print("Hi", name[0:2].upper())
