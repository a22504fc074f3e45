weather = input("Weather: ")
if weather == "rain":
    print("Take an umbrella")
print("Enjoy the day")
