import re


def parse_code(code):
    match = re.fullmatch(r"([A-Z]{2})-([0-9]{1,4})", code)
    if not match:
        raise ValueError(code)
    return match[1], match[2]
