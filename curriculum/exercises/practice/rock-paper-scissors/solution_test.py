import random

from solution import computer_choice, match_winner, round_winner

R, P, S = "rock", "paper", "scissors"


def test_first_wins():
    """1. The first player wins with the stronger choice"""
    assert round_winner(R, S) == 1
    assert round_winner(S, P) == 1
    assert round_winner(P, R) == 1


def test_second_wins():
    """1. The second player wins with the stronger choice"""
    assert round_winner(S, R) == 2
    assert round_winner(P, S) == 2
    assert round_winner(R, P) == 2


def test_same():
    """1. The same choice is a draw"""
    assert round_winner(R, R) == 0
    assert round_winner(P, P) == 0
    assert round_winner(S, S) == 0


def test_match():
    """2. More won rounds win the match"""
    assert match_winner([R, R, P], [S, P, R]) == 1
    assert match_winner([R, S], [P, S]) == 2


def test_match_draw():
    """2. As many rounds for both is a draw"""
    assert match_winner([R, R], [P, S]) == 0
    assert match_winner([], []) == 0


def test_draws_do_not_count():
    """2. Rounds without a winner do not count"""
    assert match_winner([R, R, R, R], [R, R, R, S]) == 1


def test_choice():
    """3. The computer chooses with the given source"""
    expected = random.Random(3)
    source = random.Random(3)
    for _ in range(20):
        choice = computer_choice(source)
        assert isinstance(choice, str)
        assert choice == expected.choice([R, P, S])
