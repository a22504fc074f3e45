import pytest
from solution import StepCounter


def test_new():
    """A new counter starts at 0"""
    assert StepCounter().steps == 0


def test_walk():
    """Steps are added up"""
    counter = StepCounter()
    counter.walk(10)
    counter.walk(5)
    assert counter.steps == 15


def test_negative():
    """A negative number is refused and changes nothing"""
    counter = StepCounter()
    counter.walk(3)
    with pytest.raises(ValueError):
        counter.walk(-1)
    assert counter.steps == 3


def test_nothing():
    """No steps at all are fine"""
    counter = StepCounter()
    counter.walk(0)
    assert counter.steps == 0


def test_reset():
    """Resetting returns the steps and starts again"""
    counter = StepCounter()
    counter.walk(8)
    assert counter.reset() == 8
    assert counter.steps == 0
    assert counter.reset() == 0


def test_two_counters():
    """Two counters count for themselves"""
    first, second = StepCounter(), StepCounter()
    first.walk(4)
    assert (first.steps, second.steps) == (4, 0)
