def parse_number(text):
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"not a number: {text}") from None


def average(texts):
    numbers = []
    for text in texts:
        try:
            number = parse_number(text)
        except ValueError:
            continue
        if number:
            numbers.append(number)
    return sum(numbers) / len(numbers) if numbers else None
