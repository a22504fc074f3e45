def ranking(players):
    players.sort(key=lambda player: (-player[1], player[0]))
    return [name for name, _ in players]
