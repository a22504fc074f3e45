from dataclasses import dataclass


@dataclass
class Card:
    question: str
    answer: str
    points: int = 1

    def is_right(self, text):
        return text.strip().lower() == self.answer.lower()


def total(cards):
    return len(cards)
