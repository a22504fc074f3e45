def parse_number(text):
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"not a number: {text}") from None


def average(texts):
    total, found = 0, False
    for text in texts:
        try:
            total, found = total + parse_number(text), True
        except ValueError:
            continue
    return total / len(texts) if found else None
