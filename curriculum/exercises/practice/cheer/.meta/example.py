team = input("Team: ")
for letter in team:
    print("Give me", letter)
print(team)
