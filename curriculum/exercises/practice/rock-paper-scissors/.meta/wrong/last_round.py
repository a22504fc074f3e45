def round_winner(first, second):
    beats = {"rock": "scissors", "scissors": "paper", "paper": "rock"}
    if first == second:
        return 0
    return 1 if beats[first] == second else 2


def match_winner(firsts, seconds):
    winner = 0
    for first, second in zip(firsts, seconds):
        winner = round_winner(first, second)
    return winner


def computer_choice(source):
    return source.choice(["rock", "paper", "scissors"])
