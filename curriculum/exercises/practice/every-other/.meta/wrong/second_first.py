def every_other(items):
    turn = False
    for item in items:
        if turn:
            yield item
        turn = not turn
