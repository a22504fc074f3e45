-- The starter curriculum, written by `make seed` from curriculum/: change it there.
-- It inserts or updates these exercises, any number of times, and changes nothing that a learner has done.

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'greet',
10,
'A friendly greeting',
'Write a function that greets a person by name.',
'basics',
'beginner',
'["functions", "strings"]',
'[]',
'Write a function `greet(name)` that returns a greeting.

- `greet("Ada")` returns `"Hello, Ada!"`
- Spaces before and after the name do not count: `greet("  Grace ")` returns `"Hello, Grace!"`
- When the name is empty, or holds nothing but spaces, greet a friend: `greet("")` returns `"Hello, friend!"`

The function must *return* the text. Printing it is not enough: the tests look at what your function hands back.',
'["A string has a method that takes the spaces off both ends.", "An empty string counts as false in an `if`.", "An f-string puts a value into a text: `f\"Hello, {name}!\"`."]',
'def greet(name):
    """Return a greeting for name."""
    pass
',
'solution.py',
'from solution import greet


def test_greets_by_name():
    assert greet("Ada") == "Hello, Ada!"


def test_greets_another_name():
    assert greet("Guido") == "Hello, Guido!", "use the name that was given"


def test_spaces_around_the_name_do_not_count():
    assert greet("  Grace ") == "Hello, Grace!"


def test_spaces_inside_the_name_stay():
    assert greet("Mary Ann") == "Hello, Mary Ann!"


def test_an_empty_name_greets_a_friend():
    assert greet("") == "Hello, friend!"


def test_a_name_of_spaces_greets_a_friend():
    assert greet("   ") == "Hello, friend!"
',
'def greet(name):
    """Return a greeting for name."""
    name = name.strip() or "friend"
    return f"Hello, {name}!"
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'temperature',
20,
'Warm or cold',
'Convert temperatures between Celsius and Fahrenheit.',
'numbers',
'beginner',
'["functions", "arithmetic"]',
'["greet"]',
'Half of your friends talk in degrees Celsius, the other half in Fahrenheit. Write two functions:

- `to_fahrenheit(celsius)` multiplies by 9, divides by 5 and adds 32
- `to_celsius(fahrenheit)` goes the other way round

Examples: `to_fahrenheit(100)` is `212`, `to_fahrenheit(-40)` is `-40`, and `to_celsius(50)` is `10`.

Do not round the result: `to_fahrenheit(36.6)` is about `97.88`.',
'["To go back, undo the steps in the opposite order.", "First subtract 32, then multiply by 5 and divide by 9.", "`/` keeps the part after the point, `//` throws it away."]',
'def to_fahrenheit(celsius):
    """Return the temperature in degrees Fahrenheit."""
    pass


def to_celsius(fahrenheit):
    """Return the temperature in degrees Celsius."""
    pass
',
'solution.py',
'import pytest
from solution import to_celsius, to_fahrenheit


def test_water_boils():
    assert to_fahrenheit(100) == pytest.approx(212)


def test_water_freezes():
    assert to_celsius(32) == pytest.approx(0)


def test_both_scales_meet_at_minus_forty():
    assert to_fahrenheit(-40) == pytest.approx(-40)
    assert to_celsius(-40) == pytest.approx(-40)


def test_nothing_is_rounded():
    assert to_fahrenheit(36.6) == pytest.approx(97.88)
    assert to_celsius(100) == pytest.approx(37.7777, abs=0.001)


def test_there_and_back_again():
    assert to_celsius(to_fahrenheit(21.5)) == pytest.approx(21.5)
',
'def to_fahrenheit(celsius):
    """Return the temperature in degrees Fahrenheit."""
    return celsius * 9 / 5 + 32


def to_celsius(fahrenheit):
    """Return the temperature in degrees Celsius."""
    return (fahrenheit - 32) * 5 / 9
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'leap-day',
30,
'Does this year have a leap day?',
'Decide whether a year has a 29th of February.',
'control-flow',
'beginner',
'["conditions", "booleans"]',
'["temperature"]',
'Write `has_leap_day(year)`. It returns `True` when the year has a 29th of February, else `False`.

The rules of our calendar:

1. A year that 4 divides evenly has a leap day: 2024 does, 2023 does not.
2. But a year that 100 divides evenly has none: 1900 had none.
3. But then again, a year that 400 divides evenly has one: 2000 had one.

Return a real boolean, `True` or `False`, not a text and not a number.',
'["`year % 4` is the remainder of dividing by 4.", "Begin with the rarest rule: what do you know when 400 divides the year?", "`and`, `or` and `not` join conditions."]',
'def has_leap_day(year):
    """Return True when the year has a 29th of February."""
    pass
',
'solution.py',
'from solution import has_leap_day


def test_every_fourth_year_has_one():
    assert has_leap_day(2024) is True
    assert has_leap_day(1996) is True


def test_other_years_have_none():
    assert has_leap_day(2023) is False
    assert has_leap_day(2026) is False


def test_a_new_century_has_none():
    assert has_leap_day(1900) is False
    assert has_leap_day(2100) is False


def test_every_fourth_century_has_one():
    assert has_leap_day(2000) is True
    assert has_leap_day(2400) is True


def test_four_hundred_years_hold_ninety_seven_leap_days():
    assert sum(bool(has_leap_day(year)) for year in range(2001, 2401)) == 97
',
'def has_leap_day(year):
    """Return True when the year has a 29th of February."""
    return year % 400 == 0 or (year % 4 == 0 and year % 100 != 0)
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'initials',
40,
'Sign with your initials',
'Turn a full name into its initials.',
'strings',
'beginner',
'["strings", "loops"]',
'["greet"]',
'Write `initials(name)` that turns a name into initials, each followed by a point.

- `initials("Ada Lovelace")` returns `"A.L."`
- `initials("grace brewster hopper")` returns `"G.B.H."`: initials are always capital letters
- More than one space between two names makes no difference
- A name without any word returns `""`',
'["`split()` without an argument cuts a text at spaces, however many there are.", "The first letter of a word is `word[0]`.", "`upper()` makes capital letters; `join` puts pieces together."]',
'def initials(name):
    """Return the initials of a name, each followed by a point."""
    pass
',
'solution.py',
'from solution import initials


def test_two_names():
    assert initials("Ada Lovelace") == "A.L."


def test_three_names_in_small_letters():
    assert initials("grace brewster hopper") == "G.B.H.", "initials are capital letters"


def test_one_name():
    assert initials("Plato") == "P."


def test_extra_spaces_make_no_difference():
    assert initials("  Alan   Turing ") == "A.T."


def test_no_name_at_all():
    assert initials("") == ""
    assert initials("   ") == ""
