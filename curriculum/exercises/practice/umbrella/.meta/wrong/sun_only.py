weather = input("Weather: ")
if weather == "sun":
    print("Enjoy the day")
else:
    print("Take an umbrella")
