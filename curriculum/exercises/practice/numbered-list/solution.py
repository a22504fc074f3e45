def numbered(items):
    pass
