import re


def parse_code(code):
    pass
