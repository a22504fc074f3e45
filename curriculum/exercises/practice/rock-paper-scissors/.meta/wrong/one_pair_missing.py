def round_winner(first, second):
    if first == second:
        return 0
    if (first, second) in [("rock", "scissors"), ("scissors", "paper"), ("paper", "rock"), ("rock", "paper")]:
        return 1
    return 2


def match_winner(firsts, seconds):
    results = [round_winner(first, second) for first, second in zip(firsts, seconds)]
    if results.count(1) > results.count(2):
        return 1
    return 2 if results.count(2) > results.count(1) else 0


def computer_choice(source):
    return source.choice(["rock", "paper", "scissors"])