',
'def initials(name):
    """Return the initials of a name, each followed by a point."""
    return "".join(f"{word[0].upper()}." for word in name.split())
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'count-vowels',
50,
'Count the vowels',
'Count how many vowels a text holds.',
'strings',
'beginner',
'["strings", "loops"]',
'["initials"]',
'Write `count_vowels(text)`. It returns how many of the letters `a`, `e`, `i`, `o` and `u` the text holds.

Capital letters count too: `count_vowels("Apple")` is `2`.

A text without vowels gives `0`, and so does an empty one. Letters may come more than once: each of them counts.',
'["Go through the text letter by letter with a `for` loop.", "`letter in \"aeiou\"` is true for a vowel.", "Make the whole text lower case before you start."]',
'def count_vowels(text):
    """Return how many vowels text holds."""
    pass
',
'solution.py',
'from solution import count_vowels


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
',
'def count_vowels(text):
    """Return how many vowels text holds."""
    return sum(letter in "aeiou" for letter in text.lower())
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'keep-even',
60,
'Keep the even numbers',
'Pick the even numbers out of a list.',
'lists',
'beginner',
'["lists", "loops", "conditions"]',
'["leap-day"]',
'Write `keep_even(numbers)`. It returns a **new** list with the even numbers only, in the order in which they came.

- `keep_even([3, 8, 5, 2])` returns `[8, 2]`
- Zero and negative numbers can be even, too: `keep_even([-4, -3, 0])` returns `[-4, 0]`
- When there are none, return an empty list

The list that was given must stay as it was: somebody else may still need it.',
'["A number is even when dividing by 2 leaves no remainder.", "Start with an empty list and `append` what you keep.", "A list comprehension does it in one line: `[n for n in numbers if ...]`."]',
'def keep_even(numbers):
    """Return a new list of the even numbers."""
    pass
',
'solution.py',
'from solution import keep_even


def test_keeps_even_numbers_in_order():
    assert keep_even([3, 8, 5, 2]) == [8, 2]


def test_zero_and_negative_numbers():
    assert keep_even([-4, -3, 0]) == [-4, 0]


def test_none_is_even():
    assert keep_even([1, 3, 5]) == []


def test_an_empty_list():
    assert keep_even([]) == []


def test_numbers_that_come_twice_stay_twice():
    assert keep_even([2, 2, 7]) == [2, 2]


def test_the_given_list_stays_as_it_was():
    numbers = [1, 2, 3, 4]
    kept = keep_even(numbers)
    assert kept == [2, 4]
    assert numbers == [1, 2, 3, 4], "do not remove anything from the list you were given"
',
'def keep_even(numbers):
    """Return a new list of the even numbers."""
    return [number for number in numbers if number % 2 == 0]
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'tick-tock',
70,
'Tick, tock',
'Count upwards and replace some of the numbers by sounds.',
'control-flow',
'beginner',
'["loops", "conditions", "lists"]',
'["keep-even"]',
'A clock counts from 1 up to `n`, but it makes sounds instead of some numbers. Write `tick_tock(n)` that returns what it says as a list of texts:

- `"tick"` when 3 divides the number
- `"tock"` when 4 divides the number
- `"tick-tock"` when both do
- otherwise the number itself, as a text

`tick_tock(4)` returns `["1", "2", "tick", "tock"]`, and the twelfth entry of a longer list is `"tick-tock"`. `tick_tock(0)` is an empty list.',
'["`range(1, n + 1)` counts from 1 up to and including n.", "Look at the case where both divide first: afterwards it is too late.", "`str(7)` is the text of a number."]',
'def tick_tock(n):
    """Return what the clock says from 1 to n."""
    pass
',
'solution.py',
'from solution import tick_tock


def test_the_first_four():
    assert tick_tock(4) == ["1", "2", "tick", "tock"]


def test_both_divide_twelve():
    assert tick_tock(12)[-1] == "tick-tock"


def test_the_list_is_as_long_as_the_count():
    assert len(tick_tock(30)) == 30, "count up to n itself, not just before it"


def test_numbers_are_texts():
    assert tick_tock(1) == ["1"]


def test_how_often_each_is_heard():
    heard = tick_tock(24)
    assert [heard.count(sound) for sound in ("tick", "tock", "tick-tock")] == [6, 4, 2]


def test_counting_to_nothing():
    assert tick_tock(0) == []
',
'def tick_tock(n):
    """Return what the clock says from 1 to n."""
    heard = []
    for number in range(1, n + 1):
        if number % 12 == 0:
            heard.append("tick-tock")
        elif number % 3 == 0:
            heard.append("tick")
        elif number % 4 == 0:
            heard.append("tock")
        else:
            heard.append(str(number))
    return heard
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'mirror-words',
80,
'Words in the mirror',
'Tell whether a text reads the same from both ends.',
'strings',
'beginner',
'["strings", "slices"]',
'["count-vowels"]',
'Write `is_mirror(text)`. It returns `True` when the text reads the same forwards and backwards, else `False`.

Only letters and digits count; capital and small letters are the same:

- `is_mirror("Level")` is `True`
- `is_mirror("Never odd, or even!")` is `True`
- `is_mirror("Python")` is `False`

A text without any letter or digit counts as a mirror.',
'["First build a text of only those characters that count.", "`isalnum()` tells whether a character is a letter or a digit.", "`text[::-1]` is the text backwards."]',
'def is_mirror(text):
    """Return True when text reads the same from both ends."""
    pass
',
'solution.py',
'from solution import is_mirror


def test_a_mirror_word():
    assert is_mirror("level") is True


def test_no_mirror_word():
    assert is_mirror("Python") is False


def test_capital_and_small_letters_are_the_same():
    assert is_mirror("Rotator") is True


def test_spaces_and_marks_do_not_count():
    assert is_mirror("Never odd, or even!") is True


def test_digits_count():
    assert is_mirror("1a1") is True
    assert is_mirror("1a2") is False


def test_an_empty_text_is_a_mirror():
    assert is_mirror("") is True
    assert is_mirror("?!") is True
',
'def is_mirror(text):
    """Return True when text reads the same from both ends."""
    counted = [character for character in text.lower() if character.isalnum()]
    return counted == counted[::-1]
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'ask-and-add',
90,
'Ask and add',
'Read numbers from the keyboard and print their sum.',
'input-output',
'beginner',
'["input", "print", "loops"]',
'["keep-even"]',
'Write `main()`, a small program that talks to its user:

1. It asks for numbers with `input("Number: ")`, one after the other.
2. An empty line ends the list.
3. Then it prints `Sum: ` and the sum, for example `Sum: 12`.

Numbers are whole and may be negative. When the very first line is empty, it prints `Sum: 0`.

