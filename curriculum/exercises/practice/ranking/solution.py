def ranking(players):
    """Return the names, most points first."""
    pass
