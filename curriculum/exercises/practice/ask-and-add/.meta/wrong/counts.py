def main():
    count = 0
    line = input("Number: ")
    while line != "":
        try:
            int(line)
            count = count + 1
        except ValueError:
            print("Not a number")
        line = input("Number: ")
    print(f"Sum: {count}")
