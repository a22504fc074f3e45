def main():
    """Ask for numbers until an empty line, then print their sum."""
    total = 0
    line = input("Number: ")
    while line != "":
        try:
            total = total + int(line)
        except ValueError:
            print("Not a number")
        line = input("Number: ")
    print(f"Sum: {total}")
