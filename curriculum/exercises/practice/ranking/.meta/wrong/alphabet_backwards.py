def ranking(players):
    in_order = sorted(players, key=lambda player: (player[1], player[0]), reverse=True)
    return [name for name, _ in in_order]
