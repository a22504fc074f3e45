def echo(word, times):
    for number in range(times):
        print("Hello")
