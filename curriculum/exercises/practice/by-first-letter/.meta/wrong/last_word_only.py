def by_first_letter(words):
    drawers = {}
    for word in words:
        drawers[word[0].upper()] = [word]
    return drawers
