def badge(name, team):
    return f"{name} (Team {team})"
