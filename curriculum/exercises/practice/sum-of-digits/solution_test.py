from solution import digit_sum


def test_three_digits():
    """The digits of 507 add up to 12"""
    assert digit_sum(507) == 12


def test_one_digit():
    """A number of one digit is its own digit sum"""
    assert digit_sum(0) == 0
    assert digit_sum(9) == 9


def test_ten():
    """The digits of 10 add up to 1"""
    assert digit_sum(10) == 1


def test_long():
    """A long number works, too"""
    assert digit_sum(98765432101) == 46
