def every_other(items):
    pass
