def main():
    total = 0
    line = input("Number: ")
    while line != "":
        total = total + int(line)
        line = input("Number: ")
    print(f"Sum: {total}")
