import re


def find_dates(text):
    pass
