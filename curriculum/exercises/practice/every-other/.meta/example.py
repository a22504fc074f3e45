def every_other(items):
    turn = True
    for item in items:
        if turn:
            yield item
        turn = not turn
