def main():
    """Ask for numbers until an empty line, then print their sum."""
    total = 0
    while line := input("Number: ").strip():
        try:
            total += int(line)
        except ValueError:
            print("Not a number")
    print(f"Sum: {total}")
