def tick_tock(n):
    heard = []
    for number in range(1, n + 1):
        if number % 3 == 0:
            heard.append("tick")
        elif number % 4 == 0:
            heard.append("tock")
        elif number % 12 == 0:
            heard.append("tick-tock")
        else:
            heard.append(str(number))
    return heard
