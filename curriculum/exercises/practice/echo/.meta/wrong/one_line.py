def echo(word, times):
    print(word * times)
