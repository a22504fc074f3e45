print("A week has", 7, "days")
print("I like all of them")
