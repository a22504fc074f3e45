def shout_long(words):
    pass
