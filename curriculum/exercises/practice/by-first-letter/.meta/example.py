def by_first_letter(words):
    drawers = {}
    for word in words:
        letter = word[0].upper()
        if letter not in drawers:
            drawers[letter] = []
        drawers[letter].append(word)
    return drawers
