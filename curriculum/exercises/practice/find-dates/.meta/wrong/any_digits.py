import re


def find_dates(text):
    return re.findall(r"\b\d+-\d+-\d+\b", text)
