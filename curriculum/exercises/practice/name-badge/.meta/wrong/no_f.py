def badge(name, team):
    return "{name} (Team {team})"
