name = input("Name: ")
print("Nice to meet you", name)