A line that is no number must not end the program: print `Not a number` and go on asking.',
'["`while True:` repeats until a `break`.", "`int(text)` raises `ValueError` when the text is no whole number.", "Put only the `int(...)` into `try`, and `continue` after the message."]',
'def main():
    """Ask for numbers until an empty line, then print their sum."""
    pass
',
'solution.py',
'import io

import pytest
from solution import main


@pytest.fixture
def talk(monkeypatch, capsys):
    def run(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(line + "\n" for line in lines)))
        main()
        return capsys.readouterr().out

    return run


def test_adds_what_was_typed(talk):
    assert talk("5", "7", "").strip().endswith("Sum: 12")


def test_negative_numbers(talk):
    assert talk("10", "-15", "").strip().endswith("Sum: -5")


def test_nothing_typed(talk):
    assert talk("").strip().endswith("Sum: 0")


def test_asks_for_every_number(talk):
    assert talk("1", "2", "3", "").count("Number: ") == 4, "ask with input(''Number: '') each time"


def test_goes_on_after_a_line_that_is_no_number(talk):
    said = talk("4", "four", "5", "")
    assert said.count("Not a number\n") == 1
    assert said.strip().endswith("Sum: 9")
',
'def main():
    """Ask for numbers until an empty line, then print their sum."""
    total = 0
    while line := input("Number: ").strip():
        try:
            total += int(line)
        except ValueError:
            print("Not a number")
    print(f"Sum: {total}")
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'word-tally',
100,
'Tally the words',
'Count how often each word comes in a text.',
'dictionaries',
'beginner',
'["dictionaries", "strings"]',
'["count-vowels", "keep-even"]',
'Write `tally(text)`. It returns a dictionary that says how often each word comes.

- `tally("tea or coffee or tea")` returns `{"tea": 2, "or": 2, "coffee": 1}`
- Capital and small letters are the same; the keys are in small letters
- The marks `. , ! ? ; :` at the start or end of a word are not part of it: `tally("Well, well!")` returns `{"well": 2}`
- A text without words gives an empty dictionary',
'["`split()` cuts the text into words.", "A word`.strip(\".,!?;:\")` takes marks off both ends.", "`counts.get(word, 0)` is the count so far, or 0 for a new word."]',
'def tally(text):
    """Return a dictionary from each word to how often it comes."""
    pass
',
'solution.py',
'from solution import tally


def test_counts_each_word():
    assert tally("tea or coffee or tea") == {"tea": 2, "or": 2, "coffee": 1}


def test_capital_and_small_letters_are_the_same():
    assert tally("Go go GO") == {"go": 3}


def test_marks_are_not_part_of_a_word():
    assert tally("Well, well! Six: six.") == {"well": 2, "six": 2}


def test_a_mark_inside_a_word_stays():
    assert tally("it''s 3:15 now") == {"it''s": 1, "3:15": 1, "now": 1}


def test_a_mark_alone_is_no_word():
    assert tally("yes ! no") == {"yes": 1, "no": 1}


def test_no_words():
    assert tally("") == {}
    assert tally(" \n ") == {}
',
'def tally(text):
    """Return a dictionary from each word to how often it comes."""
    counts = {}
    for word in text.lower().split():
        word = word.strip(".,!?;:")
        if word:
            counts[word] = counts.get(word, 0) + 1
    return counts
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'basket-total',
110,
'What does the basket cost?',
'Add up a shopping basket from a price list.',
'dictionaries',
'beginner',
'["dictionaries", "errors"]',
'["word-tally"]',
'A shop keeps its prices in a dictionary from item to price in cents, and a basket in a dictionary from item to how many. Write `basket_total(basket, prices)` that returns what the basket costs, in cents.

```python
prices = {"apple": 40, "bread": 250}
basket_total({"apple": 3, "bread": 1}, prices)  # 370
```

An empty basket costs `0`. When the basket holds an item that has no price, raise a `KeyError` with the item: nobody should get it for free.',
'["`basket.items()` gives each item with its number.", "Looking up a missing key with `prices[item]` raises a `KeyError` all by itself.", "Do not use `get` here: it would hide the missing price."]',
'def basket_total(basket, prices):
    """Return the price of the basket in cents."""
    pass
',
'solution.py',
'import pytest
from solution import basket_total

PRICES = {"apple": 40, "bread": 250, "sticker": 0}


def test_adds_up_items_and_numbers():
    assert basket_total({"apple": 3, "bread": 1}, PRICES) == 370


def test_one_item():
    assert basket_total({"bread": 2}, PRICES) == 500


def test_an_empty_basket_costs_nothing():
    assert basket_total({}, PRICES) == 0


def test_a_price_of_zero_is_a_price():
    assert basket_total({"sticker": 5, "apple": 1}, PRICES) == 40


def test_an_item_without_a_price_is_an_error():
    with pytest.raises(KeyError, match="cheese"):
        basket_total({"cheese": 1}, PRICES)


def test_prices_come_from_the_list_that_was_given():
    assert basket_total({"apple": 1}, {"apple": 55}) == 55
',
'def basket_total(basket, prices):
    """Return the price of the basket in cents."""
    return sum(prices[item] * number for item, number in basket.items())
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'guest-lists',
120,
'Two guest lists',
'Compare two guest lists with sets.',
'sets',
'beginner',
'["sets", "sorting"]',
'["keep-even"]',
'Two friends plan one party, each with a guest list of their own. Write three functions; each takes two lists of names and returns a **sorted list** in which no name comes twice:

- `all_guests(first, second)`: everyone who is on any of the lists
- `on_both(first, second)`: those who are on both
- `only_on_one(first, second)`: those who are on just one of the two

With `["Mia", "Tom"]` and `["Tom", "Zoe"]` these are `["Mia", "Tom", "Zoe"]`, `["Tom"]` and `["Mia", "Zoe"]`.',
'["`set(names)` forgets what comes twice.", "Sets know `|` (either), `&` (both) and `^` (just one).", "`sorted(...)` turns a set into a sorted list."]',
'def all_guests(first, second):
    """Return everyone who is on any of the lists."""
    pass


def on_both(first, second):
    """Return those who are on both lists."""
    pass


def only_on_one(first, second):
    """Return those who are on just one list."""
    pass
',
'solution.py',
'from solution import all_guests, on_both, only_on_one

MINE = ["Tom", "Mia", "Ali"]
YOURS = ["Zoe", "Tom", "Ali"]


def test_everyone_once_and_sorted():
    assert all_guests(MINE, YOURS) == ["Ali", "Mia", "Tom", "Zoe"]


def test_on_both_lists():
    assert on_both(MINE, YOURS) == ["Ali", "Tom"]


def test_on_just_one_list():
    assert only_on_one(MINE, YOURS) == ["Mia", "Zoe"]


def test_a_name_written_twice_counts_once():
    assert all_guests(["Mia", "Mia"], ["Mia"]) == ["Mia"]
    assert only_on_one(["Mia", "Mia"], []) == ["Mia"]


