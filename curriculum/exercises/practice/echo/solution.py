def echo(word, times):
    pass
