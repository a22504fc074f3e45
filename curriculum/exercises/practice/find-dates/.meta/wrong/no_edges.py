import re


def find_dates(text):
    return re.findall(r"\d{4}-\d{2}-\d{2}", text)