def test_nobody_in_common():
    assert on_both(["Mia"], ["Tom"]) == []


def test_the_order_of_the_lists_makes_no_difference():
    assert only_on_one(YOURS, MINE) == ["Mia", "Zoe"]
',
'def all_guests(first, second):
    """Return everyone who is on any of the lists."""
    return sorted(set(first) | set(second))


def on_both(first, second):
    """Return those who are on both lists."""
    return sorted(set(first) & set(second))


def only_on_one(first, second):
    """Return those who are on just one list."""
    return sorted(set(first) ^ set(second))
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'ranking',
130,
'Who is on top?',
'Sort players by score, and by name where scores are equal.',
'sorting',
'intermediate',
'["sorting", "tuples", "lambda"]',
'["basket-total"]',
'After a game you hold a list of pairs `(name, points)`. Write `ranking(players)` that returns the names in a new list: most points first. Players with equal points stand in alphabetical order.

```python
ranking([("Mia", 10), ("Tom", 30), ("Ali", 10)])  # ["Tom", "Ali", "Mia"]
```

Points may be negative. The given list stays as it was; an empty list gives an empty list.',
'["`sorted` takes a function as `key` that says what to sort by.", "A key may be a tuple: equal first parts are decided by the second.", "Sorting by `-points` puts large numbers first."]',
'def ranking(players):
    """Return the names, most points first."""
    pass
',
'solution.py',
'from solution import ranking


def test_most_points_first():
    assert ranking([("Mia", 10), ("Tom", 30), ("Ali", 20)]) == ["Tom", "Ali", "Mia"]


def test_equal_points_stand_in_alphabetical_order():
    assert ranking([("Zoe", 5), ("Mia", 7), ("Ali", 5)]) == ["Mia", "Ali", "Zoe"]


def test_negative_points_come_last():
    assert ranking([("Mia", -3), ("Tom", 0), ("Ali", -10)]) == ["Tom", "Mia", "Ali"]


def test_points_are_numbers_not_texts():
    assert ranking([("Mia", 9), ("Tom", 100)]) == ["Tom", "Mia"]


def test_the_given_list_stays_as_it_was():
    players = [("Mia", 1), ("Tom", 2)]
    assert ranking(players) == ["Tom", "Mia"]
    assert players == [("Mia", 1), ("Tom", 2)]


def test_no_players():
    assert ranking([]) == []
',
'def ranking(players):
    """Return the names, most points first."""
    in_order = sorted(players, key=lambda player: (-player[1], player[0]))
    return [name for name, _ in in_order]
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'receipt',
140,
'Print a neat receipt',
'Line up items and prices with f-strings.',
'strings',
'intermediate',
'["f-strings", "formatting"]',
'["basket-total"]',
'A receipt is easy to read when its columns line up. Write `receipt(items)`; `items` is a list of pairs `(name, price)`, the price in euros. It returns one text of several lines:

- each line is 20 characters wide: the name on the left in 12 characters, the price on the right in 8, with two digits after the point
- names longer than 12 characters are cut
- a last line `TOTAL` holds the sum

```
Tea             2.50
Sandwich       11.00
TOTAL          13.50
```

There is no line break after the last line.',
'["`f\"{name:<12}\"` fills up with spaces on the right, `f\"{price:>8.2f}\"` on the left.", "`name[:12]` keeps the first twelve characters.", "Collect the lines in a list and join them with `\"\\n\"`."]',
'def receipt(items):
    """Return the receipt as a text."""
    pass
',
'solution.py',
'from solution import receipt


def test_one_item_and_the_total():
    assert receipt([("Tea", 2.5)]) == "Tea             2.50\nTOTAL           2.50"


def test_every_line_is_twenty_characters_wide():
    lines = receipt([("Tea", 2.5), ("Sandwich", 11), ("Cake", 123.456)]).split("\n")
    assert [len(line) for line in lines] == [20, 20, 20, 20]


def test_prices_have_two_digits_after_the_point():
    assert receipt([("Cake", 3)]).split("\n")[0].endswith(" 3.00")


def test_the_total_adds_up():
    assert receipt([("Tea", 2.5), ("Sandwich", 11)]).split("\n")[-1] == "TOTAL          13.50"


def test_long_names_are_cut():
    first = receipt([("Strawberry cheesecake", 4)]).split("\n")[0]
    assert first == "Strawberry c    4.00"


def test_nothing_bought():
    assert receipt([]) == "TOTAL           0.00"
',
'def receipt(items):
    """Return the receipt as a text."""
    total = sum(price for _, price in items)
    lines = [f"{name[:12]:<12}{price:>8.2f}" for name, price in [*items, ("TOTAL", total)]]
    return "\n".join(lines)
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'safe-average',
150,
'An average that never breaks',
'Handle missing and broken data with exceptions.',
'errors',
'intermediate',
'["exceptions", "numbers"]',
'["temperature", "keep-even"]',
'Data from a questionnaire is rarely clean. Write two functions:

`parse_number(text)` returns the number that a text holds, as a `float`; spaces around it and a decimal comma are fine: `parse_number(" 3,5 ")` is `3.5`. For anything else it raises a `ValueError` whose message holds the text that was given.

`average(texts)` returns the average of all texts that hold a number and leaves out the others. When none of them does, it returns `None`.

`average(["1", "x", "2"])` is `1.5`, and `average(["?"])` is `None`.',
'["`text.replace(\",\", \".\")` turns a comma into a point.", "`float` raises a `ValueError` by itself; catch it and raise one with your own message.", "In `average`, call `parse_number` inside `try` and skip what it refuses."]',
'def parse_number(text):
    """Return the number a text holds, or raise ValueError."""
    pass


def average(texts):
    """Return the average of the texts that hold a number, or None."""
    pass
',
'solution.py',
'import pytest
from solution import average, parse_number


def test_parses_a_number():
    assert parse_number("42") == 42.0


def test_spaces_and_a_decimal_comma_are_fine():
    assert parse_number(" 3,5 ") == 3.5


@pytest.mark.parametrize("text", ["three", "", "1,2,3"])
def test_anything_else_is_a_value_error_that_shows_the_text(text):
    with pytest.raises(ValueError) as caught:
        parse_number(text)
    assert text in str(caught.value)


def test_the_message_names_what_was_given():
    with pytest.raises(ValueError, match="three"):
        parse_number("three")


def test_average_leaves_out_what_is_no_number():
    assert average(["1", "x", "2"]) == pytest.approx(1.5)


def test_a_zero_counts():
    assert average(["0", "4"]) == pytest.approx(2)


def test_no_number_at_all():
    assert average(["?", ""]) is None, "without a number there is no average"
    assert average(["5"]) == pytest.approx(5)
