class Card:
    def __init__(self, question, answer, points=1):
        self.question = question
        self.answer = answer
        self.points = points

    def is_right(self, text):
        return text.strip().lower() == self.answer.lower()


def total(cards):
    return sum(card.points for card in cards)
