from solution import count_vowels


def test_a_short_word():
    assert count_vowels("python") == 1


def test_every_vowel_counts():
    assert count_vowels("education") == 5


def test_the_same_vowel_counts_each_time():
    assert count_vowels("banana") == 3


def test_capital_letters_count_too():
    assert count_vowels("Apple OIL") == 4


def test_no_vowels():
    assert count_vowels("rhythm, 123! xyz") == 0
    assert count_vowels("") == 0
