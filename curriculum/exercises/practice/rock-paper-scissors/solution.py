def round_winner(first, second):
    pass


def match_winner(firsts, seconds):
    pass


def computer_choice(source):
    pass
