def echo(word, times):
    for number in range(3):
        print(word)
