import pytest
from solution import count_calls


def make():
    @count_calls
    def divide(a, b=1):
        """Divide two numbers."""
        return a / b

    return divide


def test_the_result_stays_the_same():
    divide = make()
    assert divide(6, 3) == 2
    assert divide(6, b=2) == 3
    assert divide(5) == 5


def test_counting_starts_at_nothing():
    assert make().calls == 0


def test_every_call_counts():
    divide = make()
    for number in range(5):
        divide(number)
    assert divide.calls == 5


def test_a_call_that_fails_counts():
    divide = make()
    with pytest.raises(ZeroDivisionError):
        divide(1, 0)
    assert divide.calls == 1


def test_each_function_has_its_own_count():
    first, second = make(), make()
    first(1)
    assert (first.calls, second.calls) == (1, 0)
    second(1)
    assert (first.calls, second.calls) == (1, 1)


def test_name_and_docstring_are_kept():
    divide = make()
    assert divide.__name__ == "divide"
    assert divide.__doc__ == "Divide two numbers."
