def count_lines(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    while "\n\n" in text or "\n   \n" in text:
        text = text.replace("\n   \n", "\n").replace("\n\n", "\n")
    return text.count("\n")