',
'def parse_number(text):
    """Return the number a text holds, or raise ValueError."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"not a number: {text}") from None


def average(texts):
    """Return the average of the texts that hold a number, or None."""
    numbers = []
    for text in texts:
        try:
            numbers.append(parse_number(text))
        except ValueError:
            continue
    return sum(numbers) / len(numbers) if numbers else None
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'flatten',
160,
'Boxes in boxes',
'Flatten a list of lists of lists with recursion.',
'recursion',
'intermediate',
'["recursion", "lists"]',
'["keep-even"]',
'A box holds things and other boxes, which hold things and boxes in turn. In Python a box is a list. Write `flatten(box)` that returns one list with everything that is no box, in the order in which it comes when you unpack box after box.

- `flatten([1, [2, [3, 4]], 5])` returns `[1, 2, 3, 4, 5]`
- Empty boxes vanish: `flatten([[], [[]]])` returns `[]`
- Only lists are boxes: texts and tuples stay whole, as in `flatten(["ab", [(1, 2)]])`, which returns `["ab", (1, 2)]`

The box that was given stays as it was.',
'["`isinstance(thing, list)` tells whether a thing is a box.", "What would you do with an inner box if you had a finished `flatten` already?", "`result.extend(flatten(inner))` adds everything of an inner box."]',
'def flatten(box):
    """Return everything in the box as one list."""
    pass
',
'solution.py',
'from solution import flatten


def test_a_flat_list():
    assert flatten([1, 2, 3]) == [1, 2, 3]


def test_boxes_in_boxes():
    assert flatten([1, [2, [3, 4]], 5]) == [1, 2, 3, 4, 5]


def test_empty_boxes_vanish():
    assert flatten([[], [[]]]) == []
    assert flatten([[], 1, [[]]]) == [1]


def test_a_very_deep_box():
    box = ["treasure"]
    for _ in range(50):
        box = [box]
    assert flatten(box) == ["treasure"]


def test_texts_and_tuples_stay_whole():
    assert flatten(["ab", [(1, 2)]]) == ["ab", (1, 2)]


def test_the_given_box_stays_as_it_was():
    box = [1, [2]]
    assert flatten(box) == [1, 2]
    assert box == [1, [2]]
',
'def flatten(box):
    """Return everything in the box as one list."""
    result = []
    for thing in box:
        if isinstance(thing, list):
            result.extend(flatten(thing))
        else:
            result.append(thing)
    return result
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'prime-factors',
170,
'Take a number apart',
'Find the prime factors of a whole number.',
'numbers',
'intermediate',
'["loops", "arithmetic"]',
'["tick-tock"]',
'Every whole number above 1 is a product of primes, and there is only one way to write it. Write `prime_factors(number)` that returns these primes as a list, the smallest first; a prime that divides more than once comes more than once.

- `prime_factors(12)` returns `[2, 2, 3]`
- `prime_factors(13)` returns `[13]`
- `prime_factors(1)` returns `[]`
- For zero and negative numbers, raise a `ValueError`

Large numbers should not take long: think about `prime_factors(1_000_000_007)`, which is a prime.',
'["Try the divisors 2, 3, 4 ... in turn, and divide as often as it works.", "Once all 2s are gone, 4 cannot divide any more: you need no list of primes.", "When `divisor * divisor` is larger than what is left, what is left is a prime."]',
'def prime_factors(number):
    """Return the prime factors of number, the smallest first."""
    pass
',
'solution.py',
'import pytest
from solution import prime_factors


def test_a_product_of_small_primes():
    assert prime_factors(12) == [2, 2, 3]


def test_a_prime_is_its_own_factor():
    assert prime_factors(13) == [13]
    assert prime_factors(2) == [2]


def test_a_square_of_a_prime():
    assert prime_factors(49) == [7, 7]


def test_one_has_no_factors():
    assert prime_factors(1) == []


def test_a_power_of_two():
    assert prime_factors(1024) == [2] * 10


def test_a_large_prime_does_not_take_long():
    assert prime_factors(1_000_000_007) == [1_000_000_007]


@pytest.mark.parametrize("number", [0, -12])
def test_zero_and_negative_numbers_are_refused(number):
    with pytest.raises(ValueError):
        prime_factors(number)
',
'def prime_factors(number):
    """Return the prime factors of number, the smallest first."""
    if number < 1:
        raise ValueError("only numbers from 1 on have prime factors")
    factors = []
    divisor = 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            factors.append(divisor)
            number //= divisor
        divisor += 1
    if number > 1:
        factors.append(number)
    return factors
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'turn-table',
180,
'Turn the table',
'Swap the rows and columns of a table.',
'lists',
'intermediate',
'["nested lists", "comprehensions"]',
'["flatten"]',
'A table is a list of rows, and each row is a list of cells. Write `turn(table)` that returns a new table in which rows have become columns:

```python
turn([[1, 2, 3],
      [4, 5, 6]])   # [[1, 4], [2, 5], [3, 6]]
```

- Rows of the result are lists, too
- An empty table gives an empty table
- When the rows differ in length, it is no table: raise a `ValueError`

The table that was given stays as it was.',
'["The first row of the result holds the first cell of every row.", "`zip(*table)` goes through all rows side by side.", "`zip` stops at the shortest row unless you say `strict=True`."]',
'def turn(table):
    """Return the table with rows and columns swapped."""
    pass
',
'solution.py',
'import pytest
from solution import turn


def test_two_rows_become_two_columns():
    assert turn([[1, 2, 3], [4, 5, 6]]) == [[1, 4], [2, 5], [3, 6]]


def test_one_row_becomes_one_column():
    assert turn([["a", "b"]]) == [["a"], ["b"]]


def test_turning_twice_gives_the_table_back():
    table = [[1, 2], [3, 4], [5, 6]]
    assert turn(turn(table)) == table


def test_the_given_table_stays_as_it_was():
    table = [[1, 2], [3, 4]]
    assert turn(table) == [[1, 3], [2, 4]]
    assert table == [[1, 2], [3, 4]]


def test_an_empty_table():
    assert turn([]) == []


def test_rows_of_different_length_are_refused():
    with pytest.raises(ValueError):
        turn([[1, 2], [3]])
',
'def turn(table):
    """Return the table with rows and columns swapped."""
    return [list(column) for column in zip(*table, strict=True)]
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'notebook',
190,
'A notebook in a file',
'Keep notes in a text file, one note a line.',
'files',
'intermediate',
'["files", "with"]',
'["safe-average"]',
'Write three functions around a text file that holds one note a line. `path` is where the file is.

- `add_note(path, note)` adds a note at the end; the file is made when it is not there yet
- `read_notes(path)` returns all notes as a list of texts without line breaks; when there is no file, it returns an empty list
- `find_notes(path, word)` returns the notes that hold the word, whatever its capital letters

A note must stay on one line: `add_note` replaces line breaks inside a note by spaces. Use the encoding UTF-8, so that every alphabet works.',
'["`open(path, \"a\", encoding=\"utf-8\")` opens a file for adding at its end.", "`with open(...) as file:` closes the file again, whatever happens.", "A file that is not there raises `FileNotFoundError` when you open it for reading."]',
'def add_note(path, note):
    """Add a note at the end of the file."""
    pass


def read_notes(path):
    """Return all notes."""
    pass


def find_notes(path, word):
    """Return the notes that hold the word."""
    pass
',
'solution.py',
'import pytest
from solution import add_note, find_notes, read_notes


@pytest.fixture
def path(tmp_path):
    return tmp_path / "notes.txt"


def test_notes_come_back_in_order(path):
    add_note(path, "buy milk")
    add_note(path, "call Tom")
    assert read_notes(path) == ["buy milk", "call Tom"]


def test_without_a_file_there_are_no_notes(path):
    assert read_notes(path) == []


def test_there_is_one_line_for_each_note(path):
    add_note(path, "one\ntwo")
    add_note(path, "three")
    assert path.read_text(encoding="utf-8").splitlines() == ["one two", "three"]


def test_every_alphabet_works(path):
    add_note(path, "Grüße aus 東京")
    assert read_notes(path) == ["Grüße aus 東京"]
    assert "東京" in path.read_bytes().decode("utf-8")


def test_finds_notes_whatever_the_capital_letters(path):
    for note in ("Call Tom", "buy milk", "ask tom about Mia"):
        add_note(path, note)
    assert find_notes(path, "TOM") == ["Call Tom", "ask tom about Mia"]


def test_finds_nothing_without_a_file(path):
    assert find_notes(path, "milk") == []
',
'def add_note(path, note):
    """Add a note at the end of the file."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(" ".join(note.splitlines()) + "\n")


