def numbered(items):
    for number, item in enumerate(items, start=1):
        items[number - 1] = f"{number}) {item}"
    return items
