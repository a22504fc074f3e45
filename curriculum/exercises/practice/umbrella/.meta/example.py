weather = input("Weather: ")
if weather == "rain":
    print("Take an umbrella")
else:
    print("Enjoy the day")
