def ranking(players):
    """Return the names, most points first."""
    in_order = sorted(players, key=lambda player: (-player[1], player[0]))
    return [name for name, _ in in_order]
