def tick_tock(n):
    heard = []
    for number in range(1, n + 1):
        if number % 12 == 0:
            heard.append("tick-tock")
        elif number % 3 == 0:
            heard.append("tick")
        elif number % 4 == 0:
            heard.append("tock")
        else:
            heard.append(number)
    return heard
