import re


def parse_code(code):
    match = re.match(r"([A-Z]{2})-([0-9]{1,4})\b", code)
    if not match:
        raise ValueError(code)
    return match[1], int(match[2])
