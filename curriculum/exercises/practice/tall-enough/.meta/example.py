height = int(input("Height: "))
print("May ride:", height >= 140)
