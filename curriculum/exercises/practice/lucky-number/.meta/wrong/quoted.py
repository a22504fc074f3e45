lucky = 13
print("My lucky number is", "lucky")
print("I dream of", "lucky", "every night")