def read_notes(path):
    """Return all notes."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return []


def find_notes(path, word):
    """Return the notes that hold the word."""
    return [note for note in read_notes(path) if word.lower() in note.lower()]
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'score-table',
200,
'Read a table of scores',
'Sum up scores from a CSV file in the working folder.',
'files',
'intermediate',
'["files", "csv", "dictionaries"]',
'["notebook", "ranking"]',
'A game writes its results to a file `scores.csv` in the working folder. Its first line is `player,points`; every further line is one game. Write two functions:

- `total_scores(filename)` returns a dictionary from player to the sum of their points
- `save_totals(totals, filename)` writes such a dictionary to a CSV file with the same first line, players in alphabetical order

Points are whole numbers. A player''s name may hold a comma; it is then written in quotes, and the `csv` module takes care of that for you.',
'["`csv.DictReader(file)` reads each line as a dictionary.", "Open CSV files with `newline=\"\"`, as the documentation of `csv` asks for.", "`csv.writer(file).writerow([...])` writes one line."]',
'def total_scores(filename):
    """Return a dictionary from player to the sum of their points."""
    pass


def save_totals(totals, filename):
    """Write the totals to a CSV file."""
    pass
',
'solution.py',
'import pytest
from solution import save_totals, total_scores


@pytest.fixture(autouse=True)
def working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_adds_up_the_points_of_each_player(working_folder):
    (working_folder / "scores.csv").write_text("player,points\nMia,3\nTom,5\nMia,4\n")
    assert total_scores("scores.csv") == {"Mia": 7, "Tom": 5}


def test_a_file_without_games(working_folder):
    (working_folder / "scores.csv").write_text("player,points\n")
    assert total_scores("scores.csv") == {}


def test_a_name_with_a_comma(working_folder):
    (working_folder / "scores.csv").write_text(''player,points\n"Doe, Jo",2\n'')
    assert total_scores("scores.csv") == {"Doe, Jo": 2}


def test_saves_players_in_alphabetical_order(working_folder):
    save_totals({"Tom": 5, "Mia": 7}, "totals.csv")
    assert (working_folder / "totals.csv").read_text().split() == ["player,points", "Mia,7", "Tom,5"]


def test_what_was_saved_can_be_read_again(working_folder):
    totals = {"Doe, Jo": 2, "Mia": -1}
    save_totals(totals, "totals.csv")
    assert total_scores("totals.csv") == totals
',
'import csv


def total_scores(filename):
    """Return a dictionary from player to the sum of their points."""
    totals = {}
    with open(filename, newline="") as file:
        for game in csv.DictReader(file):
            totals[game["player"]] = totals.get(game["player"], 0) + int(game["points"])
    return totals


def save_totals(totals, filename):
    """Write the totals to a CSV file."""
    with open(filename, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["player", "points"])
        writer.writerows(sorted(totals.items()))
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'in-portions',
210,
'One portion at a time',
'Write generators that hand out values one by one.',
'iterators',
'advanced',
'["generators", "iteration"]',
'["flatten"]',
'A generator makes values only when somebody asks for the next one. Write two of them with `yield`:

- `countdown(start)` gives `start`, `start - 1`, ... down to `1`; for `0` and below it gives nothing
- `portions(items, size)` cuts anything you can loop over into lists of `size` items; the last one may be shorter

`list(portions("abcde", 2))` is `[["a", "b"], ["c", "d"], ["e"]]`.

`portions` must be lazy: it may not look further ahead than the portion it hands out, since `items` may be endless. A size below 1 raises a `ValueError` when the first portion is asked for.',
'["A function with `yield` in it is a generator.", "Collect items in a list, `yield` it when it is full, and start a new one.", "After the loop there may be a portion that is not full: hand it out, too, unless it is empty."]',
'def countdown(start):
    """Give start, start - 1, ... 1."""
    pass


def portions(items, size):
    """Cut items into lists of size items."""
    pass
',
'solution.py',
'import itertools

import pytest
from solution import countdown, portions


def test_counts_down_to_one():
    assert list(countdown(4)) == [4, 3, 2, 1]


def test_countdown_from_zero_gives_nothing():
    assert list(countdown(0)) == []
    assert list(countdown(-3)) == []


def test_countdown_gives_one_value_at_a_time():
    assert next(countdown(10**9)) == 10**9


def test_the_last_portion_may_be_shorter():
    assert list(portions("abcde", 2)) == [["a", "b"], ["c", "d"], ["e"]]


def test_portions_that_fit_exactly():
    assert list(portions([1, 2, 3, 4], 2)) == [[1, 2], [3, 4]]
    assert list(portions([], 3)) == []


def test_portions_of_one_item():
    assert list(portions("ab", 1)) == [["a"], ["b"]]


def test_portions_of_endless_items():
    assert next(portions(itertools.count(), 3)) == [0, 1, 2]


def test_portions_do_not_look_ahead():
    items = iter(range(10))
    assert next(portions(items, 3)) == [0, 1, 2]
    assert next(items) == 3


def test_a_size_below_one_is_refused():
    with pytest.raises(ValueError):
        next(portions([1], 0))
',
'def countdown(start):
    """Give start, start - 1, ... 1."""
    while start > 0:
        yield start
        start -= 1


def portions(items, size):
    """Cut items into lists of size items."""
    if size < 1:
        raise ValueError("a portion holds at least one item")
    portion = []
    for item in items:
        portion.append(item)
        if len(portion) == size:
            yield portion
            portion = []
    if portion:
        yield portion
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'call-counter',
220,
'Count the calls',
'Write a decorator that counts how often a function is called.',
'functions',
'advanced',
'["decorators", "closures"]',
'["in-portions"]',
'A decorator wraps a function in another one. Write `count_calls` so that this works:

```python
@count_calls
def add(a, b):
    """Add two numbers."""
    return a + b

add(1, 2)       # 3
add.calls       # 1
```

- The wrapped function takes the same arguments, by position and by name, and returns the same result
- `calls` starts at `0` and counts every call, also one that ends in an error
- Each decorated function has a count of its own
- The wrapped function keeps its name and its docstring',
'["The decorator returns an inner function that takes `*args, **kwargs`.", "`functools.wraps` copies name and docstring.", "Functions can carry attributes: `wrapper.calls = 0`."]',
'def count_calls(function):
    """Wrap a function so that it counts its calls."""
    pass
',
'solution.py',
'import pytest
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


def test_name_and_docstring_are_kept():
    divide = make()
    assert divide.__name__ == "divide"
    assert divide.__doc__ == "Divide two numbers."
',
'import functools


def count_calls(function):
    """Wrap a function so that it counts its calls."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'points',
