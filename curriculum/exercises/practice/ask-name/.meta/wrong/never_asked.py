name = "Name: "
print("Nice to meet you", name)
