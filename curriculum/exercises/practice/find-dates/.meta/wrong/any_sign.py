import re


def find_dates(text):
    return re.findall(r"\b\d{4}.\d{2}.\d{2}\b", text)
