height = int(input("Height: "))
print("May ride:", True)
