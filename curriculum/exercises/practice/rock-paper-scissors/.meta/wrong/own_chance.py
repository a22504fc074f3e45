import random


def round_winner(first, second):
    beats = {"rock": "scissors", "scissors": "paper", "paper": "rock"}
    if first == second:
        return 0
    return 1 if beats[first] == second else 2


def match_winner(firsts, seconds):
    results = [round_winner(first, second) for first, second in zip(firsts, seconds)]
    if results.count(1) > results.count(2):
        return 1
    return 2 if results.count(2) > results.count(1) else 0


def computer_choice(source):
    return random.choice(["rock", "paper", "scissors"])
