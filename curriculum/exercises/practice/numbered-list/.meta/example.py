def numbered(items):
    lines = []
    for number, item in enumerate(items, start=1):
        lines.append(f"{number}) {item}")
    return lines