230,
'Points on a map',
'Describe points with a frozen dataclass.',
'classes',
'intermediate',
'["dataclasses", "methods"]',
'["temperature", "keep-even"]',
'This time your code lives in `shapes.py`. Write a class `Point` with two numbers, `x` and `y`:

- `Point(3, 4)` can be made, shows itself as `Point(x=3, y=4)`, and two points with the same numbers are equal
- a point never changes: setting `point.x` raises an error; that also lets points be members of a set
- `point.moved(dx, dy)` returns a **new** point
- `point.distance_to(other)` returns the straight distance: by Pythagoras it is the root of the two squared differences added up

Write a function `longest_leg(points)`, too: the greatest distance between two neighbours in a list of points. With fewer than two points it is `0`.',
'["`@dataclass(frozen=True)` writes most of the class for you.", "`math.hypot(dx, dy)` is the length of the long side.", "`zip(points, points[1:])` gives each point with its neighbour."]',
'class Point:
    """A point with coordinates x and y."""


def longest_leg(points):
    """Return the greatest distance between two neighbours."""
    pass
',
'shapes.py',
'import pytest
from shapes import Point, longest_leg


def test_points_know_and_show_their_numbers():
    assert repr(Point(3, 4)) == "Point(x=3, y=4)"
    assert (Point(3, 4).x, Point(3, 4).y) == (3, 4)


def test_points_with_the_same_numbers_are_equal():
    assert Point(1, 2) == Point(1, 2)
    assert Point(1, 2) != Point(2, 1)


def test_a_point_never_changes():
    point = Point(1, 2)
    with pytest.raises(AttributeError):
        point.x = 5
    assert len({point, Point(1, 2)}) == 1


def test_moving_makes_a_new_point():
    point = Point(1, 2)
    assert point.moved(3, -2) == Point(4, 0)
    assert point == Point(1, 2)


def test_distance():
    """Two points know the straight distance between them"""
    assert Point(0, 0).distance_to(Point(3, 4)) == pytest.approx(5)
    assert Point(1, 1).distance_to(Point(1, 1)) == 0


def test_the_longest_leg_of_a_walk():
    assert longest_leg([Point(0, 0), Point(0, 1), Point(0, 9), Point(5, 9)]) == pytest.approx(8)


def test_a_walk_without_legs():
    assert longest_leg([]) == 0
    assert longest_leg([Point(7, 7)]) == 0
',
'import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """A point with coordinates x and y."""

    x: float
    y: float

    def moved(self, dx, dy):
        """Return the point that lies dx and dy further."""
        return Point(self.x + dx, self.y + dy)

    def distance_to(self, other):
        """Return the straight distance to another point."""
        return math.hypot(self.x - other.x, self.y - other.y)


def longest_leg(points):
    """Return the greatest distance between two neighbours."""
    legs = [first.distance_to(second) for first, second in zip(points, points[1:])]
    return max(legs, default=0)
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'bank-account',
240,
'A small bank account',
'Write a class that guards its balance.',
'classes',
'intermediate',
'["classes", "exceptions", "properties"]',
'["points", "safe-average"]',
'Write a class `Account` for a small bank, and an exception `NotEnoughMoney`, a subclass of `Exception`.

- `Account("Mia")` starts with a balance of `0`; `Account("Mia", 50)` with `50`. The attributes `owner` and `balance` tell them
- `deposit(amount)` and `withdraw(amount)` change the balance
- an amount of zero or less raises a `ValueError`
- withdrawing more than there is raises `NotEnoughMoney`
- after any error the balance is what it was
- `history` is a list of changes, such as `[50, -20]`, without the balance the account started with; every account has one of its own',
'["`class NotEnoughMoney(Exception): ...` is a whole exception class.", "Check first, change afterwards: then an error leaves everything as it was.", "Make the list in `__init__`; a list made in the class itself would belong to all accounts."]',
'class NotEnoughMoney(Exception):
    """The account holds less than was asked for."""


class Account:
    """A bank account with an owner and a balance."""
',
'solution.py',
'import pytest
from solution import Account, NotEnoughMoney


def test_a_new_account():
    account = Account("Mia")
    assert (account.owner, account.balance, account.history) == ("Mia", 0, [])


def test_an_account_that_starts_with_money():
    assert Account("Tom", 50).balance == 50
    assert Account("Tom", 50).history == []


def test_deposit_and_withdraw():
    account = Account("Mia")
    account.deposit(50)
    account.withdraw(20)
    assert account.balance == 30
    assert account.history == [50, -20]


def test_everything_can_be_withdrawn():
    account = Account("Mia", 10)
    account.withdraw(10)
    assert account.balance == 0


def test_more_than_there_is_cannot():
    account = Account("Mia", 10)
    with pytest.raises(NotEnoughMoney):
        account.withdraw(11)
    assert (account.balance, account.history) == (10, [])


