def badge(name, team):
    pass
