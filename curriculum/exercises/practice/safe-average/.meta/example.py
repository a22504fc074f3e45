def parse_number(text):
    """Return the number a text holds, or raise ValueError."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"not a number: {text}") from None


def average(texts):
    """Return the average of the texts that hold a number, or None."""
    numbers = []
    for text in texts:
        try:
            numbers.append(parse_number(text))
        except ValueError:
            continue
    return sum(numbers) / len(numbers) if numbers else None