@pytest.mark.parametrize("amount", [0, -5])
def test_amounts_must_be_above_zero(amount):
    account = Account("Mia", 10)
    with pytest.raises(ValueError):
        account.deposit(amount)
    with pytest.raises(ValueError):
        account.withdraw(amount)
    assert account.balance == 10


def test_each_account_has_its_own_history():
    first, second = Account("Mia"), Account("Tom")
    first.deposit(1)
    assert second.history == []
',
'class NotEnoughMoney(Exception):
    """The account holds less than was asked for."""


class Account:
    """A bank account with an owner and a balance."""

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
        self.history = []

    def deposit(self, amount):
        """Put money in."""
        self._check(amount)
        self._change(amount)

    def withdraw(self, amount):
        """Take money out, if there is enough."""
        self._check(amount)
        if amount > self.balance:
            raise NotEnoughMoney(f"{self.balance} is less than {amount}")
        self._change(-amount)

    def _change(self, amount):
        self.balance += amount
        self.history.append(amount)

    @staticmethod
    def _check(amount):
        if amount <= 0:
            raise ValueError("an amount must be above zero")
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'playlist',
250,
'A playlist that behaves like a list',
'Make a class work with len, in, for and square brackets.',
'classes',
'advanced',
'["special methods", "iteration"]',
'["bank-account", "in-portions"]',
'Write a class `Playlist` that holds the titles of songs and feels like a Python collection:

- `Playlist("Trip", ["Sun", "Rain"])` has a `name`; without the list it is empty
- `playlist.add(title)` adds a title at the end, unless it is there already: each title comes once
- `len(playlist)`, `title in playlist` and `for title in playlist` work; `in` does not care for capital letters, and neither does `add`
- `playlist[0]` is the first title, and `playlist[-1]` the last
- `first + second` is a new playlist named `"Trip & Party"` after its two parts, with the titles of both; the parts stay as they were',
'["`len(x)` calls `x.__len__()`, `a in x` calls `x.__contains__(a)`, `x[i]` calls `x.__getitem__(i)`.", "`__iter__` can simply return `iter(...)` of your own list.", "Let `__init__` and `__add__` use `add`, so that the rule about titles stands in one place."]',
'class Playlist:
    """A named list of song titles, each of which comes once."""
',
'solution.py',
'from solution import Playlist


def test_name_length_and_order():
    playlist = Playlist("Trip", ["Sun", "Rain"])
    assert playlist.name == "Trip"
    assert len(playlist) == 2
    assert list(playlist) == ["Sun", "Rain"]


def test_a_new_playlist_is_empty():
    first = Playlist("Trip")
    first.add("Sun")
    assert len(Playlist("Party")) == 0


def test_each_title_comes_once():
    playlist = Playlist("Trip", ["Sun", "sun"])
    playlist.add("SUN")
    playlist.add("Moon")
    assert list(playlist) == ["Sun", "Moon"]


def test_looking_for_a_title():
    playlist = Playlist("Trip", ["Sun"])
    assert "SUN" in playlist
    assert "Moon" not in playlist


def test_square_brackets():
    playlist = Playlist("Trip", ["Sun", "Rain", "Snow"])
    assert playlist[0] == "Sun"
    assert playlist[-1] == "Snow"


def test_adding_two_playlists():
    trip, party = Playlist("Trip", ["Sun", "Rain"]), Playlist("Party", ["rain", "Dance"])
    both = trip + party
    assert both.name == "Trip & Party"
    assert list(both) == ["Sun", "Rain", "Dance"]
    assert (len(trip), len(party)) == (2, 2)


def test_can_be_walked_through_twice():
    playlist = Playlist("Trip", ["Sun", "Rain"])
    assert list(playlist) == list(playlist) == ["Sun", "Rain"]
',
'class Playlist:
    """A named list of song titles, each of which comes once."""

    def __init__(self, name, titles=()):
        self.name = name
        self._titles = []
        for title in titles:
            self.add(title)

    def add(self, title):
        """Add a title at the end, unless it is there already."""
        if title not in self:
            self._titles.append(title)

    def __len__(self):
        return len(self._titles)

    def __iter__(self):
        return iter(self._titles)

    def __contains__(self, title):
        return title.lower() in (known.lower() for known in self._titles)

    def __getitem__(self, index):
        return self._titles[index]

    def __add__(self, other):
        return Playlist(f"{self.name} & {other.name}", [*self, *other])
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, created_at, updated_at) VALUES (
'sections',
260,
'Open and close a section',
'Write a context manager that always says goodbye.',
'classes',
'advanced',
'["context managers", "exceptions"]',
'["bank-account", "call-counter"]',
'A long program prints where it is. Write a class `Section` for use with `with`:

```python
with Section("cooking") as section:
    print("stir")
```

prints

```
> cooking
stir
< cooking
```

- The value after `as` is the section itself; it has a `name`
- When the block raises an error, the last line is `! cooking` instead of `< cooking`, and the error goes on: a section must not swallow it
- `section.failed` is `False` at first and `True` after an error
- Sections can stand inside each other',
'["`with` calls `__enter__` at the start and `__exit__` at the end.", "`__exit__` gets the type of the error first, or `None` when there was none.", "An error goes on unless `__exit__` returns something true."]',
'class Section:
    """A context manager that prints where a section starts and ends."""
',
'solution.py',
'import pytest
from solution import Section


def test_prints_start_and_end(capsys):
    with Section("cooking"):
        print("stir")
    assert capsys.readouterr().out == "> cooking\nstir\n< cooking\n"


def test_gives_itself_to_the_block():
    with Section("reading") as section:
        assert section.name == "reading"
        assert section.failed is False


def test_an_error_goes_on_and_is_marked(capsys):
    section = Section("risky")
    with pytest.raises(KeyError), section:
        raise KeyError("oops")
    assert capsys.readouterr().out == "> risky\n! risky\n"
    assert section.failed is True


def test_a_good_end_is_no_failure():
    section = Section("calm")
    with section:
        pass
    assert section.failed is False


def test_nothing_is_printed_before_the_block(capsys):
    section = Section("later")
    assert capsys.readouterr().out == ""
    assert section.name == "later"


def test_sections_inside_each_other(capsys):
    with Section("a"), Section("b"):
        pass
    assert capsys.readouterr().out == "> a\n> b\n< b\n< a\n"
',
'class Section:
    """A context manager that prints where a section starts and ends."""

    def __init__(self, name):
        self.name = name
        self.failed = False

    def __enter__(self):
        print(f"> {self.name}")
        return self

    def __exit__(self, error_type, error, traceback):
        self.failed = error_type is not None
        print(f"{''!'' if self.failed else ''<''} {self.name}")
        return False
',
'{}',
'starter',
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, updated_at = excluded.updated_at;

UPDATE catalogue SET version = version + 1;
