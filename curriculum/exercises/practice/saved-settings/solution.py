import json


def save(path, settings):
    pass


def load(path):
    pass
