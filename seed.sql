-- The starter curriculum, written by `make seed` from curriculum/: change it there.
-- It inserts or updates these exercises, any number of times, and changes nothing that a learner has done.

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'hello',
10,
'Say hello',
'Print your first line of text.',
'first-steps',
'beginner',
'["print"]',
'[]',
'A Python program is a list of instructions. The computer follows them from top to bottom.

`print` is the instruction to show something on the screen. Text in quotes is called a **string**:

```python
print("Good morning!")
```

This shows `Good morning!`, without the quotes.

## Your task

Write a program that shows exactly this line:

```
Hello, world!
```',
'["The instruction is `print`, then round brackets, then your text in quotes inside the brackets.", "Take the line `print(\"Good morning!\")` and put the words `Hello, world!` between the quotes."]',
'# Write your program below this line.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_hello(run):
    """The program shows Hello, world!"""
    assert run() == "Hello, world!\n"
',
'print("Hello, world!")
',
'{}',
'starter',
'{"wrongSamples": [{"name": "lower_case.py", "code": "print(\"hello, world!\")\n", "caught_by": "The program shows Hello, world!"}, {"name": "nothing.py", "code": "text = \"Hello, world!\"\n", "caught_by": "The program shows Hello, world!"}], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'two-lines',
20,
'One line after another',
'Print several lines, with text and numbers.',
'first-steps',
'beginner',
'["print"]',
'["hello"]',
'Every `print` starts a new line. You can give it more than one thing: put a comma between them, and `print` shows them with a space in between. Numbers need no quotes.

```python
print("I have", 2, "cats")
print("They sleep a lot")
```

shows

```
I have 2 cats
They sleep a lot
```

## Your task

Write a program that shows these two lines. Give the number as a number, without quotes:

```
A week has 7 days
I like all of them
```',
'["You need two `print` lines, one for each line on the screen.", "The first one is like `print(\"I have\", 2, \"cats\")`: a string, a comma, the number, a comma, a string."]',
'# Write two lines with print.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_first_line(run):
    """The first line tells how many days a week has"""
    assert run().splitlines()[:1] == ["A week has 7 days"]


def test_second_line(run):
    """The second line is I like all of them"""
    assert run().splitlines()[1:] == ["I like all of them"]
',
'print("A week has", 7, "days")
print("I like all of them")
',
'{}',
'starter',
'{"wrongSamples": [{"name": "one_line.py", "code": "print(\"A week has 7 days I like all of them\")\n", "caught_by": "The second line is I like all of them"}, {"name": "no_spaces.py", "code": "print(\"A week has\" + \"7\" + \"days\")\nprint(\"I like all of them\")\n", "caught_by": "The first line tells how many days a week has"}], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'lucky-number',
30,
'Give it a name',
'Keep a value in a variable and use it twice.',
'first-steps',
'beginner',
'["variables"]',
'["two-lines"]',
'A **variable** is a name for a value. The `=` sign puts the value on the right under the name on the left. After that you can use the name wherever you would write the value:

```python
pet = "Bella"
print("My dog is called", pet)
print(pet, "likes to swim")
```

Notice that the name `pet` has no quotes. With quotes, `print` would show the word *pet*.

## Your task

Keep the number `13` in a variable called `lucky`. Then show these two lines, using the variable in both:

```
My lucky number is 13
I dream of 13 every night
```',
'["The first line of your program is `lucky = 13`.", "Then use it like any value: `print(\"My lucky number is\", lucky)`. The second line has a string before it and a string after it."]',
'# First give the number a name, then print the two lines.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_lines(run):
    """The program shows both lines"""
    assert run() == "My lucky number is 13\nI dream of 13 every night\n"


def test_variable(run):
    """The number is kept in a variable called lucky"""
    run()
    assert run.names["lucky"] == 13
',
'lucky = 13
print("My lucky number is", lucky)
print("I dream of", lucky, "every night")
',
'{}',
'starter',
'{"wrongSamples": [{"name": "no_variable.py", "code": "print(\"My lucky number is 13\")\nprint(\"I dream of 13 every night\")\n", "caught_by": "The number is kept in a variable called lucky"}, {"name": "quoted.py", "code": "lucky = 13\nprint(\"My lucky number is\", \"lucky\")\nprint(\"I dream of\", \"lucky\", \"every night\")\n", "caught_by": "The program shows both lines"}], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'ask-name',
40,
'Who are you?',
'Read a line that somebody types.',
'first-steps',
'beginner',
'["input"]',
'["lucky-number"]',
'`input` waits until somebody types a line, and hands you the line as a string. Keep it in a variable. What you put in the brackets is shown first, as a question:

```python
city = input("Where do you live? ")
print("Is it nice in", city)
```

When you press *Run*, type your answers into the box for the input.

## Your task

Ask for a name with `input("Name: ")`. Then greet that person. For the name `Ada`, the program shows

```
Nice to meet you Ada
```',
'["Keep what `input` hands you: `name = input(\"Name: \")`.", "After that, `print(\"Nice to meet you\", ...)` with the variable in place of the dots."]',
'# Ask for the name, keep it in a variable, then print the greeting.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_ada(run):
    """Ada is greeted by her name"""
    assert run("Ada").endswith("Nice to meet you Ada\n")


def test_somebody_else(run):
    """Somebody else is greeted by their own name"""
    assert run("Tom").endswith("Nice to meet you Tom\n")
',
'name = input("Name: ")
print("Nice to meet you", name)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "always_ada.py", "code": "name = input(\"Name: \")\nprint(\"Nice to meet you Ada\")\n", "caught_by": "Somebody else is greeted by their own name"}, {"name": "never_asked.py", "code": "name = \"Name: \"\nprint(\"Nice to meet you\", name)\n", "caught_by": "Ada is greeted by her name"}], "equivalent": ["name = input(\"Name: x\")"], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'next-birthday',
50,
'A string is not a number',
'Turn what was typed into a number.',
'first-steps',
'beginner',
'["conversion", "arithmetic"]',
'["ask-name"]',
'`input` always hands you a **string**, even when somebody types digits. You cannot calculate with strings. `int` makes a whole number out of it:

```python
text = "41"
number = int(text)
print(number + 1)
```

shows `42`. The other way round, `str(42)` makes the string `"42"`.

## Your task

Ask for an age with `input("Age: ")`. Show how old that person will be next year. For the age `15`, the program shows

```
Next year you will be 16
```',
'["The line that was typed must go through `int` before you can add 1 to it.", "Write `age = int(input(\"Age: \"))`, then print the string and, after a comma, `age + 1`."]',
'# Ask for the age, make it a number, then print the answer.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_fifteen(run):
    """Somebody who is 15 will be 16"""
    assert run("15").endswith("Next year you will be 16\n")


def test_ninety_nine(run):
    """Somebody who is 99 will be 100"""
    assert run("99").endswith("Next year you will be 100\n")
',
'age = int(input("Age: "))
print("Next year you will be", age + 1)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "glued.py", "code": "age = input(\"Age: \")\nprint(\"Next year you will be\", age + \"1\")\n", "caught_by": "Somebody who is 15 will be 16"}, {"name": "same_age.py", "code": "age = int(input(\"Age: \"))\nprint(\"Next year you will be\", age)\n", "caught_by": "Somebody who is 99 will be 100"}], "equivalent": ["age = int(input(\"Age: x\"))"], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'pizza-slices',
60,
'Share the pizza',
'Divide with a rest.',
'first-steps',
'beginner',
'["arithmetic"]',
'["next-birthday"]',
'Python calculates with `+`, `-`, `*` (times) and `/` (divided by). Two more operators help to share things:

- `//` divides and drops the remainder: `7 // 3` is `2`
- `%` gives only the remainder: `7 % 3` is `1`

```python
print(20 // 6, "each")
print(20 % 6, "left over")
```

## Your task

A pizza has `8` slices. Ask with `input("Friends: ")` how many friends share it. Show how many slices each one gets, and how many are left over. For `3` friends:

```
Each gets 2
Left over 2
```',
'["The number of slices for each friend is `8 // friends`. Which operator gives the remainder?", "After `friends = int(input(\"Friends: \"))` come two lines: one prints `8 // friends`, the other `8 % friends`."]',
'friends = int(input("Friends: "))
# Print the two lines.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_three_friends(run):
    """Three friends get 2 slices each, and 2 are left over"""
    assert run("3").endswith("Each gets 2\nLeft over 2\n")


def test_four_friends(run):
    """With four friends nothing is left over"""
    assert run("4").endswith("Each gets 2\nLeft over 0\n")


def test_ten_friends(run):
    """With ten friends nobody gets a whole slice"""
    assert run("10").endswith("Each gets 0\nLeft over 8\n")
',
'friends = int(input("Friends: "))
print("Each gets", 8 // friends)
print("Left over", 8 % friends)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "exact_division.py", "code": "friends = int(input(\"Friends: \"))\nprint(\"Each gets\", 8 / friends)\nprint(\"Left over\", 8 % friends)\n", "caught_by": "Three friends get 2 slices each, and 2 are left over"}, {"name": "three_only.py", "code": "friends = int(input(\"Friends: \"))\nprint(\"Each gets\", 2)\nprint(\"Left over\", 2)\n", "caught_by": "With four friends nothing is left over"}], "equivalent": ["friends = int(input(\"Friends: x\"))"], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'nickname',
70,
'Letters have places',
'Take parts out of a string.',
'strings',
'beginner',
'["strings", "slices"]',
'["ask-name"]',
'Every letter in a string has a place. Counting starts at **0**. Square brackets take a letter, or a piece from one place up to, but not including, another:

```python
word = "Python"
print(word[0])      # P
print(word[0:3])    # Pyt
print(word[-1])     # n, the last letter
print(word.upper()) # PYTHON
```

`word.upper()` is the same string in capital letters.

## Your task

Ask for a name with `input("Name: ")`. The nickname is the first three letters, in capital letters. For `Leonard`, the program shows

```
Hi LEO
```',
'["`name[0:3]` is the piece with the first three letters.", "Put `.upper()` right behind that piece, and print it after `\"Hi\"`."]',
'name = input("Name: ")
# Print the nickname.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_leonard(run):
    """Leonard becomes LEO"""
    assert run("Leonard").endswith("Hi LEO\n")


def test_sandra(run):
    """Sandra becomes SAN"""
    assert run("Sandra").endswith("Hi SAN\n")


def test_short(run):
    """A short name stays whole: Al becomes AL"""
    assert run("Al").endswith("Hi AL\n")
',
'name = input("Name: ")
print("Hi", name[0:3].upper())
',
'{}',
'starter',
'{"wrongSamples": [{"name": "two_letters.py", "code": "name = input(\"Name: \")\nprint(\"Hi\", name[0:2].upper())\n", "caught_by": "Leonard becomes LEO"}, {"name": "starts_at_one.py", "code": "name = input(\"Name: \")\nprint(\"Hi\", name[1:3].upper())\n", "caught_by": "Sandra becomes SAN"}, {"name": "small.py", "code": "name = input(\"Name: \")\nprint(\"Hi\", name[0:3])\n", "caught_by": "Leonard becomes LEO"}], "equivalent": ["name = input(\"Name: x\")"], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'tall-enough',
80,
'True or False?',
'Compare two numbers.',
'first-steps',
'beginner',
'["comparisons", "booleans"]',
'["next-birthday"]',
'A comparison is a question to the computer. Its answer is `True` or `False`:

```python
print(3 < 5)    # True:  less than
print(3 >= 5)   # False: greater than or equal
print(3 == 3)   # True:  equal, with two signs
print(3 != 3)   # False: not equal
```

One `=` gives a value a name, two `==` ask whether two values are equal.

## Your task

The roller coaster is for people of **at least 140** centimetres. Ask with `input("Height: ")` and show the answer to "may I ride?". For `150`, the program shows

```
May ride: True
```

and for `120` it shows `May ride: False`. Somebody of exactly 140 may ride.',
'["Make the height a number, then compare it with 140. \"At least\" means greater than *or equal*.", "You can print a comparison: `print(\"May ride:\", height ... 140)`, with the right sign in place of the dots."]',
'height = int(input("Height: "))
# Print the answer.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_tall(run):
    """Somebody of 150 may ride"""
    assert run("150").endswith("May ride: True\n")


def test_small(run):
    """Somebody of 120 may not ride"""
    assert run("120").endswith("May ride: False\n")


def test_exact(run):
    """Somebody of exactly 140 may ride"""
    assert run("140").endswith("May ride: True\n")


def test_nearly(run):
    """Somebody of 139 may not ride yet"""
    assert run("139").endswith("May ride: False\n")
',
'height = int(input("Height: "))
print("May ride:", height >= 140)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "taller_only.py", "code": "height = int(input(\"Height: \"))\nprint(\"May ride:\", height > 140)\n", "caught_by": "Somebody of exactly 140 may ride"}, {"name": "always.py", "code": "height = int(input(\"Height: \"))\nprint(\"May ride:\", True)\n", "caught_by": "Somebody of 120 may not ride"}], "equivalent": ["height = int(input(\"Height: x\"))"], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'umbrella',
90,
'Take an umbrella?',
'Do something only if a condition is true.',
'first-steps',
'beginner',
'["if", "conditions"]',
'["tall-enough"]',
'`if` runs the lines below it only when a condition is true. Those lines are **indented**: they begin with four spaces. `else` says what to do otherwise:

```python
hour = 23
if hour >= 22:
    print("Good night")
else:
    print("Still awake")
```

Do not forget the colon at the end of `if` and `else`.

## Your task

Ask with `input("Weather: ")`. When the answer is `rain`, show `Take an umbrella`; otherwise show `Enjoy the day`.',
'["Compare the string with two equal signs: `weather == \"rain\"`.", "Begin with `if weather == \"rain\":`, then an indented `print`, then `else:` and another indented `print`."]',
'weather = input("Weather: ")
# Print the advice.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_rain(run):
    """In the rain you take an umbrella"""
    assert run("rain").endswith("Take an umbrella\n")
    assert "Enjoy" not in run("rain")


def test_sun(run):
    """In the sun you enjoy the day"""
    assert run("sun").endswith("Enjoy the day\n")


def test_wind(run):
    """In the wind you enjoy the day, too"""
    assert run("wind").endswith("Enjoy the day\n")
',
'weather = input("Weather: ")
if weather == "rain":
    print("Take an umbrella")
else:
    print("Enjoy the day")
',
'{}',
'starter',
'{"wrongSamples": [{"name": "both.py", "code": "weather = input(\"Weather: \")\nif weather == \"rain\":\n    print(\"Take an umbrella\")\nprint(\"Enjoy the day\")\n", "caught_by": "In the rain you take an umbrella"}, {"name": "sun_only.py", "code": "weather = input(\"Weather: \")\nif weather == \"sun\":\n    print(\"Enjoy the day\")\nelse:\n    print(\"Take an umbrella\")\n", "caught_by": "In the wind you enjoy the day, too"}], "equivalent": ["weather = input(\"Weather: x\")"], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'ticket-price',
100,
'Three prices',
'Choose between more than two ways.',
'first-steps',
'beginner',
'["elif", "conditions"]',
'["umbrella"]',
'With `elif`, short for "else if", you can ask one question after another. Python takes the **first** answer that is true and skips the rest:

```python
points = 72
if points >= 90:
    print("Gold")
elif points >= 60:
    print("Silver")
else:
    print("Bronze")
```

This shows `Silver`.

## Your task

Ask with `input("Age: ")` and show the price of a ticket:

- under 6: `Free`
- under 18: `5 euros`
- everybody else: `9 euros`',
'["Ask the smallest age first: is it under 6? Then, with `elif`, is it under 18?", "`if age < 6:` prints `Free`, `elif age < 18:` prints `5 euros`, and `else:` prints the last price."]',
'age = int(input("Age: "))
# Print the price.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_small_children(run):
    """Small children are free, up to the age of 5"""
    assert run("3").endswith("Free\n")
    assert run("5").endswith("Free\n")


def test_from_six(run):
    """From 6 on, a ticket costs 5 euros"""
    assert run("6").endswith(" 5 euros\n")
    assert run("17").endswith(" 5 euros\n")


def test_adults(run):
    """From 18 on, a ticket costs 9 euros"""
    assert run("18").endswith(" 9 euros\n")
    assert run("70").endswith(" 9 euros\n")
',
'age = int(input("Age: "))
if age < 6:
    print("Free")
elif age < 18:
    print("5 euros")
else:
    print("9 euros")
',
'{}',
'starter',
'{"wrongSamples": [{"name": "six_is_free.py", "code": "age = int(input(\"Age: \"))\nif age <= 6:\n    print(\"Free\")\nelif age < 18:\n    print(\"5 euros\")\nelse:\n    print(\"9 euros\")\n", "caught_by": "From 6 on, a ticket costs 5 euros"}, {"name": "two_prices.py", "code": "age = int(input(\"Age: \"))\nif age < 6:\n    print(\"Free\")\nelse:\n    print(\"5 euros\")\n", "caught_by": "From 18 on, a ticket costs 9 euros"}, {"name": "if_instead_of_elif.py", "code": "age = int(input(\"Age: \"))\nif age < 6:\n    print(\"Free\")\nif age < 18:\n    print(\"5 euros\")\nelse:\n    print(\"9 euros\")\n", "caught_by": "Small children are free, up to the age of 5"}], "equivalent": ["age = int(input(\"Age: x\"))"], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'sleep-in',
110,
'Can you sleep in?',
'Join conditions with and, or, not.',
'first-steps',
'beginner',
'["and-or", "conditions"]',
'["ticket-price"]',
'Conditions can be joined:

- `a and b` is true when **both** are true
- `a or b` is true when **at least one** is true
- `not a` turns true into false and false into true

```python
age = 15
has_ticket = True
print(age >= 12 and has_ticket)   # True
print(age < 12 or age > 65)       # False
```

## Your task

Ask two questions, with `input("Day: ")` and `input("Holidays: ")`. You can sleep in when the day is `Saturday` or `Sunday`, or when the answer to the second question is `yes`. Show `Sleep in`, otherwise `Get up`.',
'["Three comparisons, each with `==`. It is enough when one of them is true: which word joins them?", "`day == \"Saturday\" or day == \"Sunday\" or ...` is the condition of your `if`. Each part needs its own `==`."]',
'day = input("Day: ")
holidays = input("Holidays: ")
# Print what to do.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_weekend(run):
    """You sleep in on Saturday and on Sunday"""
    assert run("Saturday", "no").endswith("Sleep in\n")
    assert run("Sunday", "no").endswith("Sleep in\n")


def test_school_day(run):
    """You get up on a Monday with school"""
    assert run("Monday", "no").endswith("Get up\n")


def test_holidays(run):
    """You sleep in on a Monday in the holidays"""
    assert run("Monday", "yes").endswith("Sleep in\n")
',
'day = input("Day: ")
holidays = input("Holidays: ")
if day == "Saturday" or day == "Sunday" or holidays == "yes":
    print("Sleep in")
else:
    print("Get up")
',
'{}',
'starter',
'{"wrongSamples": [{"name": "and_for_or.py", "code": "day = input(\"Day: \")\nholidays = input(\"Holidays: \")\nif (day == \"Saturday\" or day == \"Sunday\") and holidays == \"yes\":\n    print(\"Sleep in\")\nelse:\n    print(\"Get up\")\n", "caught_by": "You sleep in on Saturday and on Sunday"}, {"name": "always_true.py", "code": "day = input(\"Day: \")\nholidays = input(\"Holidays: \")\nif day == \"Saturday\" or \"Sunday\" or holidays == \"yes\":\n    print(\"Sleep in\")\nelse:\n    print(\"Get up\")\n", "caught_by": "You get up on a Monday with school"}], "equivalent": ["day = input(\"Day: x\")", "holidays = input(\"Holidays: x\")"], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'cheer',
120,
'Give me a letter!',
'Repeat something for each letter.',
'first-steps',
'beginner',
'["for", "loops"]',
'["nickname", "umbrella"]',
'A `for` loop takes the letters of a string one by one, and runs the indented lines for each:

```python
for letter in "Hi!":
    print("Next comes", letter)
```

shows

```
Next comes H
Next comes i
Next comes !
```

## Your task

Ask with `input("Team: ")` and cheer for the team: one line for each letter, and at the end, once, the whole name. For `Ace`:

```
Give me A
Give me c
Give me e
Ace
```',
'["`for letter in team:` and below it, indented, a `print` with the letter.", "The last line belongs to the program, not to the loop: `print(team)` without spaces in front."]',
'team = input("Team: ")
# Cheer for each letter, then print the name.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_letters(run):
    """There is a line for each letter"""
    assert run("Ace").count("Give me ") == 3
    assert "Give me A\nGive me c\nGive me e\n" in run("Ace")


def test_name_at_the_end(run):
    """The whole name comes once, at the end"""
    assert run("Ace").endswith("Give me e\nAce\n")


def test_another_team(run):
    """Another team gets its own letters"""
    assert run("Xo").endswith("Give me X\nGive me o\nXo\n")
',
'team = input("Team: ")
for letter in team:
    print("Give me", letter)
print(team)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "name_each_time.py", "code": "team = input(\"Team: \")\nfor letter in team:\n    print(\"Give me\", letter)\n    print(team)\n", "caught_by": "There is a line for each letter"}, {"name": "no_end.py", "code": "team = input(\"Team: \")\nfor letter in team:\n    print(\"Give me\", letter)\n", "caught_by": "The whole name comes once, at the end"}], "equivalent": ["team = input(\"Team: x\")"], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'count-up',
130,
'Count with range',
'Count from 1 to a number.',
'first-steps',
'beginner',
'["range", "loops"]',
'["cheer", "next-birthday"]',
'`range` makes numbers for a loop. It starts with the first number and stops **before** the second:

```python
for number in range(1, 4):
    print(number)
```

shows `1`, `2` and `3`, each on a line of its own.

## Your task

Ask with `input("Up to: ")` and count from 1 up to that number, **including** the number itself. For `3`:

```
1
2
3
```',
'["`range(1, last)` stops before `last`. How can it go one further?", "`for number in range(1, last + 1):` and below it `print(number)`."]',
'last = int(input("Up to: "))
# Count from 1 to last.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_three(run):
    """Counting to three shows 1, 2 and 3"""
    assert run("3").removeprefix("Up to: ") == "1\n2\n3\n"


def test_one(run):
    """Counting to one shows just 1"""
    assert run("1").removeprefix("Up to: ") == "1\n"


def test_zero(run):
    """Counting to zero shows nothing"""
    assert run("0").removeprefix("Up to: ") == ""
',
'last = int(input("Up to: "))
for number in range(1, last + 1):
    print(number)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "stops_early.py", "code": "last = int(input(\"Up to: \"))\nfor number in range(1, last):\n    print(number)\n", "caught_by": "Counting to three shows 1, 2 and 3"}, {"name": "from_zero.py", "code": "last = int(input(\"Up to: \"))\nfor number in range(last + 1):\n    print(number)\n", "caught_by": "Counting to three shows 1, 2 and 3"}], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'lift-off',
140,
'Lift off',
'Repeat while a condition is true.',
'first-steps',
'beginner',
'["while", "loops"]',
'["count-up"]',
'A `while` loop repeats its lines as long as a condition is true. Something inside must change, or it never ends:

```python
money = 10
while money >= 4:
    print("Buy an ice cream")
    money = money - 4
print("Left:", money)
```

The loop runs twice; then `money` is `2`, and the condition is false.

## Your task

Ask with `input("Start: ")`. Count down from that number to 1, then show `Lift off!`. For `3`:

```
3
2
1
Lift off!
```',
'["Go on while the number is greater than 0: print it, then make it one smaller.", "`while number > 0:` with two indented lines, `print(number)` and `number = number - 1`. After the loop, print the last line."]',
'number = int(input("Start: "))
# Count down.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_three(run):
    """From 3 it counts 3, 2, 1 and lifts off"""
    assert run("3").removeprefix("Start: ") == "3\n2\n1\nLift off!\n"


def test_one(run):
    """From 1 it counts 1 and lifts off"""
    assert run("1").removeprefix("Start: ") == "1\nLift off!\n"


def test_zero(run):
    """From 0 it lifts off at once"""
    assert run("0").removeprefix("Start: ") == "Lift off!\n"
',
'number = int(input("Start: "))
while number > 0:
    print(number)
    number = number - 1
print("Lift off!")
',
'{}',
'starter',
'{"wrongSamples": [{"name": "down_to_zero.py", "code": "number = int(input(\"Start: \"))\nwhile number >= 0:\n    print(number)\n    number = number - 1\nprint(\"Lift off!\")\n", "caught_by": "From 3 it counts 3, 2, 1 and lifts off"}, {"name": "starts_lower.py", "code": "number = int(input(\"Start: \"))\nwhile number > 0:\n    number = number - 1\n    print(number)\nprint(\"Lift off!\")\n", "caught_by": "From 1 it counts 1 and lifts off"}], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'packing-list',
150,
'Pack your bag',
'Collect values in a list.',
'lists',
'beginner',
'["lists"]',
'["lift-off"]',
'A **list** holds several values in order. Square brackets make one, `append` adds a value at the end, and `len` tells how many there are:

```python
colours = ["red", "blue"]
colours.append("green")
print(colours[0])
print(len(colours))
for colour in colours:
    print(colour)
```

Places are counted from 0, as in a string.

## Your task

Ask three times with `input("Item: ")` and collect the answers in a list. Then show how many there are, and each one on its own line. For `socks`, `book` and `torch`, the end is

```
3 things
socks
book
torch
```

The list must be called `bag`.',
'["Begin with an empty list, `bag = []`. A loop `for number in range(3):` can ask three times.", "In the loop, `bag.append(input(\"Item: \"))`. After it, print `len(bag)` and the word `things`, then loop over the bag."]',
'bag = []
# Ask three times, then show what is in the bag.
',
'solution.py',
'import io
import runpy

import pytest


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the program with these lines as its input and return what it shows; `run.names` holds its variables."""

    def run_program(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        run_program.names = runpy.run_path("solution.py", run_name="__main__")
        return capsys.readouterr().out

    return run_program


def test_shown(run):
    """The program shows the number and each thing"""
    assert run("socks", "book", "torch").endswith("3 things\nsocks\nbook\ntorch\n")


def test_list(run):
    """The answers are in the list bag, in order"""
    run("map", "tent", "map")
    assert run.names["bag"] == ["map", "tent", "map"]
',
'bag = []
for number in range(3):
    bag.append(input("Item: "))
print(len(bag), "things")
for item in bag:
    print(item)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "last_only.py", "code": "bag = []\nfor number in range(3):\n    bag = [input(\"Item: \")]\nprint(3, \"things\")\nfor item in bag:\n    print(item)\n", "caught_by": "The answers are in the list bag, in order"}, {"name": "no_number.py", "code": "bag = []\nfor number in range(3):\n    bag.append(input(\"Item: \"))\nfor item in bag:\n    print(item)\n", "caught_by": "The program shows the number and each thing"}], "equivalent": ["bag.append(input(\"Item: x\"))"], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'doorbell',
160,
'Your first function',
'Give a few lines a name and call it.',
'functions',
'beginner',
'["functions"]',
'["hello"]',
'A **function** is a piece of program with a name. `def` makes it; the indented lines run only when the function is **called**, that is, when its name is written with round brackets:

```python
def knock():
    print("Knock, knock!")

knock()
knock()
```

shows the line twice.

## Your task

Write a function `ring()` that shows these two lines:

```
Ding
Dong
```

From now on the tests call your functions themselves; you need not call them in your program. To try it, you still can.',
'["The first line is `def ring():`, with the colon. The lines of the function are indented.", "Below `def ring():` write two indented lines with `print`, one for each word."]',
'def ring():
    pass  # put your lines here instead of this one
',
'solution.py',
'from solution import ring


def test_one_call(capsys):
    """One call shows Ding and Dong"""
    capsys.readouterr()
    ring()
    assert capsys.readouterr().out == "Ding\nDong\n"


def test_two_calls(capsys):
    """Two calls show them twice"""
    capsys.readouterr()
    ring()
    ring()
    assert capsys.readouterr().out == "Ding\nDong\nDing\nDong\n"
',
'def ring():
    print("Ding")
    print("Dong")
',
'{}',
'starter',
'{"wrongSamples": [{"name": "one_line.py", "code": "def ring():\n    print(\"Ding Dong\")\n", "caught_by": "One call shows Ding and Dong"}, {"name": "only_ding.py", "code": "def ring():\n    print(\"Ding\")\n\n\nprint(\"Dong\")\n", "caught_by": "One call shows Ding and Dong"}], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'echo',
170,
'What the function is told',
'Write a function with parameters.',
'functions',
'beginner',
'["parameters", "functions"]',
'["doorbell", "cheer", "count-up"]',
'A function can be given values when it is called. The names for them are in the brackets: the **parameters**.

```python
def describe(animal, legs):
    print(animal, "has", legs, "legs")

describe("A spider", 8)
describe("A bird", 2)
```

In the first call `animal` is `"A spider"` and `legs` is `8`; in the second they are `"A bird"` and `2`.

## Your task

Write a function `echo(word, times)` that shows the word that many times, each on a line of its own. `echo("Hello", 3)` shows

```
Hello
Hello
Hello
```',
'["Use the parameter in a loop: `range(times)` repeats it that many times.", "`for number in range(times):` and below it, indented twice, `print(...)` with the word."]',
'def echo(word, times):
    pass
',
'solution.py',
'import pytest
from solution import echo


@pytest.fixture
def shown(capsys):
    def call(word, times):
        capsys.readouterr()
        echo(word, times)
        return capsys.readouterr().out

    return call


def test_three_times(shown):
    """The word Hello comes three times"""
    assert shown("Hello", 3) == "Hello\nHello\nHello\n"


def test_another_word(shown):
    """Another word comes twice"""
    assert shown("Hey", 2) == "Hey\nHey\n"


def test_never(shown):
    """Zero times shows nothing"""
    assert shown("Hello", 0) == ""
',
'def echo(word, times):
    for number in range(times):
        print(word)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "always_three.py", "code": "def echo(word, times):\n    for number in range(3):\n        print(word)\n", "caught_by": "Another word comes twice"}, {"name": "always_hello.py", "code": "def echo(word, times):\n    for number in range(times):\n        print(\"Hello\")\n", "caught_by": "Another word comes twice"}, {"name": "one_line.py", "code": "def echo(word, times):\n    print(word * times)\n", "caught_by": "The word Hello comes three times"}], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'twice',
180,
'Hand back a result',
'Return a value from a function.',
'functions',
'beginner',
'["return", "functions"]',
'["echo", "pizza-slices"]',
'`print` shows a value to a person. `return` gives it to the program, which can then go on working with it:

```python
def half(number):
    return number / 2

result = half(10) + 1
print(result)
```

shows `6.0`. A function without `return` returns `None`, which means "nothing".

## Your task

Write a function `double(number)` that **returns** twice the number: `double(4)` is `8`.',
'["Twice a number is the number times 2. The sign for \"times\" is `*`.", "The body of the function is a single line: `return`, and behind it the calculation with `number`."]',
'def double(number):
    pass
',
'solution.py',
'from solution import double


def test_four():
    """Twice 4 is 8"""
    assert double(4) == 8


def test_negative():
    """Twice -3 is -6"""
    assert double(-3) == -6


def test_zero():
    """Twice 0 is 0"""
    assert double(0) == 0


def test_go_on():
    """The result can be doubled again"""
    assert double(double(5)) == 20
',
'def double(number):
    return number * 2
',
'{}',
'starter',
'{"wrongSamples": [{"name": "printed.py", "code": "def double(number):\n    print(number * 2)\n", "caught_by": "Twice 4 is 8"}, {"name": "squared.py", "code": "def double(number):\n    return number**2\n", "caught_by": "Twice -3 is -6"}, {"name": "plus_four.py", "code": "def double(number):\n    return number + 4\n", "caught_by": "Twice 0 is 0"}], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'tea-time',
190,
'A value unless told otherwise',
'Give a parameter a default.',
'functions',
'beginner',
'["defaults", "parameters"]',
'["twice"]',
'A parameter can have a **default**: the value it has when the call does not give one.

```python
def price(pieces, each=2):
    return pieces * each

print(price(5))      # 10: each is 2
print(price(5, 3))   # 15: each is 3
```

## Your task

Write a function `brew(minutes=3)` that returns how many **seconds** the tea needs. `brew(5)` is `300`. When nobody says how long, it takes three minutes: `brew()` is `180`.',
'["The default is in the first line: `def brew(minutes=3):`.", "A minute has 60 seconds, so the function returns the minutes times 60."]',
'def brew(minutes):
    pass
',
'solution.py',
'from solution import brew


def test_five_minutes():
    """Five minutes are 300 seconds"""
    assert brew(5) == 300


def test_default():
    """Without a number it takes three minutes, 180 seconds"""
    assert brew() == 180


def test_by_name():
    """The minutes can be given by their name"""
    assert brew(minutes=1) == 60
',
'def brew(minutes=3):
    return minutes * 60
',
'{}',
'starter',
'{"wrongSamples": [{"name": "no_default.py", "code": "def brew(minutes):\n    return minutes * 60\n", "caught_by": "Without a number it takes three minutes, 180 seconds"}, {"name": "always_three.py", "code": "def brew(minutes=3):\n    return 180\n", "caught_by": "Five minutes are 300 seconds"}, {"name": "default_in_seconds.py", "code": "def brew(minutes=180):\n    return minutes * 60\n", "caught_by": "Without a number it takes three minutes, 180 seconds"}], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'box-volume',
200,
'Functions that call functions',
'Build a function out of another one.',
'functions',
'beginner',
'["calling functions", "functions"]',
'["tea-time"]',
'A function may call other functions. That way each of them stays short, and nothing is written twice:

```python
def double(number):
    return number * 2

def quadruple(number):
    return double(double(number))

print(quadruple(3))   # 12
```

## Your task

Write two functions:

- `area(length, width)` returns the area of a rectangle, length times width
- `volume(length, width, height)` returns the volume of a box. It **calls `area`** and multiplies the result by the height

`area(2, 3)` is `6`, and `volume(2, 3, 4)` is `24`.',
'["Write `area` first, with one `return`. In `volume` you can use `area(length, width)` like a number.", "`volume` returns the call `area(length, width)`, then `*`, then the third parameter."]',
'def area(length, width):
    pass


def volume(length, width, height):
    pass
',
'solution.py',
'from solution import area, volume


def test_area():
    """A rectangle of 2 by 3 has the area 6"""
    assert area(2, 3) == 6


def test_square():
    """A square of 5 by 5 has the area 25"""
    assert area(5, 5) == 25


def test_volume():
    """A box of 2 by 3 by 4 has the volume 24"""
    assert volume(2, 3, 4) == 24


def test_flat():
    """A box without height has no volume"""
    assert volume(7, 8, 0) == 0
',
'def area(length, width):
    return length * width


def volume(length, width, height):
    return area(length, width) * height
',
'{}',
'starter',
'{"wrongSamples": [{"name": "sum.py", "code": "def area(length, width):\n    return length + width\n\n\ndef volume(length, width, height):\n    return area(length, width) * height\n", "caught_by": "A rectangle of 2 by 3 has the area 6"}, {"name": "no_height.py", "code": "def area(length, width):\n    return length * width\n\n\ndef volume(length, width, height):\n    return area(length, width)\n", "caught_by": "A box of 2 by 3 by 4 has the volume 24"}], "minutes": 2}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'name-badge',
210,
'Values inside a text',
'Put values into a string with an f-string.',
'strings',
'beginner',
'["f-strings", "strings"]',
'["twice"]',
'An **f-string** is a string with holes for values. It has an `f` before the quotes, and each value is in curly brackets:

```python
name = "Mia"
points = 12
print(f"{name} has {points} points.")
print(f"Next: {points + 1}!")
```

shows `Mia has 12 points.` and `Next: 13!`. Nothing is added around the values, so you decide about every space.

## Your task

Write a function `badge(name, team)` that returns the string for a name badge: `badge("Ada", "Red")` is `"Ada (Team Red)"`.',
'["The function returns one f-string. Two holes are needed, one for each parameter.", "Everything that is the same on each badge is in the string as it is: ` (Team ` between the holes, and `)` at the end."]',
'def badge(name, team):
    pass
',
'solution.py',
'from solution import badge


def test_ada():
    """Ada of team Red gets her badge"""
    assert badge("Ada", "Red") == "Ada (Team Red)"


def test_tom():
    """Tom of team Blue gets his own"""
    assert badge("Tom", "Blue") == "Tom (Team Blue)"


def test_number():
    """A team can be a number"""
    assert badge("Mia", 7) == "Mia (Team 7)"
',
'def badge(name, team):
    return f"{name} (Team {team})"
',
'{}',
'starter',
'{"wrongSamples": [{"name": "no_f.py", "code": "def badge(name, team):\n    return \"{name} (Team {team})\"\n", "caught_by": "Ada of team Red gets her badge"}, {"name": "no_space.py", "code": "def badge(name, team):\n    return f\"{name}(Team {team})\"\n", "caught_by": "Tom of team Blue gets his own"}, {"name": "glued.py", "code": "def badge(name, team):\n    return name + \" (Team \" + team + \")\"\n", "caught_by": "A team can be a number"}], "minutes": 3}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'greet',
220,
'A friendly greeting',
'Write a function that greets a person by name.',
'basics',
'beginner',
'["functions", "strings"]',
'["name-badge", "umbrella"]',
'`if` and methods of strings work in functions as well. `strip()` takes the spaces off both ends of a string:

```python
word = "  tea "
print(word.strip())         # tea
print("   ".strip() == "")  # True: nothing is left
```

## Your task

Write a function `greet(name)` that returns a greeting.

- `greet("Ada")` returns `"Hello, Ada!"`
- Spaces before and after the name do not count: `greet("  Grace ")` returns `"Hello, Grace!"`
- When the name is empty, or holds nothing but spaces, greet a friend: `greet("")` returns `"Hello, friend!"`

The function must *return* the string. Printing it is not enough: the tests look at what your function returns.',
'["A string has a method that takes the spaces off both ends.", "An empty string counts as false in an `if`.", "An f-string puts a value into a string: `f\"Hello, {name}!\"`."]',
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
    name = name.strip()
    if name == "":
        name = "friend"
    return f"Hello, {name}!"
',
'{}',
'starter',
'{"wrongSamples": [{"name": "no_strip.py", "code": "def greet(name):\n    if name == \"\":\n        name = \"friend\"\n    return f\"Hello, {name}!\"\n", "caught_by": "Spaces around the name do not count"}, {"name": "printed.py", "code": "def greet(name):\n    name = name.strip()\n    if name == \"\":\n        name = \"friend\"\n    print(f\"Hello, {name}!\")\n", "caught_by": "Greets by name"}], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'temperature',
230,
'Warm or cold',
'Convert temperatures between Celsius and Fahrenheit.',
'numbers',
'beginner',
'["functions", "arithmetic"]',
'["twice", "pizza-slices"]',
'Python calculates as you learned at school: `*` and `/` come before `+` and `-`, and round brackets come first of all.

```python
print(2 + 3 * 4)     # 14
print((2 + 3) * 4)   # 20
print(7 / 2)         # 3.5
```

## Your task

Half of your friends talk in degrees Celsius, the other half in Fahrenheit. Write two functions:

- `to_fahrenheit(celsius)` multiplies by 9, divides by 5 and adds 32
- `to_celsius(fahrenheit)` goes the other way round

Examples: `to_fahrenheit(100)` is `212`, `to_fahrenheit(-40)` is `-40`, and `to_celsius(50)` is `10`.

Do not round the result: `to_fahrenheit(36.6)` is about `97.88`.',
'["To go back, undo the steps in the opposite order.", "First subtract 32, then multiply by 5 and divide by 9.", "`/` keeps the part after the decimal point, `//` throws it away.", "`to_celsius` needs brackets around `fahrenheit - 32`: without them, Python would divide first."]',
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
'{"wrongSamples": [{"name": "whole_numbers.py", "code": "def to_fahrenheit(celsius):\n    return celsius * 9 // 5 + 32\n\n\ndef to_celsius(fahrenheit):\n    return (fahrenheit - 32) * 5 // 9\n", "caught_by": "Nothing is rounded"}, {"name": "no_brackets.py", "code": "def to_fahrenheit(celsius):\n    return celsius * 9 / 5 + 32\n\n\ndef to_celsius(fahrenheit):\n    return fahrenheit - 32 * 5 / 9\n", "caught_by": "Water freezes"}], "minutes": 6}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'leap-day',
240,
'Does this year have a leap day?',
'Decide whether a year has a 29th of February.',
'control-flow',
'beginner',
'["conditions", "booleans"]',
'["sleep-in", "twice"]',
'A condition is a value like any other: you can return it. `%` gives the remainder of a division, so a remainder of 0 means "divides evenly":

```python
def is_even(number):
    return number % 2 == 0

print(is_even(10))   # True
print(is_even(7))    # False
```

## Your task

Write `has_leap_day(year)`. It returns `True` when the year has a 29th of February, else `False`.

The rules of our calendar:

1. A year that 4 divides evenly has a leap day: 2024 does, 2023 does not.
2. But a year that 100 divides evenly has none: 1900 had none.
3. But then again, a year that 400 divides evenly has one: 2000 had one.

Return a real boolean, `True` or `False`, not a string and not a number.',
'["`year % 4` is the remainder of dividing by 4.", "Begin with the rarest rule: what do you know when 400 divides the year?", "`and`, `or` and `not` join conditions.", "A year has one when `year % 400 == 0`, or when `year % 4 == 0` and `year % 100 != 0`."]',
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
'{"wrongSamples": [{"name": "every_fourth.py", "code": "def has_leap_day(year):\n    return year % 4 == 0\n", "caught_by": "A new century has none"}, {"name": "no_fourth_century.py", "code": "def has_leap_day(year):\n    return year % 4 == 0 and year % 100 != 0\n", "caught_by": "Every fourth century has one"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'add-them-up',
250,
'Add them up',
'Keep a running total in a loop.',
'lists',
'beginner',
'["loops", "lists", "for"]',
'["packing-list", "twice"]',
'To add up a list, begin with `0` and add each number in turn. The variable that grows is called a **running total**:

```python
prices = [3, 4, 5]
total = 0
for price in prices:
    total = total + price
print(total)   # 12
```

`total += price` is a short way to write `total = total + price`.

## Your task

Write a function `add_positive(numbers)` that returns the sum of all numbers **above zero** in a list. Others are skipped: `add_positive([5, -2, 3])` is `8`. For an empty list it is `0`.',
'["Begin with `total = 0` before the loop, and return the total after it. Inside, an `if` decides what is added.", "In the loop: `if number > 0:` and below it, indented once more, `total = total + number`. Note that `return` is outside the loop."]',
'def add_positive(numbers):
    pass
',
'solution.py',
'from solution import add_positive


def test_all():
    """All of them are added when all are above zero"""
    assert add_positive([1, 2, 3]) == 6


def test_negative():
    """Numbers below zero are skipped"""
    assert add_positive([5, -2, 3]) == 8
    assert add_positive([-1, -1]) == 0


def test_after():
    """Numbers after a negative one still count"""
    assert add_positive([-7, 10]) == 10


def test_empty():
    """The sum of nothing is 0"""
    assert add_positive([]) == 0
',
'def add_positive(numbers):
    total = 0
    for number in numbers:
        if number > 0:
            total = total + number
    return total
',
'{}',
'starter',
'{"wrongSamples": [{"name": "returns_early.py", "code": "def add_positive(numbers):\n    total = 0\n    for number in numbers:\n        if number > 0:\n            total = total + number\n        return total\n    return total\n", "caught_by": "All of them are added when all are above zero"}, {"name": "adds_all.py", "code": "def add_positive(numbers):\n    total = 0\n    for number in numbers:\n        total = total + number\n    return total\n", "caught_by": "Numbers below zero are skipped"}, {"name": "stops.py", "code": "def add_positive(numbers):\n    total = 0\n    for number in numbers:\n        if number < 0:\n            return total\n        total = total + number\n    return total\n", "caught_by": "Numbers after a negative one still count"}], "equivalent": ["if number >= 0:"], "minutes": 4}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'hottest-day',
260,
'The hottest day',
'Find the largest value in a list yourself.',
'lists',
'beginner',
'["loops", "lists"]',
'["add-them-up"]',
'To find the largest value, remember the best one so far. Begin with the first value, look at each one, and keep it when it is better:

```python
words = ["tea", "lemonade", "milk"]
longest = words[0]
for word in words:
    if len(word) > len(longest):
        longest = word
print(longest)   # lemonade
```

## Your task

Write a function `hottest(temperatures)` that returns the largest number in a list with at least one number. Do it with a loop. It must work in winter as well: `hottest([-8, -3, -5])` is `-3`.',
'["What would go wrong in winter if you began with `best = 0`? Begin with the first temperature instead.", "`best = temperatures[0]`, then a loop with `if temperature > best:` and below it `best = temperature`. Return `best` at the end."]',
'def hottest(temperatures):
    pass
',
'solution.py',
'from solution import hottest


def test_middle():
    """The hottest day is in the middle"""
    assert hottest([20, 31, 25]) == 31


def test_first():
    """The hottest day is the first one"""
    assert hottest([30, 29, 28]) == 30


def test_last():
    """The hottest day is the last one"""
    assert hottest([1, 2, 3]) == 3


def test_winter():
    """In winter all numbers are below zero"""
    assert hottest([-8, -3, -5]) == -3


def test_single():
    """A single day is the hottest"""
    assert hottest([17]) == 17
',
'def hottest(temperatures):
    best = temperatures[0]
    for temperature in temperatures:
        if temperature > best:
            best = temperature
    return best
',
'{}',
'starter',
'{"wrongSamples": [{"name": "from_zero.py", "code": "def hottest(temperatures):\n    best = 0\n    for temperature in temperatures:\n        if temperature > best:\n            best = temperature\n    return best\n", "caught_by": "In winter all numbers are below zero"}, {"name": "last.py", "code": "def hottest(temperatures):\n    best = temperatures[0]\n    for temperature in temperatures:\n        best = temperature\n    return best\n", "caught_by": "The hottest day is the first one"}, {"name": "coldest.py", "code": "def hottest(temperatures):\n    best = temperatures[0]\n    for temperature in temperatures:\n        if temperature < best:\n            best = temperature\n    return best\n", "caught_by": "The hottest day is in the middle"}], "equivalent": ["if temperature >= best:"], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'broken-average',
270,
'Find the bug: the average',
'A short function with a mistake in it. Find it.',
'find-the-bug',
'beginner',
'["loops", "debugging"]',
'["add-them-up"]',
'Every programmer makes mistakes, called **bugs**. To find one, do not stare at the whole program. Take a small example, follow the lines with your finger, and write down what each variable holds:

```python
total = 0
for number in [2, 4]:
    total = total + number
    print("total is now", total)
```

A `print` in the right place shows what really happens.

## Your task

The function in the editor should return the average of a list: the sum, divided by how many numbers there are. `average([2, 4, 9])` should be `5`. Instead it gives wrong results. There are **two** bugs. Find and fix them.',
'["Follow `average([2, 4])`: what is `total` after the first number, and what after the second? And what is it divided by at the end?", "Inside the loop the old total is thrown away: it should be `total = total + number`. And an average is divided by `len(numbers)`, not by a fixed number."]',
'def average(numbers):
    total = 0
    for number in numbers:
        total = number
    return total / 2
',
'solution.py',
'import pytest
from solution import average


def test_three():
    """The average of 2, 4 and 9 is 5"""
    assert average([2, 4, 9]) == pytest.approx(5)


def test_two():
    """The average of 1 and 2 is 1.5"""
    assert average([1, 2]) == pytest.approx(1.5)


def test_single():
    """The average of a single number is that number"""
    assert average([7]) == pytest.approx(7)
',
'def average(numbers):
    total = 0
    for number in numbers:
        total = total + number
    return total / len(numbers)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "one_bug_left.py", "code": "def average(numbers):\n    total = 0\n    for number in numbers:\n        total = total + number\n    return total / 2\n", "caught_by": "The average of 2, 4 and 9 is 5"}, {"name": "other_bug_left.py", "code": "def average(numbers):\n    total = 0\n    for number in numbers:\n        total = number\n    return total / len(numbers)\n", "caught_by": "The average of 2, 4 and 9 is 5"}], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'range-with-steps',
280,
'Every second seat',
'Count in steps, and backwards.',
'lists',
'beginner',
'["range", "arithmetic"]',
'["count-up", "twice", "packing-list"]',
'`range` can take a third number, the **step**:

```python
print(list(range(0, 10, 3)))   # [0, 3, 6, 9]
print(list(range(5, 0, -1)))   # [5, 4, 3, 2, 1]
```

With a negative step it counts down. In both directions, it stops before the second number.

## Your task

Write a function `seats(first, last)`. In an exam, only every second seat is used. Return the list of seat numbers from `first` up to at most `last`: `seats(3, 9)` is `[3, 5, 7, 9]`, and `seats(3, 8)` is `[3, 5, 7]`.',
'["`list(range(...))` makes a list. Which step skips one seat each time?", "The range begins at `first`, stops before `last + 1`, and its third number is 2."]',
'def seats(first, last):
    pass
',
'solution.py',
'from solution import seats


def test_last_one_fits():
    """The last seat is used when it is its turn"""
    assert seats(3, 9) == [3, 5, 7, 9]


def test_last_one_does_not_fit():
    """The last seat is skipped when it is not its turn"""
    assert seats(3, 8) == [3, 5, 7]


def test_even():
    """Counting can begin with an even number"""
    assert seats(2, 6) == [2, 4, 6]


def test_single():
    """A single seat is used"""
    assert seats(4, 4) == [4]


def test_nothing():
    """There is no seat when the last one comes before the first"""
    assert seats(5, 4) == []
',
'def seats(first, last):
    return list(range(first, last + 1, 2))
',
'{}',
'starter',
'{"wrongSamples": [{"name": "stops_early.py", "code": "def seats(first, last):\n    return list(range(first, last, 2))\n", "caught_by": "The last seat is used when it is its turn"}, {"name": "odd_only.py", "code": "def seats(first, last):\n    return [seat for seat in range(first, last + 1) if seat % 2 == 1]\n", "caught_by": "Counting can begin with an even number"}, {"name": "every_seat.py", "code": "def seats(first, last):\n    return list(range(first, last + 1))\n", "caught_by": "The last seat is skipped when it is not its turn"}], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'count-vowels',
290,
'Count the vowels',
'Count how many vowels a string holds.',
'strings',
'beginner',
'["strings", "loops"]',
'["add-them-up", "cheer"]',
'`in` asks whether a letter is part of a string, and `lower()` makes all letters small:

```python
print("e" in "aeiou")    # True
print("x" in "aeiou")    # False
print("ABC".lower())     # abc
```

## Your task

Write `count_vowels(text)`. It returns how many of the letters `a`, `e`, `i`, `o` and `u` the string holds.

Capital letters count too: `count_vowels("Apple")` is `2`.

A string without vowels gives `0`, and so does an empty one. Letters may come more than once: each of them counts.',
'["Go through the string letter by letter with a `for` loop.", "`letter in \"aeiou\"` is true for a vowel.", "Make the whole string lower case before you start.", "`for letter in text.lower():`, in it `if letter in \"aeiou\":`, and in that `count = count + 1`. Return `count` after the loop."]',
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
    count = 0
    for letter in text.lower():
        if letter in "aeiou":
            count = count + 1
    return count
',
'{}',
'starter',
'{"wrongSamples": [{"name": "small_only.py", "code": "def count_vowels(text):\n    count = 0\n    for letter in text:\n        if letter in \"aeiou\":\n            count = count + 1\n    return count\n", "caught_by": "Capital letters count too"}, {"name": "different_vowels.py", "code": "def count_vowels(text):\n    count = 0\n    for vowel in \"aeiou\":\n        if vowel in text.lower():\n            count = count + 1\n    return count\n", "caught_by": "The same vowel counts each time"}], "minutes": 6}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'initials',
300,
'Sign with your initials',
'Turn a full name into its initials.',
'strings',
'beginner',
'["strings", "loops"]',
'["add-them-up", "nickname", "name-badge"]',
'`split()` cuts a string into a list of words. You can build a new string piece by piece, as you would build a sum:

```python
result = ""
for word in "red and blue".split():
    result = result + word[0]
print(result)   # rab
```

## Your task

Write `initials(name)` that turns a name into initials, each followed by a full stop.

- `initials("Ada Lovelace")` returns `"A.L."`
- `initials("grace brewster hopper")` returns `"G.B.H."`: initials are always capital letters
- More than one space between two names makes no difference
- A name without any word returns `""`',
'["`split()` without an argument cuts a string at spaces, however many there are.", "The first letter of a word is `word[0]`.", "`upper()` makes capital letters; `join` puts pieces together.", "In the loop over `name.split()`: `result = result + word[0].upper() + ...`, with the point in place of the dots."]',
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
    result = ""
    for word in name.split():
        result = result + word[0].upper() + "."
    return result
',
'{}',
'starter',
'{"wrongSamples": [{"name": "small_letters.py", "code": "def initials(name):\n    result = \"\"\n    for word in name.split():\n        result = result + word[0] + \".\"\n    return result\n", "caught_by": "Three names in small letters"}, {"name": "first_letter_only.py", "code": "def initials(name):\n    return name.strip()[:1].upper() + \".\"\n", "caught_by": "Two names"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'keep-even',
310,
'Keep the even numbers',
'Pick the even numbers out of a list.',
'lists',
'beginner',
'["lists", "loops", "conditions"]',
'["add-them-up", "leap-day"]',
'To pick some values out of a list, begin with an empty list and append those you want:

```python
short = []
for word in ["tea", "lemonade", "milk"]:
    if len(word) < 5:
        short.append(word)
print(short)   # [''tea'', ''milk'']
```

## Your task

Write `keep_even(numbers)`. It returns a **new** list with the even numbers only, in the order in which they came.

- `keep_even([3, 8, 5, 2])` returns `[8, 2]`
- Zero and negative numbers can be even, too: `keep_even([-4, -3, 0])` returns `[-4, 0]`
- When there are none, return an empty list

The list that was given must stay as it was: somebody else may still need it.',
'["A number is even when dividing by 2 leaves no remainder.", "Start with an empty list and `append` what you keep.", "In the loop: `if number % 2 == 0:` and below it `append` the number to the new list."]',
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
    kept = []
    for number in numbers:
        if number % 2 == 0:
            kept.append(number)
    return kept
',
'{}',
'starter',
'{"wrongSamples": [{"name": "removes.py", "code": "def keep_even(numbers):\n    for number in list(numbers):\n        if number % 2 != 0:\n            numbers.remove(number)\n    return numbers\n", "caught_by": "The given list stays as it was"}, {"name": "odd.py", "code": "def keep_even(numbers):\n    return [number for number in numbers if number % 2 == 1]\n", "caught_by": "Keeps even numbers in order"}, {"name": "no_doubles.py", "code": "def keep_even(numbers):\n    kept = []\n    for number in numbers:\n        if number % 2 == 0 and number not in kept:\n            kept.append(number)\n    return kept\n", "caught_by": "Numbers that come twice stay twice"}], "minutes": 6}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'tick-tock',
320,
'Tick, tock',
'Count upwards and replace some of the numbers by sounds.',
'control-flow',
'beginner',
'["loops", "conditions", "lists"]',
'["keep-even", "ticket-price", "count-up"]',
'With `if` and `elif`, Python takes the first condition that is true. So the special case must come before the general ones:

```python
number = 10
if number % 10 == 0:
    print("ten divides it")
elif number % 5 == 0:
    print("only five divides it")
```

## Your task

A clock counts from 1 up to `n`, but it makes sounds instead of some numbers. Write `tick_tock(n)` that returns what it says as a list of strings:

- `"tick"` when 3 divides the number
- `"tock"` when 4 divides the number
- `"tick-tock"` when both do
- otherwise the number itself, as a string

`tick_tock(4)` returns `["1", "2", "tick", "tock"]`, and the twelfth entry of a longer list is `"tick-tock"`. `tick_tock(0)` is an empty list.',
'["`range(1, n + 1)` counts from 1 up to and including n.", "Look at the case where both divide first: afterwards it is too late.", "`str(7)` is the string of a number.", "`if number % 12 == 0:` append `\"tick-tock\"`, `elif number % 3 == 0:` append `\"tick\"`, then the same for 4. The `else:` appends `str(number)`."]',
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
    """Numbers are strings"""
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
'{"wrongSamples": [{"name": "special_case_last.py", "code": "def tick_tock(n):\n    heard = []\n    for number in range(1, n + 1):\n        if number % 3 == 0:\n            heard.append(\"tick\")\n        elif number % 4 == 0:\n            heard.append(\"tock\")\n        elif number % 12 == 0:\n            heard.append(\"tick-tock\")\n        else:\n            heard.append(str(number))\n    return heard\n", "caught_by": "Both divide twelve"}, {"name": "numbers.py", "code": "def tick_tock(n):\n    heard = []\n    for number in range(1, n + 1):\n        if number % 12 == 0:\n            heard.append(\"tick-tock\")\n        elif number % 3 == 0:\n            heard.append(\"tick\")\n        elif number % 4 == 0:\n            heard.append(\"tock\")\n        else:\n            heard.append(number)\n    return heard\n", "caught_by": "Numbers are strings"}, {"name": "stops_early.py", "code": "def tick_tock(n):\n    heard = []\n    for number in range(1, n):\n        if number % 12 == 0:\n            heard.append(\"tick-tock\")\n        elif number % 3 == 0:\n            heard.append(\"tick\")\n        elif number % 4 == 0:\n            heard.append(\"tock\")\n        else:\n            heard.append(str(number))\n    return heard\n", "caught_by": "The list is as long as the count"}], "minutes": 10}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'first-long-word',
330,
'Stop at the first',
'Leave a loop early with break.',
'lists',
'beginner',
'["break", "loops"]',
'["hottest-day"]',
'`break` ends a loop at once, even if there is more to come. It saves work when you have found what you were looking for:

```python
for number in range(1, 100):
    if number * number > 50:
        print("The first one is", number)
        break
```

shows just one line, for `8`.

## Your task

Write a function `first_long(words, length)` that returns the **first** word with at least `length` letters. When no word is that long, it returns an empty string, `""`.

`first_long(["a", "house", "garden"], 4)` is `"house"`.',
'["Begin with `found = \"\"`. In the loop, when a word is long enough, keep it and stop.", "`if len(word) >= length:` and below it the two lines `found = word` and `break`. After the loop, return `found`."]',
'def first_long(words, length):
    pass
',
'solution.py',
'from solution import first_long


def test_first():
    """The first long word is found, not a later one"""
    assert first_long(["a", "house", "garden"], 4) == "house"


def test_exact():
    """A word of exactly that length is long enough"""
    assert first_long(["to", "tea", "four"], 3) == "tea"


def test_none():
    """Without a long word the result is an empty string"""
    assert first_long(["a", "an"], 5) == ""
    assert first_long([], 1) == ""
',
'def first_long(words, length):
    found = ""
    for word in words:
        if len(word) >= length:
            found = word
            break
    return found
',
'{}',
'starter',
'{"wrongSamples": [{"name": "last_one.py", "code": "def first_long(words, length):\n    found = \"\"\n    for word in words:\n        if len(word) >= length:\n            found = word\n    return found\n", "caught_by": "The first long word is found, not a later one"}, {"name": "longer_only.py", "code": "def first_long(words, length):\n    found = \"\"\n    for word in words:\n        if len(word) > length:\n            found = word\n            break\n    return found\n", "caught_by": "A word of exactly that length is long enough"}, {"name": "none.py", "code": "def first_long(words, length):\n    for word in words:\n        if len(word) >= length:\n            return word\n", "caught_by": "Without a long word the result is an empty string"}], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'numbered-list',
340,
'Number the lines',
'Count along while you loop, with enumerate.',
'lists',
'beginner',
'["enumerate", "loops"]',
'["name-badge", "hottest-day"]',
'`enumerate` gives a loop two things at a time: a number and the item. The number starts at 0, or where you tell it to:

```python
for place, runner in enumerate(["Zoe", "Ali"], start=1):
    print(f"{place}. {runner}")
```

shows `1. Zoe` and `2. Ali`.

## Your task

Write a function `numbered(items)` that returns a **new list** of strings with the number of each item, beginning at 1:

`numbered(["milk", "bread"])` is `["1) milk", "2) bread"]`.',
'["Begin with an empty list. In the loop, append an f-string with both values.", "`for number, item in enumerate(items, start=1):` and in it `lines.append(f\"...\")`. The string is the number, a round bracket, a space and the item."]',
'def numbered(items):
    pass
',
'solution.py',
'from solution import numbered


def test_two():
    """Two items get the numbers 1 and 2"""
    assert numbered(["milk", "bread"]) == ["1) milk", "2) bread"]


def test_same():
    """The same item twice gets two numbers"""
    assert numbered(["tea", "tea"]) == ["1) tea", "2) tea"]


def test_empty():
    """An empty list stays empty"""
    assert numbered([]) == []


def test_unchanged():
    """The given list stays as it was"""
    items = ["a"]
    assert numbered(items) == ["1) a"]
    assert items == ["a"]
',
'def numbered(items):
    lines = []
    for number, item in enumerate(items, start=1):
        lines.append(f"{number}) {item}")
    return lines
',
'{}',
'starter',
'{"wrongSamples": [{"name": "from_zero.py", "code": "def numbered(items):\n    lines = []\n    for number, item in enumerate(items):\n        lines.append(f\"{number}) {item}\")\n    return lines\n", "caught_by": "Two items get the numbers 1 and 2"}, {"name": "by_search.py", "code": "def numbered(items):\n    lines = []\n    for item in items:\n        lines.append(f\"{items.index(item) + 1}) {item}\")\n    return lines\n", "caught_by": "The same item twice gets two numbers"}, {"name": "in_place.py", "code": "def numbered(items):\n    for number, item in enumerate(items, start=1):\n        items[number - 1] = f\"{number}) {item}\"\n    return items\n", "caught_by": "The given list stays as it was"}], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'two-lists',
350,
'Side by side',
'Walk through two lists at once with zip.',
'lists',
'beginner',
'["zip", "loops"]',
'["numbered-list"]',
'`zip` walks through two lists side by side. Each turn of the loop gets one item of both, until the shorter list ends:

```python
names = ["Zoe", "Ali"]
points = [3, 5]
for name, count in zip(names, points):
    print(f"{name}: {count}")
```

## Your task

Write a function `count_same(first, second)` for a quiz. It compares two lists of answers and returns **at how many places** they are the same.

`count_same(["a", "b", "c"], ["a", "c", "c"])` is `2`.',
'["Count with a variable that begins at 0 and grows by 1 whenever the two answers of a place are equal.", "`for one, other in zip(first, second):`, in it `if one == other:`, and in that `same = same + 1`."]',
'def count_same(first, second):
    pass
',
'solution.py',
'from solution import count_same


def test_some():
    """Two of three answers are the same"""
    assert count_same(["a", "b", "c"], ["a", "c", "c"]) == 2


def test_none():
    """No answer is the same"""
    assert count_same(["a", "b"], ["b", "a"]) == 0


def test_all():
    """All answers are the same"""
    assert count_same([1, 2, 3, 4], [1, 2, 3, 4]) == 4


def test_length():
    """Answers without a partner do not count"""
    assert count_same(["a", "b", "c"], ["a"]) == 1
    assert count_same([], ["a"]) == 0
',
'def count_same(first, second):
    same = 0
    for one, other in zip(first, second):
        if one == other:
            same = same + 1
    return same
',
'{}',
'starter',
'{"wrongSamples": [{"name": "any_place.py", "code": "def count_same(first, second):\n    same = 0\n    for one in first:\n        if one in second:\n            same = same + 1\n    return same\n", "caught_by": "No answer is the same"}, {"name": "different.py", "code": "def count_same(first, second):\n    same = 0\n    for one, other in zip(first, second):\n        if one != other:\n            same = same + 1\n    return same\n", "caught_by": "Two of three answers are the same"}, {"name": "by_number.py", "code": "def count_same(first, second):\n    same = 0\n    for place in range(len(first)):\n        if first[place] == second[place]:\n            same = same + 1\n    return same\n", "caught_by": "Answers without a partner do not count"}], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'phone-book',
360,
'Look it up',
'Find a value by its key in a dictionary.',
'dictionaries',
'beginner',
'["dictionaries"]',
'["packing-list", "twice"]',
'A **dictionary** keeps pairs of a *key* and a *value*, like a phone book keeps names and numbers. You look a value up by its key:

```python
ages = {"Mia": 15, "Tom": 16}
print(ages["Tom"])         # 16
ages["Ali"] = 14           # add a pair, or change it
print("Zoe" in ages)       # False: no such key
print(ages.get("Zoe", 0))  # 0: the value, or 0 if there is none
```

`ages["Zoe"]` would be an error, because the key is missing.

## Your task

Write a function `number_of(book, name)`. `book` is a dictionary from names to phone numbers. Return the number of that name, or the string `"unknown"` when the name is not in the book.',
'["You can ask first, with `if name in book:`. Or use the method that takes a value for a missing key.", "The method is `get`. Call it on the book with two values: the name, and the string that stands for a missing number."]',
'def number_of(book, name):
    pass
',
'solution.py',
'from solution import number_of

BOOK = {"Mia": "0711 22", "Tom": "030 77"}


def test_found():
    """A name in the book has its number"""
    assert number_of(BOOK, "Tom") == "030 77"
    assert number_of(BOOK, "Mia") == "0711 22"


def test_missing():
    """A name that is not in the book is unknown"""
    assert number_of(BOOK, "Zoe") == "unknown"
    assert number_of({}, "Mia") == "unknown"


def test_unchanged():
    """Looking up a name does not add it to the book"""
    book = {"Mia": "1"}
    number_of(book, "Zoe")
    assert book == {"Mia": "1"}
    assert number_of(book, "Mia") == "1"
',
'def number_of(book, name):
    return book.get(name, "unknown")
',
'{}',
'starter',
'{"wrongSamples": [{"name": "no_default.py", "code": "def number_of(book, name):\n    return book.get(name)\n", "caught_by": "A name that is not in the book is unknown"}, {"name": "adds_it.py", "code": "def number_of(book, name):\n    return book.setdefault(name, \"unknown\")\n", "caught_by": "Looking up a name does not add it to the book"}, {"name": "error.py", "code": "def number_of(book, name):\n    return book[name]\n", "caught_by": "A name that is not in the book is unknown"}], "minutes": 4}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'word-tally',
370,
'Tally the words',
'Count how often each word comes in a string.',
'dictionaries',
'beginner',
'["dictionaries", "strings"]',
'["phone-book", "count-vowels"]',
'To count in a dictionary, take the count so far, or 0, and add one. `strip` can take other characters than spaces off both ends:

```python
counts = {}
for colour in ["red", "blue", "red"]:
    counts[colour] = counts.get(colour, 0) + 1
print(counts)              # {''red'': 2, ''blue'': 1}
print("wow!!".strip("!"))  # wow
```

## Your task

Write `tally(text)`. It returns a dictionary that says how often each word comes.

- `tally("tea or coffee or tea")` returns `{"tea": 2, "or": 2, "coffee": 1}`
- Capital and small letters are the same; the keys are in small letters
- The marks `. , ! ? ; :` at the start or end of a word are not part of it: `tally("Well, well!")` returns `{"well": 2}`
- A string without words gives an empty dictionary',
'["`split()` cuts the string into words.", "A word`.strip(\".,!?;:\")` takes marks off both ends.", "`counts.get(word, 0)` is the count so far, or 0 for a new word.", "In the loop: `word = word.strip(\".,!?;:\")`, and `if word:` then `counts[word] = counts.get(word, 0) + 1`."]',
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
'{"wrongSamples": [{"name": "with_marks.py", "code": "def tally(text):\n    counts = {}\n    for word in text.lower().split():\n        counts[word] = counts.get(word, 0) + 1\n    return counts\n", "caught_by": "Marks are not part of a word"}, {"name": "all_marks_gone.py", "code": "def tally(text):\n    for mark in \".,!?;:\":\n        text = text.replace(mark, \" \")\n    counts = {}\n    for word in text.lower().split():\n        counts[word] = counts.get(word, 0) + 1\n    return counts\n", "caught_by": "A mark inside a word stays"}], "minutes": 10}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'basket-total',
380,
'What does the basket cost?',
'Add up a shopping basket from a price list.',
'dictionaries',
'beginner',
'["dictionaries", "errors"]',
'["word-tally", "numbered-list"]',
'A loop over `items()` gets each key together with its value:

```python
stock = {"pen": 3, "book": 1}
for thing, count in stock.items():
    print(thing, count)
```

## Your task

A shop keeps its prices in a dictionary from item to price in cents, and a basket in a dictionary from item to how many. Write `basket_total(basket, prices)` that returns what the basket costs, in cents.

```python
prices = {"apple": 40, "bread": 250}
basket_total({"apple": 3, "bread": 1}, prices)  # 370
```

An empty basket costs `0`. When the basket holds an item that has no price, raise a `KeyError` with the item: nobody should get it for free.',
'["`basket.items()` gives each item with its number.", "Looking up a missing key with `prices[item]` raises a `KeyError` all by itself.", "Do not use `get` here: it would hide the missing price.", "`for item, number in basket.items():` and in it `total = total + ... * number`, with the price of the item in place of the dots."]',
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
    total = 0
    for item, number in basket.items():
        total = total + prices[item] * number
    return total
',
'{}',
'starter',
'{"wrongSamples": [{"name": "one_of_each.py", "code": "def basket_total(basket, prices):\n    total = 0\n    for item in basket:\n        total = total + prices[item]\n    return total\n", "caught_by": "Adds up items and numbers"}, {"name": "free.py", "code": "def basket_total(basket, prices):\n    total = 0\n    for item, number in basket.items():\n        total = total + prices.get(item, 0) * number\n    return total\n", "caught_by": "An item without a price is an error"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'by-first-letter',
390,
'Sort into drawers',
'Build a dictionary of lists.',
'dictionaries',
'beginner',
'["dictionaries", "lists"]',
'["word-tally"]',
'The value in a dictionary may be a list. That way one key holds many things, like a drawer with a label:

```python
drawers = {}
for tool, place in [("saw", "wood"), ("axe", "wood"), ("brush", "paint")]:
    if place not in drawers:
        drawers[place] = []
    drawers[place].append(tool)
print(drawers)   # {''wood'': [''saw'', ''axe''], ''paint'': [''brush'']}
```

The `if` makes a new, empty drawer the first time its label comes up.

## Your task

Write a function `by_first_letter(words)` that returns a dictionary from each first letter, as a **capital** letter, to the list of words that begin with it, in the order in which they came.

`by_first_letter(["tea", "apple", "Toast"])` is `{"T": ["tea", "Toast"], "A": ["apple"]}`. No word is empty.',
'["The label of a word is its first letter in capitals: `word[0].upper()`. Make the drawer if it is not there yet.", "In the loop: find the letter; `if letter not in drawers:` give that letter an empty list; then append the word to the list of its letter."]',
'def by_first_letter(words):
    pass
',
'solution.py',
'from solution import by_first_letter


def test_letters():
    """Words go into the drawer of their first letter"""
    assert by_first_letter(["tea", "apple", "egg"]) == {"T": ["tea"], "A": ["apple"], "E": ["egg"]}


def test_order():
    """Words in one drawer keep their order"""
    assert by_first_letter(["b2", "b1", "b3"]) == {"B": ["b2", "b1", "b3"]}


def test_capitals():
    """Small and capital letters share a drawer"""
    assert by_first_letter(["tea", "Toast"]) == {"T": ["tea", "Toast"]}


def test_twice():
    """A word that comes twice is there twice"""
    assert by_first_letter(["tea", "tea"]) == {"T": ["tea", "tea"]}


def test_nothing():
    """Without words there are no drawers"""
    assert by_first_letter([]) == {}
',
'def by_first_letter(words):
    drawers = {}
    for word in words:
        letter = word[0].upper()
        if letter not in drawers:
            drawers[letter] = []
        drawers[letter].append(word)
    return drawers
',
'{}',
'starter',
'{"wrongSamples": [{"name": "last_word_only.py", "code": "def by_first_letter(words):\n    drawers = {}\n    for word in words:\n        drawers[word[0].upper()] = [word]\n    return drawers\n", "caught_by": "Words in one drawer keep their order"}, {"name": "two_cases.py", "code": "def by_first_letter(words):\n    drawers = {}\n    for word in words:\n        letter = word[0]\n        if letter not in drawers:\n            drawers[letter] = []\n        drawers[letter].append(word)\n    return drawers\n", "caught_by": "Small and capital letters share a drawer"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'broken-discount',
400,
'Find the bug: the discount',
'Three small mistakes in a shop.',
'find-the-bug',
'intermediate',
'["debugging", "dictionaries"]',
'["basket-total", "hottest-day", "broken-average"]',
'The error message of a test says which line is wrong only when the program stops there. A wrong **result** can come from anywhere before. Check one line after the other: what should it do, and what does it do?

```python
prices = {"pen": 2, "book": 12}
for thing, price in prices.items():
    print(thing, "costs", price)
```

## Your task

The shop gives a discount: whoever buys for **50 or more** pays 10 less. `total` gets a dictionary from things to how many, and one from things to prices. The function in the editor has **three** bugs. Find and fix them.

- `total({"pen": 3}, {"pen": 2})` should be `6`
- `total({"book": 5}, {"book": 10})` should be `40`: 50, and 10 less',
'["Calculate `total({\"pen\": 3}, {\"pen\": 2})` by hand, line by line. Is the number of pens used? Is something added twice? What about exactly 50?", "It must begin with 0, add `count * prices[thing]`, and give the discount when the sum is *greater than or equal to* 50."]',
'def total(basket, prices):
    result = 1
    for thing, count in basket.items():
        result = result + prices[thing]
    if result > 50:
        result = result - 10
    return result
',
'solution.py',
'from solution import total

PRICES = {"pen": 2, "book": 10, "bag": 49}


def test_count():
    """Three pens cost three times as much as one"""
    assert total({"pen": 3}, PRICES) == 6


def test_sum():
    """Different things are added up"""
    assert total({"pen": 1, "book": 2}, PRICES) == 22


def test_nothing():
    """An empty basket costs nothing"""
    assert total({}, PRICES) == 0


def test_discount():
    """Whoever buys for more than 50 pays 10 less"""
    assert total({"book": 6}, PRICES) == 50


def test_border():
    """Whoever buys for exactly 50 pays 10 less"""
    assert total({"book": 5}, PRICES) == 40


def test_below():
    """Whoever buys for 49 pays everything"""
    assert total({"bag": 1}, PRICES) == 49
',
'def total(basket, prices):
    result = 0
    for thing, count in basket.items():
        result = result + count * prices[thing]
    if result >= 50:
        result = result - 10
    return result
',
'{}',
'starter',
'{"wrongSamples": [{"name": "no_count.py", "code": "def total(basket, prices):\n    result = 0\n    for thing, count in basket.items():\n        result = result + prices[thing]\n    if result >= 50:\n        result = result - 10\n    return result\n", "caught_by": "Three pens cost three times as much as one"}, {"name": "border.py", "code": "def total(basket, prices):\n    result = 0\n    for thing, count in basket.items():\n        result = result + count * prices[thing]\n    if result > 50:\n        result = result - 10\n    return result\n", "caught_by": "Whoever buys for exactly 50 pays 10 less"}, {"name": "starts_at_one.py", "code": "def total(basket, prices):\n    result = 1\n    for thing, count in basket.items():\n        result = result + count * prices[thing]\n    if result >= 50:\n        result = result - 10\n    return result\n", "caught_by": "An empty basket costs nothing"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'new-visitors',
410,
'Seen before?',
'Remember what you have seen in a set.',
'sets',
'beginner',
'["sets"]',
'["phone-book", "add-them-up"]',
'A **set** holds values without an order, and each value only once. It answers the question "is it in there?" very fast:

```python
seen = set()
seen.add("Mia")
seen.add("Tom")
seen.add("Mia")
print(len(seen))        # 2
print("Tom" in seen)    # True
```

`set()` is an empty set, and `set(names)` makes one out of a list.

## Your task

Write a function `count_returns(visitors)`. The list holds the name of everybody who comes through the door, in order. Return **how many times** somebody came who had been there before.

`count_returns(["Mia", "Tom", "Mia", "Mia"])` is `2`.',
'["Go through the names and keep a set of those you have seen. When a name is in it already, count one.", "In the loop: `if name in seen:` the count grows by 1, `else:` the name is added with `seen.add(name)`."]',
'def count_returns(visitors):
    pass
',
'solution.py',
'from solution import count_returns


def test_returns():
    """Every visit after the first one counts"""
    assert count_returns(["Mia", "Tom", "Mia", "Mia"]) == 2


def test_two_people():
    """Different people can come back"""
    assert count_returns(["a", "b", "b", "a"]) == 2


def test_new():
    """Nobody has been there before"""
    assert count_returns(["a", "b", "c"]) == 0
    assert count_returns([]) == 0
',
'def count_returns(visitors):
    seen = set()
    returns = 0
    for name in visitors:
        if name in seen:
            returns = returns + 1
        else:
            seen.add(name)
    return returns
',
'{}',
'starter',
'{"wrongSamples": [{"name": "people.py", "code": "def count_returns(visitors):\n    returned = set()\n    seen = set()\n    for name in visitors:\n        if name in seen:\n            returned.add(name)\n        seen.add(name)\n    return len(returned)\n", "caught_by": "Every visit after the first one counts"}, {"name": "next_to_each_other.py", "code": "def count_returns(visitors):\n    returns = 0\n    last = \"\"\n    for name in visitors:\n        if name == last:\n            returns = returns + 1\n        last = name\n    return returns\n", "caught_by": "Different people can come back"}, {"name": "different.py", "code": "def count_returns(visitors):\n    return len(set(visitors))\n", "caught_by": "Nobody has been there before"}], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'guest-lists',
420,
'Two guest lists',
'Compare two guest lists with sets.',
'sets',
'beginner',
'["sets", "sorting"]',
'["new-visitors"]',
'Sets can be combined, like circles in a drawing: `|` takes what is in either of the two, `&` what is in both, `-` what is in the first only, and `^` what is in just one of them. `sorted` makes a sorted list:

```python
a = {1, 2, 3}
b = {3, 4}
print(sorted(a | b))   # [1, 2, 3, 4]
print(sorted(a & b))   # [3]
print(sorted(a - b))   # [1, 2]
```

## Your task

Two friends plan one party, each with a guest list of their own. Write three functions; each takes two lists of names and returns a **sorted list** in which no name comes twice:

- `all_guests(first, second)`: everyone who is on either list
- `on_both(first, second)`: those who are on both
- `only_on_one(first, second)`: those who are on just one of the two

With `["Mia", "Tom"]` and `["Tom", "Zoe"]` these are `["Mia", "Tom", "Zoe"]`, `["Tom"]` and `["Mia", "Zoe"]`.',
'["`set(names)` forgets what comes twice.", "Sets know `|` (either), `&` (both) and `^` (just one).", "`sorted(...)` turns a set into a sorted list.", "Everybody on any list is `sorted(set(first) | set(second))`. The other two functions differ only in the sign."]',
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
'{"wrongSamples": [{"name": "first_only.py", "code": "def all_guests(first, second):\n    return sorted(set(first) | set(second))\n\n\ndef on_both(first, second):\n    return sorted(set(first) & set(second))\n\n\ndef only_on_one(first, second):\n    return sorted(set(first) - set(second))\n", "caught_by": "On just one list"}, {"name": "twice.py", "code": "def all_guests(first, second):\n    return sorted(first + second)\n\n\ndef on_both(first, second):\n    return sorted(name for name in first if name in second)\n\n\ndef only_on_one(first, second):\n    return sorted(set(first) ^ set(second))\n", "caught_by": "A name written twice counts once"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'min-and-max',
430,
'Two results at once',
'Return a tuple and unpack it.',
'tuples',
'beginner',
'["tuples", "unpacking"]',
'["hottest-day", "name-badge"]',
'A **tuple** is a fixed row of values: `(3, 7)`. A function can return one, and so give two results at once. **Unpacking** gives each part a name:

```python
def split_minutes(minutes):
    return minutes // 60, minutes % 60

hours, rest = split_minutes(135)
print(f"{hours} h {rest} min")   # 2 h 15 min
```

Unpacking also swaps two variables: `a, b = b, a`.

## Your task

Write two functions:

- `low_and_high(numbers)` returns a tuple with the smallest and the largest number of a list: `low_and_high([4, 1, 7])` is `(1, 7)`. You may use `min` and `max`
- `spread(numbers)` **calls** it and returns the difference between the two, here `6`',
'["`return a, b` returns a tuple. `min(numbers)` is the smallest number of a list, `max(numbers)` the largest.", "In `spread`, unpack the call: `low, high = low_and_high(numbers)`. Then return the difference of the two names."]',
'def low_and_high(numbers):
    pass


def spread(numbers):
    pass
',
'solution.py',
'from solution import low_and_high, spread


def test_both():
    """Both numbers come back, the smallest first"""
    assert low_and_high([4, 1, 7]) == (1, 7)


def test_tuple():
    """The result is a tuple, not a list"""
    assert isinstance(low_and_high([2, 3]), tuple)


def test_single():
    """A single number is the smallest and the largest"""
    assert low_and_high([5]) == (5, 5)


def test_spread():
    """The spread is the difference between the two"""
    assert spread([4, 1, 7]) == 6
    assert spread([-2, 3]) == 5
    assert spread([9]) == 0
',
'def low_and_high(numbers):
    return min(numbers), max(numbers)


def spread(numbers):
    low, high = low_and_high(numbers)
    return high - low
',
'{}',
'starter',
'{"wrongSamples": [{"name": "list.py", "code": "def low_and_high(numbers):\n    return [min(numbers), max(numbers)]\n\n\ndef spread(numbers):\n    low, high = low_and_high(numbers)\n    return high - low\n", "caught_by": "The result is a tuple, not a list"}, {"name": "swapped.py", "code": "def low_and_high(numbers):\n    return max(numbers), min(numbers)\n\n\ndef spread(numbers):\n    high, low = low_and_high(numbers)\n    return high - low\n", "caught_by": "Both numbers come back, the smallest first"}, {"name": "wrong_way.py", "code": "def low_and_high(numbers):\n    return min(numbers), max(numbers)\n\n\ndef spread(numbers):\n    low, high = low_and_high(numbers)\n    return low - high\n", "caught_by": "The spread is the difference between the two"}], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'test-the-scores',
440,
'Write the tests',
'Find out whether somebody else''s function works.',
'testing',
'intermediate',
'["testing", "assert"]',
'["hottest-day", "broken-average"]',
'A **test** calls a function and says with `assert` what must come out. If it does not, `assert` raises an `AssertionError`:

```python
def double(number):
    return number * 2

assert double(4) == 8
assert double(0) == 0
print("all is well")
```

Good tests look at the ordinary case and at the **edges**: nothing, one, exactly at the limit.

## Your task

Somebody wrote a function `grade(points)`. It should return `"pass"` for 50 points or more, `"fail"` below that, and raise nothing for numbers from 0 to 100. Write `check(grade)`, which gets such a function and tests it with `assert`:

- when the function is right, `check` ends without an error
- when it is wrong, one of your `assert`s fails

The tests give your `check` a right function and several wrong ones.',
'["Which numbers would a careless programmer get wrong? Try those right at the limit, just below it, and at both ends.", "Write four lines such as `assert grade(50) == \"pass\"`, one for each of 0, 49, 50 and 100."]',
'def check(grade):
    assert grade(75) == "pass"
',
'solution.py',
'import pytest
from solution import check


def test_right():
    """A right function is accepted"""
    check(lambda points: "pass" if points >= 50 else "fail")


def test_another_right_one():
    """Another right function is accepted, too"""
    check(lambda points: {True: "pass", False: "fail"}[points > 49])


def test_always_pass():
    """A function that lets everybody pass is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: "pass")


def test_always_fail():
    """A function that lets everybody fail is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: "fail")


def test_limit():
    """A function that fails exactly 50 points is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: "pass" if points > 50 else "fail")


def test_below():
    """A function that passes 49 points is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: "pass" if points >= 49 else "fail")


def test_returns_bool():
    """A function that returns True and False is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: points >= 50)


def test_perfect():
    """A function that fails 100 points is found out"""
    with pytest.raises(AssertionError):
        check(lambda points: "pass" if 50 <= points < 100 else "fail")
',
'def check(grade):
    assert grade(0) == "fail"
    assert grade(49) == "fail"
    assert grade(50) == "pass"
    assert grade(100) == "pass"
',
'{}',
'starter',
'{"wrongSamples": [{"name": "no_edges.py", "code": "def check(grade):\n    assert grade(20) == \"fail\"\n    assert grade(75) == \"pass\"\n    assert grade(100) == \"pass\"\n", "caught_by": "A function that fails exactly 50 points is found out"}, {"name": "refuses_all.py", "code": "def check(grade):\n    assert False\n", "caught_by": "A right function is accepted"}, {"name": "one_side.py", "code": "def check(grade):\n    assert grade(50) == \"pass\"\n    assert grade(100) == \"pass\"\n", "caught_by": "A function that passes 49 points is found out"}], "equivalent": ["assert grade(1) == \"fail\"", "assert grade(101) == \"pass\""], "minutes": 10}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'new-list-in-a-line',
450,
'A list in one line',
'Build a list with a comprehension.',
'lists',
'beginner',
'["comprehensions", "lists"]',
'["keep-even"]',
'A **list comprehension** builds a list in one line. Read it aloud: "the square of n, for each n in numbers, if n is above 0":

```python
numbers = [3, -1, 2]
print([n * n for n in numbers])            # [9, 1, 4]
print([n * n for n in numbers if n > 0])   # [9, 4]
```

It does the same as a loop with `append`.

## Your task

Write a function `shout_long(words)` that returns a list of all words with **more than three** letters, in capitals and in their order. Use a comprehension.

`shout_long(["we", "like", "tea", "biscuits"])` is `["LIKE", "BISCUITS"]`.',
'["A comprehension has three parts in square brackets: what to put in, the loop, and an `if`.", "What goes in is `word.upper()`, the loop is `for word in words`, and the condition compares `len(word)` with 3."]',
'def shout_long(words):
    pass
',
'solution.py',
'from solution import shout_long


def test_some():
    """Long words come in capitals, in their order"""
    assert shout_long(["we", "like", "biscuits"]) == ["LIKE", "BISCUITS"]


def test_border():
    """A word of three letters is left out, one of four stays"""
    assert shout_long(["tea", "milk"]) == ["MILK"]


def test_none():
    """Without long words the list is empty"""
    assert shout_long(["a", "be"]) == []
    assert shout_long([]) == []


def test_unchanged():
    """The given list stays as it was"""
    words = ["milk"]
    assert shout_long(words) == ["MILK"]
    assert words == ["milk"]
',
'def shout_long(words):
    return [word.upper() for word in words if len(word) > 3]
',
'{}',
'starter',
'{"wrongSamples": [{"name": "three_is_long.py", "code": "def shout_long(words):\n    return [word.upper() for word in words if len(word) >= 3]\n", "caught_by": "A word of three letters is left out, one of four stays"}, {"name": "quiet.py", "code": "def shout_long(words):\n    return [word for word in words if len(word) > 3]\n", "caught_by": "Long words come in capitals, in their order"}, {"name": "all_words.py", "code": "def shout_long(words):\n    return [word.upper() for word in words]\n", "caught_by": "A word of three letters is left out, one of four stays"}], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'mirror-words',
460,
'Words in the mirror',
'Tell whether a string reads the same from both ends.',
'strings',
'beginner',
'["strings", "slices"]',
'["new-list-in-a-line", "count-vowels"]',
'A slice may have a third number, the step. With the step -1, it goes backwards; that works for strings and for lists:

```python
print("Python"[::-1])     # nohtyP
print([1, 2, 3][::-1])    # [3, 2, 1]
print("x".isalnum(), "!".isalnum())   # True False
```

## Your task

Write `is_mirror(text)`. It returns `True` when the string reads the same forwards and backwards, else `False`.

Only letters and digits count; capital and small letters are the same:

- `is_mirror("Level")` is `True`
- `is_mirror("Never odd, or even!")` is `True`
- `is_mirror("Python")` is `False`

A string without any letter or digit counts as a mirror.',
'["First build a string of only those characters that count.", "`isalnum()` tells whether a character is a letter or a digit.", "`text[::-1]` is the string backwards.", "Collect each character of `text.lower()` for which `character.isalnum()` is true. Then compare what you collected with the same backwards."]',
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
    """An empty string is a mirror"""
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
'{"wrongSamples": [{"name": "marks_count.py", "code": "def is_mirror(text):\n    return text.lower() == text.lower()[::-1]\n", "caught_by": "Spaces and marks do not count"}, {"name": "letters_only.py", "code": "def is_mirror(text):\n    letters = [letter for letter in text.lower() if letter.isalpha()]\n    return letters == letters[::-1]\n", "caught_by": "Digits count"}], "equivalent": ["counted = [character for character in text.upper() if character.isalnum()]"], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'sale-prices',
470,
'Everything cheaper',
'Build a dictionary with a comprehension.',
'dictionaries',
'beginner',
'["comprehensions", "dictionaries"]',
'["new-list-in-a-line", "word-tally"]',
'A comprehension in curly brackets makes a dictionary. `items()` gives you each key with its value:

```python
ages = {"Mia": 15, "Tom": 16}
older = {name: age + 1 for name, age in ages.items()}
print(older)   # {''Mia'': 16, ''Tom'': 17}
```

## Your task

Write a function `on_sale(prices, most)`. `prices` is a dictionary from things to their price. Return a **new** dictionary with only those that cost at most `most`, each at **half** the price, divided with `//`.

`on_sale({"pen": 4, "bike": 300}, 10)` is `{"pen": 2}`.',
'["Go through `prices.items()` with two names, and keep a pair only if its price is not above `most`.", "The pattern is `{key: value for key, value in prices.items() if condition}`. The new value is the price divided by 2 with `//`."]',
'def on_sale(prices, most):
    pass
',
'solution.py',
'from solution import on_sale


def test_some():
    """Cheap things cost half, expensive ones are left out"""
    assert on_sale({"pen": 4, "bike": 300}, 10) == {"pen": 2}


def test_border():
    """A thing that costs exactly the limit is on sale"""
    assert on_sale({"book": 10}, 10) == {"book": 5}


def test_odd():
    """Half of an odd price is rounded down"""
    assert on_sale({"cup": 7}, 9) == {"cup": 3}


def test_unchanged():
    """The old prices stay as they were"""
    prices = {"pen": 4}
    assert on_sale(prices, 10) == {"pen": 2}
    assert prices == {"pen": 4}
',
'def on_sale(prices, most):
    return {thing: price // 2 for thing, price in prices.items() if price <= most}
',
'{}',
'starter',
'{"wrongSamples": [{"name": "below_only.py", "code": "def on_sale(prices, most):\n    return {thing: price // 2 for thing, price in prices.items() if price < most}\n", "caught_by": "A thing that costs exactly the limit is on sale"}, {"name": "exact.py", "code": "def on_sale(prices, most):\n    return {thing: price / 2 for thing, price in prices.items() if price <= most}\n", "caught_by": "Half of an odd price is rounded down"}, {"name": "new_price.py", "code": "def on_sale(prices, most):\n    return {thing: price for thing, price in prices.items() if price <= most}\n", "caught_by": "Cheap things cost half, expensive ones are left out"}], "minutes": 6}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'longest-first',
480,
'Sort by something',
'Sort with a key function.',
'sorting',
'beginner',
'["sorting", "lambda"]',
'["new-list-in-a-line"]',
'`sorted` returns a new list in order. Its `key` is a function that says, for each item, **what to sort by**:

```python
words = ["banana", "kiwi", "fig"]
print(sorted(words))             # [''banana'', ''fig'', ''kiwi'']
print(sorted(words, key=len))    # [''fig'', ''kiwi'', ''banana'']

def last_letter(word):
    return word[-1]

print(sorted(words, key=last_letter))
```

`lambda` writes such a little function without a name: `lambda word: word[-1]` is the same as `last_letter`. `reverse=True` reverses the order.

## Your task

Write a function `by_price(things)`. Each thing is a pair of a name and a price. Return the list of pairs, **the most expensive first**. `by_price([("pen", 2), ("bike", 300)])` is `[("bike", 300), ("pen", 2)]`.',
'["The price of a pair is `thing[1]`. A `lambda` can return it for each pair.", "Call `sorted` with three things: the list, `key=lambda thing: thing[1]`, and `reverse=True`."]',
'def by_price(things):
    pass
',
'solution.py',
'from solution import by_price


def test_order():
    """The most expensive thing comes first"""
    assert by_price([("pen", 2), ("bike", 300), ("ball", 9)]) == [("bike", 300), ("ball", 9), ("pen", 2)]


def test_names():
    """The names make no difference to the order"""
    assert by_price([("z", 1), ("a", 2)]) == [("a", 2), ("z", 1)]
    assert by_price([("a", 1), ("z", 2)]) == [("z", 2), ("a", 1)]


def test_unchanged():
    """The given list stays as it was"""
    things = [("pen", 2), ("bike", 300)]
    assert by_price(things) == [("bike", 300), ("pen", 2)]
    assert things == [("pen", 2), ("bike", 300)]


def test_empty():
    """An empty list stays empty"""
    assert by_price([]) == []
',
'def by_price(things):
    return sorted(things, key=lambda thing: thing[1], reverse=True)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "cheapest_first.py", "code": "def by_price(things):\n    return sorted(things, key=lambda thing: thing[1])\n", "caught_by": "The most expensive thing comes first"}, {"name": "by_name.py", "code": "def by_price(things):\n    return sorted(things, reverse=True)\n", "caught_by": "The names make no difference to the order"}, {"name": "in_place.py", "code": "def by_price(things):\n    things.sort(key=lambda thing: thing[1], reverse=True)\n    return things\n", "caught_by": "The given list stays as it was"}], "minutes": 6}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'ranking',
490,
'Who is on top?',
'Sort players by score, and by name where scores are equal.',
'sorting',
'intermediate',
'["sorting", "tuples", "lambda"]',
'["longest-first", "min-and-max"]',
'Tuples are compared part by part: the second part decides only when the first ones are equal. A key that is a tuple therefore sorts by two things at once:

```python
words = ["pear", "fig", "kiwi"]
print(sorted(words, key=lambda word: (len(word), word)))   # [''fig'', ''kiwi'', ''pear'']
```

## Your task

After a game you have a list of pairs `(name, points)`. Write `ranking(players)` that returns the names in a new list: most points first. Players with equal points are in alphabetical order.

```python
ranking([("Mia", 10), ("Tom", 30), ("Ali", 10)])  # ["Tom", "Ali", "Mia"]
```

Points may be negative. The given list stays as it was; an empty list gives an empty list.',
'["`sorted` takes a function as `key` that says what to sort by.", "A key may be a tuple: equal first parts are decided by the second.", "Sorting by `-points` puts large numbers first.", "The key is `lambda player: (-player[1], player[0])`. Then collect only the names."]',
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
    """Points are numbers not strings"""
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
'{"wrongSamples": [{"name": "no_alphabet.py", "code": "def ranking(players):\n    in_order = sorted(players, key=lambda player: -player[1])\n    return [name for name, _ in in_order]\n", "caught_by": "Equal points stand in alphabetical order"}, {"name": "alphabet_backwards.py", "code": "def ranking(players):\n    in_order = sorted(players, key=lambda player: (player[1], player[0]), reverse=True)\n    return [name for name, _ in in_order]\n", "caught_by": "Equal points stand in alphabetical order"}, {"name": "in_place.py", "code": "def ranking(players):\n    players.sort(key=lambda player: (-player[1], player[0]))\n    return [name for name, _ in players]\n", "caught_by": "The given list stays as it was"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'test-the-sorting',
500,
'Write the tests: sorting',
'Catch five broken sorting functions.',
'testing',
'intermediate',
'["testing", "lists"]',
'["test-the-scores", "longest-first"]',
'Not every property is a single value. You can also assert that something **stays the same**, or that two ways lead to one result:

```python
numbers = [3, 1, 2]
copy = list(numbers)
print(sorted(numbers))
assert numbers == copy   # sorted() left the list alone
```

## Your task

`sort(numbers)` should return a **new** list with the numbers in order, and leave the given list as it was. Write `check(sort)` that accepts every right function and finds out wrong ones. Think of: an empty list, numbers that come twice, numbers below zero, numbers of different length such as 9 and 10, and the given list itself.',
'["Write one `assert` for each idea in the task. For the last one, keep the list in a variable, call `sort`, and look at the variable afterwards.", "Compare `sort([3, 1, 2])`, `sort([])`, `sort([2, 1, 2])`, `sort([0, -5])` and `sort([10, 9])` with what must come out, and check that a list you passed is unchanged."]',
'def check(sort):
    assert sort([1, 2, 3]) == [1, 2, 3]
',
'solution.py',
'import pytest
from solution import check


def caught(broken):
    with pytest.raises(AssertionError):
        check(broken)


def test_right():
    """A right function is accepted"""
    check(lambda numbers: sorted(numbers))


def test_unsorted():
    """A function that does not sort is found out"""
    caught(lambda numbers: list(numbers))


def test_backwards():
    """A function that sorts backwards is found out"""
    caught(lambda numbers: sorted(numbers, reverse=True))


def test_set():
    """A function that loses numbers that come twice is found out"""
    caught(lambda numbers: sorted(set(numbers)))


def test_text():
    """A function that sorts numbers like words is found out"""
    caught(lambda numbers: sorted(numbers, key=str))


def test_in_place():
    """A function that changes the given list is found out"""

    def broken(numbers):
        numbers.sort()
        return numbers

    caught(broken)


def test_empty():
    """A function that returns None for an empty list is found out"""
    caught(lambda numbers: sorted(numbers) if numbers else None)
',
'def check(sort):
    assert sort([]) == []
    assert sort([2, 1, 2]) == [1, 2, 2]
    assert sort([10, 9, -5]) == [-5, 9, 10]
    numbers = [3, 1, 2]
    sort(numbers)
    assert numbers == [3, 1, 2]
',
'{}',
'starter',
'{"wrongSamples": [{"name": "sorted_already.py", "code": "def check(sort):\n    assert sort([]) == []\n    assert sort([1, 2, 2]) == [1, 2, 2]\n", "caught_by": "A function that does not sort is found out"}, {"name": "no_copy.py", "code": "def check(sort):\n    assert sort([]) == []\n    assert sort([2, 1, 2]) == [1, 2, 2]\n    assert sort([10, 9, -5]) == [-5, 9, 10]\n", "caught_by": "A function that changes the given list is found out"}, {"name": "no_twice.py", "code": "def check(sort):\n    assert sort([]) == []\n    assert sort([10, 9, -5]) == [-5, 9, 10]\n    numbers = [3, 1, 2]\n    sort(numbers)\n    assert numbers == [3, 1, 2]\n", "caught_by": "A function that loses numbers that come twice is found out"}], "minutes": 10}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'receipt',
510,
'Print a neat receipt',
'Line up items and prices with f-strings.',
'strings',
'intermediate',
'["f-strings", "formatting"]',
'["new-list-in-a-line", "basket-total", "min-and-max"]',
'Behind a colon, an f-string can be told how wide a value should be, on which side it is, and how many digits to show:

```python
print(f"{''tea'':<6}|")      # tea   |
print(f"{''tea'':>6}|")      #    tea|
print(f"{3.14159:8.2f}|")  #     3.14|
```

## Your task

A receipt is easy to read when its columns line up. Write `receipt(items)`; `items` is a list of pairs `(name, price)`, the price in euros. It returns one string of several lines:

- each line is 20 characters wide: the name on the left in 12 characters, the price on the right in 8, with two digits after the decimal point
- names longer than 12 characters are cut
- a last line `TOTAL` holds the sum

```
Tea             2.50
Sandwich       11.00
TOTAL          13.50
```

There is no line break after the last line.',
'["`f\"{name:<12}\"` fills up with spaces on the right, `f\"{price:>8.2f}\"` on the left.", "`name[:12]` keeps the first twelve characters.", "Collect the lines in a list and join them with `\"\\n\"`.", "One line is `f\"{name[:12]:<12}{price:>8.2f}\"`. The last line has `TOTAL` and the sum in the same places."]',
'def receipt(items):
    """Return the receipt as a string."""
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
    """Return the receipt as a string."""
    total = sum(price for _, price in items)
    lines = [f"{name[:12]:<12}{price:>8.2f}" for name, price in [*items, ("TOTAL", total)]]
    return "\n".join(lines)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "not_cut.py", "code": "def receipt(items):\n    total = sum(price for _, price in items)\n    lines = [f\"{name:<12}{price:>8.2f}\" for name, price in [*items, (\"TOTAL\", total)]]\n    return \"\\n\".join(lines)\n", "caught_by": "Long names are cut"}, {"name": "last_line_break.py", "code": "def receipt(items):\n    total = sum(price for _, price in items)\n    lines = [f\"{name[:12]:<12}{price:>8.2f}\\n\" for name, price in [*items, (\"TOTAL\", total)]]\n    return \"\".join(lines)\n", "caught_by": "One item and the total"}], "minutes": 12}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'number-or-default',
520,
'When things go wrong',
'Handle an error with try and except.',
'errors',
'beginner',
'["exceptions", "conversion"]',
'["phone-book"]',
'`int("seven")` is an error: Python **raises** a `ValueError` and the program ends. With `try` and `except` you say what to do instead:

```python
try:
    price = int("seven")
except ValueError:
    price = 0
print(price)   # 0
```

If nothing goes wrong, the lines below `except` are skipped. Name the error that you expect; a bare `except:` would also hide your own mistakes.

## Your task

Write a function `to_number(text, default)` that returns the whole number in a string. When the string is not a whole number, it returns the default.

`to_number("42", 0)` is `42`, and `to_number("many", 1)` is `1`.',
'["Put the conversion `int(text)` below `try:`. What belongs below `except ValueError:`?", "Both parts can return: in `try` the converted text, in `except ValueError` the default."]',
'def to_number(text, default):
    pass
',
'solution.py',
'import pytest
from solution import to_number


def test_number():
    """A string with a number becomes that number"""
    assert to_number("42", 0) == 42
    assert to_number("-7", 0) == -7


def test_zero():
    """The string 0 is a number, too"""
    assert to_number("0", 5) == 0


def test_words():
    """Anything else becomes the default"""
    assert to_number("many", 1) == 1
    assert to_number("", 9) == 9
    assert to_number("3.5", 4) == 4


def test_other_errors():
    """An error of another kind is not hidden"""
    with pytest.raises(TypeError):
        to_number(None, 0)
',
'def to_number(text, default):
    try:
        return int(text)
    except ValueError:
        return default
',
'{}',
'starter',
'{"wrongSamples": [{"name": "no_try.py", "code": "def to_number(text, default):\n    return int(text)\n", "caught_by": "Anything else becomes the default"}, {"name": "digits_only.py", "code": "def to_number(text, default):\n    if text.isdigit():\n        return int(text)\n    return default\n", "caught_by": "A string with a number becomes that number"}, {"name": "falsy.py", "code": "def to_number(text, default):\n    try:\n        return int(text) or default\n    except ValueError:\n        return default\n", "caught_by": "The string 0 is a number, too"}, {"name": "bare_except.py", "code": "def to_number(text, default):\n    try:\n        return int(text)\n    except:\n        return default\n", "caught_by": "An error of another kind is not hidden"}], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'check-age',
530,
'Refuse what makes no sense',
'Raise an error yourself.',
'errors',
'beginner',
'["raise", "exceptions"]',
'["number-or-default", "name-badge", "sleep-in"]',
'A function should not go on with values that make no sense. It can **raise** an error with a message that says what is wrong:

```python
def share(sweets, children):
    if children == 0:
        raise ValueError("there must be at least one child")
    return sweets // children

print(share(10, 3))
```

Whoever calls it learns about the problem at once, not three functions later.

## Your task

Write a function `check_age(age)`. It returns the age if it is from 0 to 130. Otherwise it raises a `ValueError` whose message **contains the age**, such as `150 is not an age`.',
'["First the check with `if`, then `raise ValueError(...)`. After the `if` comes the `return`.", "The condition is `age < 0 or age > 130`. An f-string puts the age into the message."]',
'def check_age(age):
    pass
',
'solution.py',
'import pytest
from solution import check_age


def test_good():
    """A good age is returned"""
    assert check_age(15) == 15


def test_borders():
    """0 and 130 are good ages"""
    assert check_age(0) == 0
    assert check_age(130) == 130


def test_too_old():
    """131 is refused"""
    with pytest.raises(ValueError):
        check_age(131)


def test_negative():
    """-1 is refused"""
    with pytest.raises(ValueError):
        check_age(-1)


def test_message():
    """The message contains the age"""
    with pytest.raises(ValueError, match="150"):
        check_age(150)
',
'def check_age(age):
    if age < 0 or age > 130:
        raise ValueError(f"{age} is not an age")
    return age
',
'{}',
'starter',
'{"wrongSamples": [{"name": "returns_none.py", "code": "def check_age(age):\n    if 0 <= age <= 130:\n        return age\n", "caught_by": "131 is refused"}, {"name": "no_zero.py", "code": "def check_age(age):\n    if age <= 0 or age > 130:\n        raise ValueError(f\"{age} is not an age\")\n    return age\n", "caught_by": "0 and 130 are good ages"}, {"name": "other_message.py", "code": "def check_age(age):\n    if age < 0 or age > 130:\n        raise ValueError(\"that is not an age\")\n    return age\n", "caught_by": "The message contains the age"}], "minutes": 5}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'ask-and-add',
540,
'Ask and add',
'Read numbers from the keyboard and print their sum.',
'input-output',
'beginner',
'["input", "print", "loops"]',
'["name-badge", "number-or-default", "lift-off", "first-long-word"]',
'A program that asks again and again needs a loop that ends when the answer says so:

```python
answers = ["red", "blue", ""]
place = 0
while answers[place] != "":
    print("I heard", answers[place])
    place = place + 1
```

In your program, `input` takes the place of the list.

## Your task

Write `main()`, a small program that talks to its user:

1. It asks for numbers with `input("Number: ")`, one after the other.
2. An empty line ends the list.
3. Then it prints `Sum: ` and the sum, for example `Sum: 12`.

Numbers are whole and may be negative. When the very first line is empty, it prints `Sum: 0`.

A line that is not a number must not end the program: print `Not a number` and go on asking.',
'["Ask once before the loop, and again as the last line inside it: `while line != \"\":` then does the rest.", "`int(text)` raises `ValueError` when the string is not a whole number.", "Put only the `int(...)` into `try`, and `continue` after the message."]',
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
    line = input("Number: ")
    while line != "":
        try:
            total = total + int(line)
        except ValueError:
            print("Not a number")
        line = input("Number: ")
    print(f"Sum: {total}")
',
'{}',
'starter',
'{"wrongSamples": [{"name": "stops_at_an_error.py", "code": "def main():\n    total = 0\n    line = input(\"Number: \")\n    while line != \"\":\n        total = total + int(line)\n        line = input(\"Number: \")\n    print(f\"Sum: {total}\")\n", "caught_by": "Goes on after a line that is no number"}, {"name": "counts.py", "code": "def main():\n    count = 0\n    line = input(\"Number: \")\n    while line != \"\":\n        try:\n            int(line)\n            count = count + 1\n        except ValueError:\n            print(\"Not a number\")\n        line = input(\"Number: \")\n    print(f\"Sum: {count}\")\n", "caught_by": "Adds what was typed"}], "equivalent": ["line = input(\"Number: x\")"], "minutes": 12}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'safe-average',
550,
'An average that never breaks',
'Handle missing and broken data with exceptions.',
'errors',
'intermediate',
'["exceptions", "numbers"]',
'["check-age", "ask-and-add"]',
'An error can be caught in one function and raised in another. `except` may also raise a new error, with a better message:

```python
def to_percent(string):
    try:
        return float(string) * 100
    except ValueError:
        raise ValueError(f"cannot read {string}") from None

try:
    print(to_percent("a half"))
except ValueError as error:
    print("Sorry:", error)
```

## Your task

Data from a questionnaire is rarely clean. Write two functions:

`parse_number(text)` returns the number that a string holds, as a `float`; spaces around it and a decimal comma are fine: `parse_number(" 3,5 ")` is `3.5`. For anything else it raises a `ValueError` whose message holds the string that was given.

`average(texts)` returns the average of all strings that hold a number and leaves out the others. When none of them does, it returns `None`.

`average(["1", "x", "2"])` is `1.5`, and `average(["?"])` is `None`.',
'["`text.replace(\",\", \".\")` turns a comma into a point.", "`float` raises a `ValueError` by itself; catch it and raise one with your own message.", "In `average`, call `parse_number` inside `try` and skip what it refuses.", "In `parse_number`: `try:` return `float(text.replace(\",\", \".\"))`, and in `except ValueError` raise `ValueError(f\"not a number: {text}\")`."]',
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
    """Anything else is a value error that shows the text"""
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
'{"wrongSamples": [{"name": "zero_is_skipped.py", "code": "def parse_number(text):\n    try:\n        return float(text.replace(\",\", \".\"))\n    except ValueError:\n        raise ValueError(f\"not a number: {text}\") from None\n\n\ndef average(texts):\n    numbers = []\n    for text in texts:\n        try:\n            number = parse_number(text)\n        except ValueError:\n            continue\n        if number:\n            numbers.append(number)\n    return sum(numbers) / len(numbers) if numbers else None\n", "caught_by": "A zero counts"}, {"name": "divides_by_all.py", "code": "def parse_number(text):\n    try:\n        return float(text.replace(\",\", \".\"))\n    except ValueError:\n        raise ValueError(f\"not a number: {text}\") from None\n\n\ndef average(texts):\n    total, found = 0, False\n    for text in texts:\n        try:\n            total, found = total + parse_number(text), True\n        except ValueError:\n            continue\n    return total / len(texts) if found else None\n", "caught_by": "Average leaves out what is no number"}], "minutes": 15}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'prime-factors',
560,
'Take a number apart',
'Find the prime factors of a whole number.',
'numbers',
'intermediate',
'["loops", "arithmetic"]',
'["check-age", "lift-off", "keep-even"]',
'A loop can be inside another one. Here the inner loop divides as long as it works, for each number that the outer one tries:

```python
number = 40
for divisor in [2, 5]:
    while number % divisor == 0:
        print(divisor)
        number = number // divisor
```

shows `2`, `2`, `2` and `5`.

## Your task

Every whole number above 1 is a product of primes, and there is only one way to write it. Write `prime_factors(number)` that returns these primes as a list, the smallest first; a prime that divides more than once comes more than once.

- `prime_factors(12)` returns `[2, 2, 3]`
- `prime_factors(13)` returns `[13]`
- `prime_factors(1)` returns `[]`
- For zero and negative numbers, raise a `ValueError`

Large numbers should not take long: think about `prime_factors(1_000_000_007)`, which is a prime.',
'["Try the divisors 2, 3, 4 ... in turn, and divide as often as it works.", "Once all 2s are gone, 4 cannot divide any more: you need no list of primes.", "When `divisor * divisor` is larger than what is left, what is left is a prime.", "`while divisor * divisor <= number:`, and in it `while number % divisor == 0:` append the divisor and divide by it. At the end, a number above 1 is a factor, too."]',
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
'{"wrongSamples": [{"name": "each_once.py", "code": "def prime_factors(number):\n    if number < 1:\n        raise ValueError(\"only numbers from 1 on have prime factors\")\n    factors = []\n    divisor = 2\n    while divisor * divisor <= number:\n        if number % divisor == 0:\n            factors.append(divisor)\n            while number % divisor == 0:\n                number //= divisor\n        divisor += 1\n    if number > 1:\n        factors.append(number)\n    return factors\n", "caught_by": "A square of a prime"}, {"name": "last_one_lost.py", "code": "def prime_factors(number):\n    if number < 1:\n        raise ValueError(\"only numbers from 1 on have prime factors\")\n    factors = []\n    divisor = 2\n    while divisor * divisor <= number:\n        while number % divisor == 0:\n            factors.append(divisor)\n            number //= divisor\n        divisor += 1\n    return factors\n", "caught_by": "A prime is its own factor"}], "minutes": 15}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'count-lines',
570,
'Read a file',
'Read a text file line by line.',
'files',
'intermediate',
'["files", "with"]',
'["number-or-default", "add-them-up"]',
'`open` opens a file, and a `for` loop reads it line by line. `with` closes the file at the end, even if something goes wrong:

```python
with open("poem.txt", "w", encoding="utf-8") as file:
    file.write("Roses are red\n\nViolets are blue\n")

with open("poem.txt", encoding="utf-8") as file:
    for line in file:
        print(line.strip())
```

`"w"` opens a file for writing; without it, `open` reads. Each line still has its line break `\n` at the end; `strip()` takes it off, and spaces with it.

## Your task

Write a function `count_lines(path)` that returns how many lines of the file have text. **Empty lines, and lines of spaces only, do not count.**',
'["Count in a loop over the file. What is left of an empty line after `strip()`?", "Open the file with `with open(path, encoding=\"utf-8\") as file:`. In the loop, `if line.strip():` is true for lines with text."]',
'def count_lines(path):
    pass
',
'solution.py',
'import pytest
from solution import count_lines


@pytest.fixture
def file_with(tmp_path):
    def write(text):
        path = tmp_path / "text.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_lines(file_with):
    """Three lines are counted"""
    assert count_lines(file_with("one\ntwo\nthree\n")) == 3


def test_empty_lines(file_with):
    """Empty lines and lines of spaces do not count"""
    assert count_lines(file_with("one\n\n   \ntwo\n")) == 2


def test_last_line(file_with):
    """A last line without a line break counts"""
    assert count_lines(file_with("one\ntwo")) == 2


def test_alphabet(file_with):
    """Every alphabet can be read"""
    assert count_lines(file_with("Grüße\n東京\n")) == 2


def test_empty_file(file_with):
    """An empty file has no lines"""
    assert count_lines(file_with("")) == 0
',
'def count_lines(path):
    count = 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip():
                count = count + 1
    return count
',
'{}',
'starter',
'{"wrongSamples": [{"name": "all_lines.py", "code": "def count_lines(path):\n    with open(path, encoding=\"utf-8\") as file:\n        return len(file.readlines())\n", "caught_by": "Empty lines and lines of spaces do not count"}, {"name": "line_breaks.py", "code": "def count_lines(path):\n    with open(path, encoding=\"utf-8\") as file:\n        text = file.read()\n    while \"\\n\\n\" in text or \"\\n   \\n\" in text:\n        text = text.replace(\"\\n   \\n\", \"\\n\").replace(\"\\n\\n\", \"\\n\")\n    return text.count(\"\\n\")\n", "caught_by": "A last line without a line break counts"}, {"name": "ascii.py", "code": "def count_lines(path):\n    count = 0\n    with open(path, encoding=\"ascii\") as file:\n        for line in file:\n            if line.strip():\n                count = count + 1\n    return count\n", "caught_by": "Every alphabet can be read"}], "equivalent": ["if line.lstrip():"], "minutes": 6}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'notebook',
580,
'A notebook in a file',
'Keep notes in a text file, one note a line.',
'files',
'intermediate',
'["files", "with"]',
'["count-lines", "new-list-in-a-line"]',
'The second value of `open` says what for: `"r"` reads, `"w"` writes a new file over the old one, `"a"` adds at the end.

```python
with open("list.txt", "a", encoding="utf-8") as file:
    file.write("milk\n")
with open("list.txt", "a", encoding="utf-8") as file:
    file.write("bread\n")
with open("list.txt", encoding="utf-8") as file:
    print(file.read().splitlines())   # [''milk'', ''bread'']
```

## Your task

Write three functions around a text file that holds one note a line. `path` is where the file is.

- `add_note(path, note)` adds a note at the end; the file is made when it is not there yet
- `read_notes(path)` returns all notes as a list of strings without line breaks; when there is no file, it returns an empty list
- `find_notes(path, word)` returns the notes that hold the word, whatever its capital letters

A note must stay on one line: `add_note` replaces line breaks inside a note by spaces. Use the encoding UTF-8, so that every alphabet works.',
'["`open(path, \"a\", encoding=\"utf-8\")` opens a file for adding at its end.", "`with open(...) as file:` closes the file again, whatever happens.", "A file that is not there raises `FileNotFoundError` when you open it for reading.", "`read_notes`: in `try`, open the file and return `file.read().splitlines()`; in `except FileNotFoundError`, return `[]`. `find_notes` calls `read_notes`."]',
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
'{"wrongSamples": [{"name": "overwrites.py", "code": "def add_note(path, note):\n    with open(path, \"w\", encoding=\"utf-8\") as file:\n        file.write(\" \".join(note.splitlines()) + \"\\n\")\n\n\ndef read_notes(path):\n    try:\n        with open(path, encoding=\"utf-8\") as file:\n            return file.read().splitlines()\n    except FileNotFoundError:\n        return []\n\n\ndef find_notes(path, word):\n    return [note for note in read_notes(path) if word.lower() in note.lower()]\n", "caught_by": "Notes come back in order"}, {"name": "several_lines.py", "code": "def add_note(path, note):\n    with open(path, \"a\", encoding=\"utf-8\") as file:\n        file.write(note + \"\\n\")\n\n\ndef read_notes(path):\n    try:\n        with open(path, encoding=\"utf-8\") as file:\n            return file.read().splitlines()\n    except FileNotFoundError:\n        return []\n\n\ndef find_notes(path, word):\n    return [note for note in read_notes(path) if word.lower() in note.lower()]\n", "caught_by": "There is one line for each note"}], "minutes": 15}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'score-table',
590,
'Read a table of scores',
'Sum up scores from a CSV file in the working folder.',
'files',
'intermediate',
'["files", "csv", "dictionaries"]',
'["notebook", "by-first-letter", "longest-first"]',
'CSV files hold tables: a line for each row, a comma between the cells. Do not cut them with `split(",")`, for a cell in quotes may hold a comma. The module `csv` knows the rules:

```python
import csv

with open("pets.csv", "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["name", "kind"])
    writer.writerow(["Rex, the king", "dog"])
with open("pets.csv", newline="") as file:
    for row in csv.DictReader(file):
        print(row["name"], "is a", row["kind"])
```

## Your task

A game writes its results to a file `scores.csv` in the working folder. Its first line is `player,points`; every further line is one game. Write two functions:

- `total_scores(filename)` returns a dictionary from player to the sum of their points
- `save_totals(totals, filename)` writes such a dictionary to a CSV file with the same first line, players in alphabetical order

Points are whole numbers. A player''s name may hold a comma; it is then written in quotes, and the `csv` module takes care of that for you.',
'["`csv.DictReader(file)` reads each line as a dictionary.", "Open CSV files with `newline=\"\"`, as the documentation of `csv` asks for.", "`csv.writer(file).writerow([...])` writes one line.", "In the loop: `totals[game[\"player\"]] = totals.get(game[\"player\"], 0) + int(game[\"points\"])`. To save, write the headings, then one row for each pair in `sorted(totals.items())`."]',
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
'{"wrongSamples": [{"name": "split.py", "code": "import csv\n\n\ndef total_scores(filename):\n    totals = {}\n    with open(filename) as file:\n        next(file)\n        for line in file:\n            player, points = line.split(\",\")[:2]\n            totals[player] = totals.get(player, 0) + int(points)\n    return totals\n\n\ndef save_totals(totals, filename):\n    with open(filename, \"w\", newline=\"\") as file:\n        writer = csv.writer(file)\n        writer.writerow([\"player\", \"points\"])\n        writer.writerows(sorted(totals.items()))\n", "caught_by": "A name with a comma"}, {"name": "unsorted.py", "code": "import csv\n\n\ndef total_scores(filename):\n    totals = {}\n    with open(filename, newline=\"\") as file:\n        for game in csv.DictReader(file):\n            totals[game[\"player\"]] = totals.get(game[\"player\"], 0) + int(game[\"points\"])\n    return totals\n\n\ndef save_totals(totals, filename):\n    with open(filename, \"w\", newline=\"\") as file:\n        writer = csv.writer(file)\n        writer.writerow([\"player\", \"points\"])\n        writer.writerows(totals.items())\n", "caught_by": "Saves players in alphabetical order"}], "minutes": 15}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'saved-settings',
600,
'Save it as JSON',
'Write a dictionary to a file and read it back.',
'files',
'intermediate',
'["json", "files", "exceptions"]',
'["notebook"]',
'**JSON** is a text format for dictionaries, lists, strings and numbers. Nearly every program and web service understands it. The module `json` translates:

```python
import json

text = json.dumps({"name": "Mia", "points": [3, 5]})
print(text)                       # {"name": "Mia", "points": [3, 5]}
print(json.loads(text)["name"])   # Mia
```

`json.dump(value, file)` and `json.load(file)` do the same with an open file.

## Your task

A game keeps its settings in a JSON file. Write two functions:

- `save(path, settings)` writes the dictionary to the file
- `load(path)` returns the dictionary in the file. When there is no such file, it returns `{"sound": True, "level": 1}`',
'["Open the file for writing in `save` and for reading in `load`. A missing file raises `FileNotFoundError`.", "`json.dump(settings, file)` writes, `return json.load(file)` reads. Put the reading in `try`, and return the two default settings in `except FileNotFoundError`."]',
'import json


def save(path, settings):
    pass


def load(path):
    pass
',
'solution.py',
'import json

import pytest
from solution import load, save


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


def test_round_trip(path):
    """What was saved can be loaded again"""
    save(path, {"sound": False, "level": 7})
    assert load(path) == {"sound": False, "level": 7}


def test_json(path):
    """The file holds JSON"""
    save(path, {"level": 2})
    assert json.loads(path.read_text(encoding="utf-8")) == {"level": 2}


def test_replaced(path):
    """Saving again replaces the old settings"""
    save(path, {"sound": False, "level": 7, "name": "a long text"})
    save(path, {"level": 8})
    assert load(path) == {"level": 8}


def test_missing(path):
    """Without a file the settings are those of a new game"""
    assert load(path) == {"sound": True, "level": 1}


def test_broken(path):
    """A broken file is an error, not a new game"""
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError):
        load(path)
',
'import json


def save(path, settings):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(settings, file)


def load(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {"sound": True, "level": 1}
',
'{}',
'starter',
'{"wrongSamples": [{"name": "appends.py", "code": "import json\n\n\ndef save(path, settings):\n    with open(path, \"a\", encoding=\"utf-8\") as file:\n        json.dump(settings, file)\n\n\ndef load(path):\n    try:\n        with open(path, encoding=\"utf-8\") as file:\n            return json.load(file)\n    except FileNotFoundError:\n        return {\"sound\": True, \"level\": 1}\n", "caught_by": "Saving again replaces the old settings"}, {"name": "not_json.py", "code": "def save(path, settings):\n    with open(path, \"w\", encoding=\"utf-8\") as file:\n        file.write(repr(settings))\n\n\ndef load(path):\n    try:\n        with open(path, encoding=\"utf-8\") as file:\n            return eval(file.read())\n    except FileNotFoundError:\n        return {\"sound\": True, \"level\": 1}\n", "caught_by": "The file holds JSON"}, {"name": "hides_all.py", "code": "import json\n\n\ndef save(path, settings):\n    with open(path, \"w\", encoding=\"utf-8\") as file:\n        json.dump(settings, file)\n\n\ndef load(path):\n    try:\n        with open(path, encoding=\"utf-8\") as file:\n            return json.load(file)\n    except Exception:\n        return {\"sound\": True, \"level\": 1}\n", "caught_by": "A broken file is an error, not a new game"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'roll-the-dice',
610,
'Roll the dice',
'Use the module random.',
'modules',
'intermediate',
'["random", "modules"]',
'["new-list-in-a-line", "tea-time"]',
'A **module** is a box of ready-made functions; `import` opens it. `random` is for everything that should come out differently each time:

```python
import random

print(random.randint(1, 6))              # a whole number from 1 to 6
print(random.choice(["rock", "paper"]))  # one of the list
```

To test a program with chance in it, give it the **source** of chance: `random.Random(7)` is one that always rolls the same numbers, because it starts from the same *seed*, 7. It has the same functions.

## Your task

Write a function `roll(count, source)` that returns a list of that many rolls of a die, each from 1 to 6. Every roll must come from `source.randint`, one after the other.',
'["`source.randint(1, 6)` is one roll. You need a list of `count` of them.", "A comprehension does it: the roll, then `for` a number in `range(count)`."]',
'def roll(count, source):
    pass
',
'solution.py',
'import random

from solution import roll


def test_count():
    """There are as many rolls as asked for"""
    assert len(roll(5, random.Random(1))) == 5
    assert roll(0, random.Random(1)) == []


def test_sides():
    """In many rolls every side from 1 to 6 comes up, and no other"""
    assert set(roll(300, random.Random(2))) == {1, 2, 3, 4, 5, 6}


def test_source():
    """The rolls come from the given source"""
    expected = random.Random(7)
    assert roll(4, random.Random(7)) == [expected.randint(1, 6) for _ in range(4)]
',
'def roll(count, source):
    return [source.randint(1, 6) for number in range(count)]
',
'{}',
'starter',
'{"wrongSamples": [{"name": "own_source.py", "code": "import random\n\n\ndef roll(count, source):\n    return [random.randint(1, 6) for number in range(count)]\n", "caught_by": "The rolls come from the given source"}, {"name": "one_roll.py", "code": "def roll(count, source):\n    return [source.randint(1, 6)] * count\n", "caught_by": "In many rolls every side from 1 to 6 comes up, and no other"}, {"name": "five_sides.py", "code": "def roll(count, source):\n    return [source.randint(1, 5) for number in range(count)]\n", "caught_by": "In many rolls every side from 1 to 6 comes up, and no other"}], "minutes": 6}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'days-between',
620,
'Count the days',
'Calculate with dates.',
'modules',
'intermediate',
'["datetime", "modules"]',
'["roll-the-dice", "check-age"]',
'The module `datetime` knows the calendar, leap days and all. Dates can be compared, and the difference of two of them has a number of `days`:

```python
from datetime import date

birthday = date(2026, 5, 17)
today = date.fromisoformat("2026-05-01")
print((birthday - today).days)   # 16
print(birthday > today)          # True
```

## Your task

Write a function `days_until(today, goal)`. Both are strings such as `"2026-05-17"`. Return how many days there are from `today` to `goal`. When the goal is in the past, raise a `ValueError`. On the day itself the answer is `0`.',
'["Turn both strings into dates with `date.fromisoformat`, then subtract the first from the second.", "Keep `days = (date.fromisoformat(goal) - date.fromisoformat(today)).days`. When it is below 0, raise the error."]',
'from datetime import date


def days_until(today, goal):
    pass
',
'solution.py',
'import pytest
from solution import days_until


def test_same_month():
    """From the 1st to the 17th of May there are 16 days"""
    assert days_until("2026-05-01", "2026-05-17") == 16


def test_leap_day():
    """A leap day counts"""
    assert days_until("2024-02-28", "2024-03-01") == 2
    assert days_until("2023-02-28", "2023-03-01") == 1


def test_year():
    """A whole year has 365 days"""
    assert days_until("2026-01-01", "2027-01-01") == 365


def test_today():
    """On the day itself the answer is 0"""
    assert days_until("2026-05-17", "2026-05-17") == 0


def test_past():
    """A goal in the past is refused"""
    with pytest.raises(ValueError):
        days_until("2026-05-18", "2026-05-17")
',
'from datetime import date


def days_until(today, goal):
    days = (date.fromisoformat(goal) - date.fromisoformat(today)).days
    if days < 0:
        raise ValueError("the goal is in the past")
    return days
',
'{}',
'starter',
'{"wrongSamples": [{"name": "thirty_days.py", "code": "def days_until(today, goal):\n    year, month, day = [int(part) for part in goal.split(\"-\")]\n    from_year, from_month, from_day = [int(part) for part in today.split(\"-\")]\n    days = (year - from_year) * 365 + (month - from_month) * 30 + day - from_day\n    if days < 0:\n        raise ValueError(\"the goal is in the past\")\n    return days\n", "caught_by": "A leap day counts"}, {"name": "no_error.py", "code": "from datetime import date\n\n\ndef days_until(today, goal):\n    return (date.fromisoformat(goal) - date.fromisoformat(today)).days\n", "caught_by": "A goal in the past is refused"}, {"name": "today_refused.py", "code": "from datetime import date\n\n\ndef days_until(today, goal):\n    days = (date.fromisoformat(goal) - date.fromisoformat(today)).days\n    if days <= 0:\n        raise ValueError(\"the goal is in the past\")\n    return days\n", "caught_by": "On the day itself the answer is 0"}], "minutes": 7}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'enough-paint',
630,
'Enough paint?',
'Round up with the module math.',
'modules',
'intermediate',
'["math", "modules"]',
'["roll-the-dice", "box-volume"]',
'The module `math` has what a calculator has, for example:

```python
import math

print(math.sqrt(49))   # 7.0, the square root
print(math.pi)         # 3.141592653589793
print(math.ceil(2.1))  # 3, rounded up
print(math.floor(2.9)) # 2, rounded down
```

## Your task

A tin of paint is enough for `9` square metres. Write a function `tins(radius)` that returns how many **whole tins** you must buy to paint a round floor of that radius, in metres. The area of a circle is pi times the radius squared.

`tins(3)` is `4`: the area is about 28.3 square metres, and three tins are not enough.',
'["Calculate the area first: `math.pi * radius * radius`. Then divide by 9, and round up.", "The last line hands the area divided by 9 to `math.ceil` and returns the result."]',
'import math


def tins(radius):
    pass
',
'solution.py',
'from solution import tins


def test_three():
    """A radius of 3 metres needs 4 tins"""
    assert tins(3) == 4


def test_small():
    """A small floor needs one whole tin"""
    assert tins(1) == 1


def test_large():
    """A radius of 10 metres needs 35 tins"""
    assert tins(10) == 35


def test_nothing():
    """No floor needs no paint"""
    assert tins(0) == 0


def test_half():
    """A radius may be a decimal number"""
    assert tins(2.5) == 3
',
'import math


def tins(radius):
    area = math.pi * radius * radius
    return math.ceil(area / 9)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "rounded_down.py", "code": "import math\n\n\ndef tins(radius):\n    return int(math.pi * radius * radius / 9)\n", "caught_by": "A small floor needs one whole tin"}, {"name": "one_more.py", "code": "import math\n\n\ndef tins(radius):\n    return int(math.pi * radius * radius / 9) + 1\n", "caught_by": "No floor needs no paint"}, {"name": "nearest.py", "code": "import math\n\n\ndef tins(radius):\n    return round(math.pi * radius * radius / 9)\n", "caught_by": "A radius of 3 metres needs 4 tins"}], "minutes": 6}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'turn-table',
640,
'Turn the table',
'Swap the rows and columns of a table.',
'lists',
'intermediate',
'["nested lists", "comprehensions"]',
'["new-list-in-a-line", "two-lists"]',
'A list of lists is a table. With a `*` in front, `zip` gets each row as a value of its own and goes through all of them side by side:

```python
rows = [["a", "b"], ["c", "d"]]
for column in zip(*rows):
    print(column)   # (''a'', ''c''), then (''b'', ''d'')
```

## Your task

A table is a list of rows, and each row is a list of cells. Write `turn(table)` that returns a new table in which rows have become columns:

```python
turn([[1, 2, 3],
      [4, 5, 6]])   # [[1, 4], [2, 5], [3, 6]]
```

- Rows of the result are lists, too
- An empty table gives an empty table
- When the rows differ in length, it is not a table: raise a `ValueError`

The table that was given stays as it was.',
'["The first row of the result holds the first cell of every row.", "`zip(*table)` goes through all rows side by side.", "`zip` stops at the shortest row unless you say `strict=True`.", "Make a list of each `column` in `zip(*table, strict=True)`; `strict=True` raises the `ValueError`."]',
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
'{"wrongSamples": [{"name": "tuples.py", "code": "def turn(table):\n    return list(zip(*table, strict=True))\n", "caught_by": "Two rows become two columns"}, {"name": "cut_off.py", "code": "def turn(table):\n    return [list(column) for column in zip(*table)]\n", "caught_by": "Rows of different length are refused"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'count-mines',
650,
'Mines around you',
'Look at the neighbours in a grid.',
'grids',
'intermediate',
'["nested lists", "grids"]',
'["turn-table", "range-with-steps"]',
'A **grid** is a list of rows, and a row is a list of cells. The first number picks the row, the second one the column:

```python
grid = [["a", "b"],
        ["c", "d"]]
print(grid[1][0])                # c
print(len(grid), len(grid[0]))   # rows and columns
for row in range(len(grid)):
    for column in range(len(grid[row])):
        print(row, column, grid[row][column])
```

Careful: `grid[-1]` is not an error, but the **last** row. When you look at neighbours, check that they are inside the grid.

## Your task

In a field of text rows, `"*"` is a mine and `"."` is free. Write a function `mines_around(field, row, column)` that returns how many mines lie on the up to **eight** cells around that place. The place itself does not count.

```python
field = ["*..",
         ".*.",
         "..."]
# mines_around(field, 0, 1) is 2
# mines_around(field, 1, 1) is 1
```',
'["Two loops, one over the rows `row - 1` to `row + 1`, one over the columns, reach nine cells. Skip those outside the field, and the place itself.", "A row is inside when `0 <= r < len(field)`, a column when `0 <= c < len(field[r])`. Count when the cell is `\"*\"` and `(r, c)` is not `(row, column)`."]',
'def mines_around(field, row, column):
    pass
',
'solution.py',
'from solution import mines_around

FIELD = ["*..", ".*.", "..."]


def test_middle():
    """A place in the middle has eight neighbours"""
    assert mines_around(["***", "*.*", "***"], 1, 1) == 8
    assert mines_around(["...", "...", "..."], 1, 1) == 0


def test_edge():
    """A place at the edge has fewer neighbours"""
    assert mines_around(FIELD, 0, 1) == 2
    assert mines_around(FIELD, 1, 2) == 1


def test_corner():
    """A corner does not see the other side of the field"""
    assert mines_around(["..*", "...", "*.*"], 0, 0) == 0
    assert mines_around(["*.*", "...", "*.."], 2, 2) == 0


def test_itself():
    """The place itself does not count"""
    assert mines_around(FIELD, 1, 1) == 1
    assert mines_around(["*"], 0, 0) == 0


def test_wide():
    """A field can be wider than it is high"""
    assert mines_around(["..*.*", "....."], 1, 3) == 2
',
'def mines_around(field, row, column):
    mines = 0
    for r in range(row - 1, row + 2):
        for c in range(column - 1, column + 2):
            inside = 0 <= r < len(field) and 0 <= c < len(field[r])
            if inside and (r, c) != (row, column) and field[r][c] == "*":
                mines = mines + 1
    return mines
',
'{}',
'starter',
'{"wrongSamples": [{"name": "wraps_around.py", "code": "def mines_around(field, row, column):\n    mines = 0\n    for r in range(row - 1, row + 2):\n        for c in range(column - 1, column + 2):\n            inside = r < len(field) and c < len(field[0])\n            if inside and (r, c) != (row, column) and field[r][c] == \"*\":\n                mines = mines + 1\n    return mines\n", "caught_by": "A corner does not see the other side of the field"}, {"name": "counts_itself.py", "code": "def mines_around(field, row, column):\n    mines = 0\n    for r in range(row - 1, row + 2):\n        for c in range(column - 1, column + 2):\n            if 0 <= r < len(field) and 0 <= c < len(field[r]) and field[r][c] == \"*\":\n                mines = mines + 1\n    return mines\n", "caught_by": "The place itself does not count"}, {"name": "four_neighbours.py", "code": "def mines_around(field, row, column):\n    mines = 0\n    for r, c in [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]:\n        if 0 <= r < len(field) and 0 <= c < len(field[r]) and field[r][c] == \"*\":\n            mines = mines + 1\n    return mines\n", "caught_by": "A place in the middle has eight neighbours"}], "equivalent": ["if inside and (r, c) == (row, column) and field[r][c] == \"*\":"], "minutes": 12}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'tic-tac-toe',
660,
'Three in a row',
'Check the lines of a grid.',
'grids',
'intermediate',
'["grids", "nested lists"]',
'["count-mines", "new-list-in-a-line"]',
'In a square grid, four kinds of lines can be made without writing out every cell:

```python
grid = [["X", "O", "X"], ["O", "X", "O"], ["X", "O", "O"]]
rows = grid
columns = [[row[c] for row in grid] for c in range(3)]
falling = [grid[i][i] for i in range(3)]
rising = [grid[i][2 - i] for i in range(3)]
print(columns[0], falling, rising)
```

## Your task

Write a function `winner(grid)` for tic-tac-toe. The grid has three rows of three cells, each `"X"`, `"O"` or `" "`. Return `"X"` or `"O"` when that player has three in a row, in a column or on a diagonal, else an empty string. At most one player has won.',
'["Put all eight lines into one list. Then look for a line that is all `\"X\"` or all `\"O\"`.", "`for player in [\"X\", \"O\"]:` and `if [player, player, player] in lines:` return the player. After the loop, return `\"\"`."]',
'def winner(grid):
    pass
',
'solution.py',
'from solution import winner


def grid_of(*rows):
    return [list(row) for row in rows]


def test_rows():
    """Three in a row win"""
    assert winner(grid_of("XXX", "OO ", "   ")) == "X"
    assert winner(grid_of("XX ", "X  ", "OOO")) == "O"


def test_columns():
    """Three in a column win"""
    assert winner(grid_of("OX ", "OX ", "O X")) == "O"
    assert winner(grid_of("O X", "O X", "  X")) == "X"


def test_diagonals():
    """Three on a diagonal win"""
    assert winner(grid_of("X O", "OX ", "  X")) == "X"
    assert winner(grid_of("X O", "XO ", "O X")) == "O"


def test_nobody():
    """Without three in a line nobody has won"""
    assert winner(grid_of("XOX", "XOO", "OXX")) == ""


def test_empty():
    """Three empty cells are no win"""
    assert winner(grid_of("   ", "   ", "   ")) == ""


def test_unchanged():
    """The grid stays as it was"""
    grid = grid_of("XXX", "OO ", "   ")
    assert winner(grid) == "X"
    assert grid == grid_of("XXX", "OO ", "   ")
',
'def winner(grid):
    columns = [[row[c] for row in grid] for c in range(3)]
    falling = [grid[i][i] for i in range(3)]
    rising = [grid[i][2 - i] for i in range(3)]
    lines = grid + columns + [falling, rising]
    for player in ["X", "O"]:
        if [player, player, player] in lines:
            return player
    return ""
',
'{}',
'starter',
'{"wrongSamples": [{"name": "rows_only.py", "code": "def winner(grid):\n    for player in [\"X\", \"O\"]:\n        if [player] * 3 in grid:\n            return player\n    return \"\"\n", "caught_by": "Three in a column win"}, {"name": "one_diagonal.py", "code": "def winner(grid):\n    lines = grid + [[row[c] for row in grid] for c in range(3)] + [[grid[i][i] for i in range(3)]]\n    for player in [\"X\", \"O\"]:\n        if [player] * 3 in lines:\n            return player\n    return \"\"\n", "caught_by": "Three on a diagonal win"}, {"name": "empty_wins.py", "code": "def winner(grid):\n    lines = grid + [[row[c] for row in grid] for c in range(3)]\n    lines = lines + [[grid[i][i] for i in range(3)], [grid[i][2 - i] for i in range(3)]]\n    for line in lines:\n        if line[0] == line[1] == line[2]:\n            return line[0]\n    return \"\"\n", "caught_by": "Three empty cells are no win"}], "minutes": 12}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'sum-of-digits',
670,
'A function that calls itself',
'Solve a problem by making it smaller.',
'recursion',
'intermediate',
'["recursion"]',
'["box-volume", "leap-day"]',
'A function may call **itself**, with a smaller problem. Two things are needed: a smallest case that is solved at once, and a step that makes the problem smaller.

```python
def factorial(n):
    if n <= 1:
        return 1                  # the smallest case
    return n * factorial(n - 1)   # one smaller

print(factorial(5))   # 120
```

`factorial(5)` waits for `factorial(4)`, which waits for `factorial(3)`, and so on down to `1`.

## Your task

Write a function `digit_sum(number)` that adds the digits of a whole number from 0 up: `digit_sum(507)` is `12`. Use recursion, no loop: `507 % 10` is the last digit, and `507 // 10` is the number without it.',
'["What is the digit sum of a number below 10? That is the smallest case.", "Otherwise return the last digit plus the digit sum of the number without its last digit."]',
'def digit_sum(number):
    pass
',
'solution.py',
'from solution import digit_sum


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
',
'def digit_sum(number):
    if number < 10:
        return number
    return number % 10 + digit_sum(number // 10)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "once_more.py", "code": "def digit_sum(number):\n    total = number % 10 + number // 10 % 10 + number // 100 % 10\n    return total\n", "caught_by": "A long number works, too"}, {"name": "last_digit_lost.py", "code": "def digit_sum(number):\n    if number < 10:\n        return number\n    return digit_sum(number // 10)\n", "caught_by": "The digits of 507 add up to 12"}, {"name": "product.py", "code": "def digit_sum(number):\n    if number < 10:\n        return number\n    return number % 10 * digit_sum(number // 10)\n", "caught_by": "The digits of 10 add up to 1"}], "equivalent": ["if number <= 10:", "if number < 11:"], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'flatten',
680,
'Boxes in boxes',
'Flatten a list of lists of lists with recursion.',
'recursion',
'intermediate',
'["recursion", "lists"]',
'["sum-of-digits", "add-them-up"]',
'Recursion fits data that contains smaller data of the same kind. This function counts how deep a list goes:

```python
def depth(thing):
    if not isinstance(thing, list):
        return 0
    deepest = 0
    for inner in thing:
        deepest = max(deepest, depth(inner))
    return deepest + 1

print(depth([1, [2, [3]]]))   # 3
```

## Your task

A box holds things and other boxes, which hold things and boxes in turn. In Python a box is a list. Write `flatten(box)` that returns one list with everything that is not a box, in the order in which it comes when you unpack box after box.

- `flatten([1, [2, [3, 4]], 5])` returns `[1, 2, 3, 4, 5]`
- Empty boxes vanish: `flatten([[], [[]]])` returns `[]`
- Only lists are boxes: strings and tuples stay whole, as in `flatten(["ab", [(1, 2)]])`, which returns `["ab", (1, 2)]`

The box that was given stays as it was.',
'["`isinstance(thing, list)` tells whether a thing is a box.", "What would you do with an inner box if you had a finished `flatten` already?", "`result.extend(flatten(inner))` adds everything of an inner box.", "`if isinstance(thing, list):` then `result.extend(flatten(thing))`, `else:` append the thing."]',
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
    """Strings and tuples stay whole"""
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
'{"wrongSamples": [{"name": "one_level.py", "code": "def flatten(box):\n    result = []\n    for thing in box:\n        if isinstance(thing, list):\n            result.extend(thing)\n        else:\n            result.append(thing)\n    return result\n", "caught_by": "Boxes in boxes"}, {"name": "tuples_too.py", "code": "def flatten(box):\n    result = []\n    for thing in box:\n        if isinstance(thing, (list, tuple)):\n            result.extend(flatten(thing))\n        else:\n            result.append(thing)\n    return result\n", "caught_by": "Strings and tuples stay whole"}], "minutes": 10}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'find-dates',
690,
'Find every date',
'Search a string with a regular expression.',
'regular-expressions',
'intermediate',
'["regular expressions"]',
'["new-list-in-a-line", "roll-the-dice"]',
'A **regular expression** describes what a piece of text looks like:

- `\d` is a digit, `\w` a letter or digit, `.` any character
- `\d{4}` is four digits, `\d+` one or more
- `[abc]` is one of these letters

```python
import re

text = "Call 0711-2233 or 030-77 today"
print(re.findall(r"\d+-\d+", text))   # [''0711-2233'', ''030-77'']
```

The `r` before the quotes keeps Python from touching the backslashes. `\b` stands for the edge of a word: `\b\d{3}\b` finds three digits that are not part of a longer number.

## Your task

Write a function `find_dates(text)` that returns a list of all dates of the form `2026-05-17` in a string: four digits, two digits, two digits, with hyphens in between. Digits before or after make it something else: `12026-05-17` and `2026-05-171` hold no date.',
'["Begin with `\\d{4}` and a hyphen. What comes after that? `re.findall` returns all pieces that fit.", "Put `\\b` at both ends, so that no digit comes before or after: `r\"\\b\\d{4}-...-...\\b\"`."]',
'import re


def find_dates(text):
    pass
',
'solution.py',
'from solution import find_dates


def test_two_dates():
    """All dates are found, in their order"""
    assert find_dates("from 2026-05-17 to 2026-06-01.") == ["2026-05-17", "2026-06-01"]


def test_digits():
    """The number of digits must be right"""
    assert find_dates("26-05-17, 2026-5-17 and 2026-05-1") == []


def test_around():
    """Digits before or after make it something else"""
    assert find_dates("12026-05-17 and 2026-05-171") == []


def test_edges():
    """A date can be the whole string"""
    assert find_dates("2026-05-17") == ["2026-05-17"]


def test_hyphens():
    """Other signs between the numbers make no date"""
    assert find_dates("2026.05.17 2026/05/17 20260517") == []
',
'import re


def find_dates(text):
    return re.findall(r"\b\d{4}-\d{2}-\d{2}\b", text)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "no_edges.py", "code": "import re\n\n\ndef find_dates(text):\n    return re.findall(r\"\\d{4}-\\d{2}-\\d{2}\", text)\n", "caught_by": "Digits before or after make it something else"}, {"name": "any_sign.py", "code": "import re\n\n\ndef find_dates(text):\n    return re.findall(r\"\\b\\d{4}.\\d{2}.\\d{2}\\b\", text)\n", "caught_by": "Other signs between the numbers make no date"}, {"name": "any_digits.py", "code": "import re\n\n\ndef find_dates(text):\n    return re.findall(r\"\\b\\d+-\\d+-\\d+\\b\", text)\n", "caught_by": "The number of digits must be right"}], "minutes": 9}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'booking-code',
700,
'Is the code valid?',
'Check a whole string and take it apart.',
'regular-expressions',
'intermediate',
'["regular expressions"]',
'["find-dates", "check-age", "min-and-max"]',
'`re.fullmatch` asks whether a **whole** text fits, and round brackets pick parts out of it:

```python
import re

match = re.fullmatch(r"(\w+)@(\w+)\.org", "mia@school.org")
if match:
    print(match[1], match[2])   # mia school
print(re.fullmatch(r"\d+", "12 apples"))   # None: not the whole text
```

A dot means "any character"; `\.` is a real dot.

## Your task

A booking code looks like `AB-123`: two capital letters from A to Z, a hyphen, and one to four digits. Write a function `parse_code(code)` that returns a tuple of the letters and the **number**: `parse_code("AB-0123")` is `("AB", 123)`. For any other string, raise a `ValueError`.',
'["Capital letters are `[A-Z]`, two of them `[A-Z]{2}`. \"One to four\" is written `{1,4}`.", "Use `re.fullmatch` with brackets around the letters and around the digits. `if not match:` raise the error; else return `match[1]` and `int(match[2])`."]',
'import re


def parse_code(code):
    pass
',
'solution.py',
'import pytest
from solution import parse_code


def test_good():
    """A good code is taken apart"""
    assert parse_code("AB-123") == ("AB", 123)


def test_zeros():
    """Zeros in front do not change the number"""
    assert parse_code("QX-0007") == ("QX", 7)


def test_lengths():
    """One digit and four digits are fine"""
    assert parse_code("AB-1") == ("AB", 1)
    assert parse_code("AB-9999") == ("AB", 9999)


@pytest.mark.parametrize("code", ["ab-123", "A-123", "ABC-123", "AB123", "", "AB_1"])
def test_letters(code):
    """Wrong letters or a missing hyphen are refused"""
    with pytest.raises(ValueError):
        parse_code(code)


@pytest.mark.parametrize("code", ["AB-", "AB-12345", "AB-1x"])
def test_digits(code):
    """No digits, too many digits and other characters are refused"""
    with pytest.raises(ValueError):
        parse_code(code)


@pytest.mark.parametrize("code", [" AB-123", "AB-123 ", "my AB-123", "AB-123\n"])
def test_whole(code):
    """The whole string must be the code"""
    with pytest.raises(ValueError):
        parse_code(code)
',
'import re


def parse_code(code):
    match = re.fullmatch(r"([A-Z]{2})-([0-9]{1,4})", code)
    if not match:
        raise ValueError(f"{code} is not a booking code")
    return match[1], int(match[2])
',
'{}',
'starter',
'{"wrongSamples": [{"name": "begins.py", "code": "import re\n\n\ndef parse_code(code):\n    match = re.match(r\"([A-Z]{2})-([0-9]{1,4})\\b\", code)\n    if not match:\n        raise ValueError(code)\n    return match[1], int(match[2])\n", "caught_by": "The whole string must be the code"}, {"name": "text.py", "code": "import re\n\n\ndef parse_code(code):\n    match = re.fullmatch(r\"([A-Z]{2})-([0-9]{1,4})\", code)\n    if not match:\n        raise ValueError(code)\n    return match[1], match[2]\n", "caught_by": "Zeros in front do not change the number"}, {"name": "many_digits.py", "code": "import re\n\n\ndef parse_code(code):\n    match = re.fullmatch(r\"([A-Z]{2})-([0-9]+)\", code)\n    if not match:\n        raise ValueError(code)\n    return match[1], int(match[2])\n", "caught_by": "No digits, too many digits and other characters are refused"}], "minutes": 10}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'secret-message',
710,
'Project: a secret message',
'Build a cipher in three steps.',
'projects',
'intermediate',
'["strings", "loops", "projects"]',
'["initials", "range-with-steps", "new-list-in-a-line", "safe-average"]',
'The Roman general Caesar wrote secret letters by shifting the alphabet: with a shift of 3, `a` becomes `d`, `b` becomes `e`, and `z` begins again at `c`. Two functions turn letters into numbers and back:

```python
print(ord("a"), ord("d"))         # 97 100
print(chr(97 + 3))                # d
place = ord("z") - ord("a")       # 25
print(chr(ord("a") + (place + 3) % 26))   # c
```

Text is best built from a list of letters: `"".join(["a", "b"])` is `"ab"`.

## 1. Shift one letter

Write `shift_letter(letter, by)`. A small letter from `a` to `z` is shifted; **everything else** comes back as it is: `shift_letter("z", 3)` is `"c"`, `shift_letter("!", 3)` is `"!"`.

## 2. Encode a string

Write `encode(text, by)` that shifts every letter of a string: `encode("hello, you", 3)` is `"khoor, brx"`. Capital letters are turned into small ones first.

## 3. Decode a string

Write `decode(text, by)` that undoes it.',
'["1. Shift one letter: The place of a letter in the alphabet is `ord(letter) - ord(\"a\")`. Shift it, take `% 26`, and go back with `chr`.", "1. Shift one letter: `if \"a\" <= letter <= \"z\":` return the shifted letter, as in the last line of the example; after it, `return letter`.", "2. Encode a string: Make the string small, go through it letter by letter, and collect what `shift_letter` returns.", "2. Encode a string: Join a comprehension: `\"\".join([... for letter in text.lower()])`.", "3. Decode a string: To go back, shift the other way.", "3. Decode a string: `decode` is one line that calls `encode` with the opposite of `by`."]',
'def shift_letter(letter, by):
    pass


def encode(text, by):
    pass


def decode(text, by):
    pass
',
'solution.py',
'from solution import decode, encode, shift_letter


def test_letter():
    """1. A letter is shifted"""
    assert shift_letter("a", 3) == "d"
    assert shift_letter("m", 1) == "n"


def test_wrap():
    """1. After z the alphabet begins again"""
    assert shift_letter("z", 3) == "c"
    assert shift_letter("y", 1) == "z"
    assert shift_letter("a", 26) == "a"


def test_back():
    """1. A negative shift goes back"""
    assert shift_letter("a", -1) == "z"


def test_others():
    """1. Everything else stays as it is"""
    assert shift_letter("!", 3) == "!"
    assert shift_letter(" ", 3) == " "
    assert shift_letter("ü", 3) == "ü"
    assert shift_letter("{", 3) == "{"


def test_encode():
    """2. A string is encoded"""
    assert encode("hello, you", 3) == "khoor, brx"
    assert encode("", 3) == ""


def test_capitals():
    """2. Capital letters become small ones"""
    assert encode("XYZ", 1) == "yza"


def test_decode():
    """3. Decoding undoes it"""
    assert decode("khoor, brx", 3) == "hello, you"
    assert decode(encode("attack at dawn!", 11), 11) == "attack at dawn!"
',
'def shift_letter(letter, by):
    if "a" <= letter <= "z":
        return chr(ord("a") + (ord(letter) - ord("a") + by) % 26)
    return letter


def encode(text, by):
    return "".join([shift_letter(letter, by) for letter in text.lower()])


def decode(text, by):
    return encode(text, -by)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "no_wrap.py", "code": "def shift_letter(letter, by):\n    if \"a\" <= letter <= \"z\":\n        return chr(ord(letter) + by)\n    return letter\n\n\ndef encode(text, by):\n    return \"\".join([shift_letter(letter, by) for letter in text.lower()])\n\n\ndef decode(text, by):\n    return encode(text, -by)\n", "caught_by": "1. After z the alphabet begins again"}, {"name": "keeps_capitals.py", "code": "def shift_letter(letter, by):\n    if \"a\" <= letter <= \"z\":\n        return chr(ord(\"a\") + (ord(letter) - ord(\"a\") + by) % 26)\n    return letter\n\n\ndef encode(text, by):\n    return \"\".join([shift_letter(letter, by) for letter in text])\n\n\ndef decode(text, by):\n    return encode(text, -by)\n", "caught_by": "2. Capital letters become small ones"}, {"name": "encodes_twice.py", "code": "def shift_letter(letter, by):\n    if \"a\" <= letter <= \"z\":\n        return chr(ord(\"a\") + (ord(letter) - ord(\"a\") + by) % 26)\n    return letter\n\n\ndef encode(text, by):\n    return \"\".join([shift_letter(letter, by) for letter in text.lower()])\n\n\ndef decode(text, by):\n    return encode(text, by)\n", "caught_by": "3. Decoding undoes it"}], "equivalent": ["if \"a\" <= letter <= \"zx\":"], "minutes": 20}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'rock-paper-scissors',
720,
'Project: rock, paper, scissors',
'Build a game in three steps.',
'projects',
'intermediate',
'["projects", "dictionaries", "random"]',
'["roll-the-dice", "by-first-letter", "two-lists"]',
'A game is easier to build when its rules, its chance and its counting are functions of their own. Each can be tested alone. A dictionary can hold the rules:

```python
opposite = {"hot": "cold", "day": "night"}
print(opposite["day"] == "night")   # True
```

## 1. Who wins a round?

Write `round_winner(first, second)`. The two are `"rock"`, `"paper"` or `"scissors"`. Rock beats scissors, scissors beat paper, paper beats rock. Return `1` when the first player wins, `2` when the second does, `0` when they chose the same.

## 2. Who wins the match?

Write `match_winner(firsts, seconds)` with the choices of both players in two lists, round by round. Return `1` or `2` for who won **more rounds**, `0` when they are equal.

## 3. The computer plays

Write `computer_choice(source)` that returns one of the three words, chosen with `source.choice` from a list in the order `rock`, `paper`, `scissors`.',
'["1. Who wins a round?: Make a dictionary from each choice to what it beats: `beats = {\"rock\": \"scissors\", ...}`.", "1. Who wins a round?: First the same choice: return 0. Then `if beats[first] == second:` the first player wins. Otherwise it is the second.", "2. Who wins the match?: Keep two counts. `zip` gives you the two choices of each round.", "2. Who wins the match?: Collect `results = [round_winner(a, b) for a, b in zip(firsts, seconds)]`, then compare `results.count(1)` with `results.count(2)`.", "3. The computer plays: `source.choice` takes a list and returns one of it.", "3. The computer plays: Return `source.choice` of the list with the three words in the order of the task."]',
'def round_winner(first, second):
    pass


def match_winner(firsts, seconds):
    pass


def computer_choice(source):
    pass
',
'solution.py',
'import random

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
',
'def round_winner(first, second):
    beats = {"rock": "scissors", "scissors": "paper", "paper": "rock"}
    if first == second:
        return 0
    if beats[first] == second:
        return 1
    return 2


def match_winner(firsts, seconds):
    results = [round_winner(first, second) for first, second in zip(firsts, seconds)]
    if results.count(1) > results.count(2):
        return 1
    if results.count(2) > results.count(1):
        return 2
    return 0


def computer_choice(source):
    return source.choice(["rock", "paper", "scissors"])
',
'{}',
'starter',
'{"wrongSamples": [{"name": "one_pair_missing.py", "code": "def round_winner(first, second):\n    if first == second:\n        return 0\n    if (first, second) in [(\"rock\", \"scissors\"), (\"scissors\", \"paper\"), (\"paper\", \"rock\"), (\"rock\", \"paper\")]:\n        return 1\n    return 2\n\n\ndef match_winner(firsts, seconds):\n    results = [round_winner(first, second) for first, second in zip(firsts, seconds)]\n    if results.count(1) > results.count(2):\n        return 1\n    return 2 if results.count(2) > results.count(1) else 0\n\n\ndef computer_choice(source):\n    return source.choice([\"rock\", \"paper\", \"scissors\"])\n", "caught_by": "1. The second player wins with the stronger choice"}, {"name": "last_round.py", "code": "def round_winner(first, second):\n    beats = {\"rock\": \"scissors\", \"scissors\": \"paper\", \"paper\": \"rock\"}\n    if first == second:\n        return 0\n    return 1 if beats[first] == second else 2\n\n\ndef match_winner(firsts, seconds):\n    winner = 0\n    for first, second in zip(firsts, seconds):\n        winner = round_winner(first, second)\n    return winner\n\n\ndef computer_choice(source):\n    return source.choice([\"rock\", \"paper\", \"scissors\"])\n", "caught_by": "2. As many rounds for both is a draw"}, {"name": "own_chance.py", "code": "import random\n\n\ndef round_winner(first, second):\n    beats = {\"rock\": \"scissors\", \"scissors\": \"paper\", \"paper\": \"rock\"}\n    if first == second:\n        return 0\n    return 1 if beats[first] == second else 2\n\n\ndef match_winner(firsts, seconds):\n    results = [round_winner(first, second) for first, second in zip(firsts, seconds)]\n    if results.count(1) > results.count(2):\n        return 1\n    return 2 if results.count(2) > results.count(1) else 0\n\n\ndef computer_choice(source):\n    return random.choice([\"rock\", \"paper\", \"scissors\"])\n", "caught_by": "3. The computer chooses with the given source"}], "minutes": 15}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'guess-the-word',
730,
'Project: guess the word',
'Build the heart of a word game.',
'projects',
'intermediate',
'["projects", "sets", "strings"]',
'["new-visitors", "numbered-list", "new-list-in-a-line", "secret-message"]',
'In this game one player thinks of a word, and the other guesses letter by letter. The letters that were guessed fit into a set:

```python
guessed = {"a", "t"}
word = "cat"
print([letter in guessed for letter in word])   # [False, True, True]
```

## 1. Show the word

Write `masked(word, guessed)` that returns the word with `_` in place of each letter that was **not** guessed yet: `masked("banana", {"a"})` is `"_a_a_a"`. All letters are small.

## 2. Is it solved?

Write `is_solved(word, guessed)` that returns `True` when all letters of the word were guessed.

## 3. How many tries are left?

Write `tries_left(word, guessed, tries)`. Every guessed letter that is **not** in the word costs one try. It never goes below 0.',
'["1. Show the word: Go through the letters of the word. Which ones do you keep, and what do you put in place of the others?", "1. Show the word: Build a list in a loop: append the letter if it is in `guessed`, else append `\"_\"`. Join the list at the end.", "2. Is it solved?: When nothing is hidden any more, `masked` returns the word itself.", "2. Is it solved?: Compare `masked(word, guessed)` with `word`.", "3. How many tries are left?: Count the letters in `guessed` that are not in `word`, and subtract the count.", "3. How many tries are left?: `wrong = [letter for letter in guessed if letter not in word]`, then return `max(0, ...)` with the tries minus `len(wrong)`."]',
'def masked(word, guessed):
    pass


def is_solved(word, guessed):
    pass


def tries_left(word, guessed, tries):
    pass
',
'solution.py',
'from solution import is_solved, masked, tries_left


def test_masked():
    """1. Letters that were not guessed are hidden"""
    assert masked("banana", {"a"}) == "_a_a_a"
    assert masked("cat", set()) == "___"


def test_everything_shown():
    """1. A word with all letters guessed is shown whole"""
    assert masked("cat", {"t", "a", "c", "x"}) == "cat"


def test_solved():
    """2. The word is solved when all its letters were guessed"""
    assert is_solved("noon", {"n", "o"}) is True


def test_not_solved():
    """2. The word is not solved while a letter is missing"""
    assert is_solved("noon", {"n"}) is False
    assert is_solved("noon", {"x", "y", "z", "q"}) is False


def test_tries():
    """3. Only wrong letters cost a try"""
    assert tries_left("cat", {"c", "x"}, 6) == 5
    assert tries_left("cat", {"c", "a"}, 6) == 6


def test_no_tries():
    """3. There are never fewer than 0 tries"""
    assert tries_left("cat", {"x", "y", "z"}, 2) == 0
    assert tries_left("cat", {"x", "y"}, 2) == 0
',
'def masked(word, guessed):
    shown = []
    for letter in word:
        if letter in guessed:
            shown.append(letter)
        else:
            shown.append("_")
    return "".join(shown)


def is_solved(word, guessed):
    return masked(word, guessed) == word


def tries_left(word, guessed, tries):
    wrong = [letter for letter in guessed if letter not in word]
    return max(0, tries - len(wrong))
',
'{}',
'starter',
'{"wrongSamples": [{"name": "first_place_only.py", "code": "def masked(word, guessed):\n    shown = [\"_\"] * len(word)\n    for letter in guessed:\n        if letter in word:\n            shown[word.index(letter)] = letter\n    return \"\".join(shown)\n\n\ndef is_solved(word, guessed):\n    return set(word) <= guessed\n\n\ndef tries_left(word, guessed, tries):\n    return max(0, tries - len(guessed - set(word)))\n", "caught_by": "1. Letters that were not guessed are hidden"}, {"name": "every_guess_costs.py", "code": "def masked(word, guessed):\n    return \"\".join([letter if letter in guessed else \"_\" for letter in word])\n\n\ndef is_solved(word, guessed):\n    return masked(word, guessed) == word\n\n\ndef tries_left(word, guessed, tries):\n    return max(0, tries - len(guessed))\n", "caught_by": "3. Only wrong letters cost a try"}, {"name": "below_zero.py", "code": "def masked(word, guessed):\n    return \"\".join([letter if letter in guessed else \"_\" for letter in word])\n\n\ndef is_solved(word, guessed):\n    return masked(word, guessed) == word\n\n\ndef tries_left(word, guessed, tries):\n    return tries - len([letter for letter in guessed if letter not in word])\n", "caught_by": "3. There are never fewer than 0 tries"}], "minutes": 15}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'first-class',
740,
'Your first class',
'Make objects that know something.',
'classes',
'intermediate',
'["classes", "methods"]',
'["name-badge", "add-them-up"]',
'A **class** is a plan for objects. `__init__` runs when an object is made; it gives the object, called `self`, its **attributes**. Functions in a class are **methods**:

```python
class Dog:
    def __init__(self, name, age):
        self.name = name
        self.age = age

    def describe(self):
        return f"{self.name} is {self.age} years old"

bella = Dog("Bella", 3)
print(bella.name)
print(bella.describe())
```

You never pass `self` yourself: Python does when you write `bella.describe()`.

## Your task

Write a class `Book`. `Book("Momo", 304)` makes a book with the attributes `title` and `pages`. The method `is_long()` returns `True` when it has **300 pages or more**, else `False`.',
'["`__init__` takes `self` and two more parameters and keeps both in attributes of `self`.", "`is_long(self)` returns the comparison of `self.pages` with 300. \"300 or more\" includes 300."]',
'class Book:
    pass
',
'solution.py',
'from solution import Book


def test_attributes():
    """A book knows its title and its pages"""
    book = Book("Momo", 304)
    assert book.title == "Momo"
    assert book.pages == 304


def test_two_books():
    """Two books do not mix up their titles"""
    first, second = Book("Momo", 304), Book("Emil", 172)
    assert (first.title, second.title) == ("Momo", "Emil")


def test_long():
    """A book with 300 pages or more is long"""
    assert Book("Momo", 304).is_long() is True
    assert Book("A", 300).is_long() is True


def test_short():
    """A book with 299 pages is not long"""
    assert Book("B", 299).is_long() is False
',
'class Book:
    def __init__(self, title, pages):
        self.title = title
        self.pages = pages

    def is_long(self):
        return self.pages >= 300
',
'{}',
'starter',
'{"wrongSamples": [{"name": "shared.py", "code": "class Book:\n    def __init__(self, title, pages):\n        Book.title = title\n        Book.pages = pages\n\n    def is_long(self):\n        return Book.pages >= 300\n", "caught_by": "Two books do not mix up their titles"}, {"name": "more_than.py", "code": "class Book:\n    def __init__(self, title, pages):\n        self.title = title\n        self.pages = pages\n\n    def is_long(self):\n        return self.pages > 300\n", "caught_by": "A book with 300 pages or more is long"}, {"name": "prints.py", "code": "class Book:\n    def __init__(self, title, pages):\n        self.title = title\n        self.pages = pages\n\n    def is_long(self):\n        print(self.pages >= 300)\n", "caught_by": "A book with 299 pages is not long"}], "minutes": 6}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'step-counter',
750,
'Objects that change',
'Methods that change an attribute.',
'classes',
'intermediate',
'["classes", "methods"]',
'["first-class", "check-age"]',
'A method can change the attributes of its object. The object remembers from call to call:

```python
class Lamp:
    def __init__(self):
        self.on = False

    def press(self):
        self.on = not self.on

lamp = Lamp()
lamp.press()
print(lamp.on)   # True
lamp.press()
print(lamp.on)   # False
```

## Your task

Write a class `StepCounter` with an attribute `steps` that starts at `0`.

- `walk(steps)` adds the steps. A negative number raises a `ValueError` and changes nothing
- `reset()` sets the counter back to 0 and **returns** how many steps it had',
'["In `walk`, check first and change afterwards. In `reset`, the old number must be kept before it is set to 0.", "`reset` has three lines: keep `self.steps` in a variable, set `self.steps = 0`, return the variable."]',
'class StepCounter:
    pass
',
'solution.py',
'import pytest
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
',
'class StepCounter:
    def __init__(self):
        self.steps = 0

    def walk(self, steps):
        if steps < 0:
            raise ValueError("nobody walks backwards")
        self.steps = self.steps + steps

    def reset(self):
        walked = self.steps
        self.steps = 0
        return walked
',
'{}',
'starter',
'{"wrongSamples": [{"name": "returns_new.py", "code": "class StepCounter:\n    def __init__(self):\n        self.steps = 0\n\n    def walk(self, steps):\n        if steps < 0:\n            raise ValueError\n        self.steps = self.steps + steps\n\n    def reset(self):\n        self.steps = 0\n        return self.steps\n", "caught_by": "Resetting returns the steps and starts again"}, {"name": "changes_first.py", "code": "class StepCounter:\n    def __init__(self):\n        self.steps = 0\n\n    def walk(self, steps):\n        self.steps = self.steps + steps\n        if steps < 0:\n            raise ValueError\n\n    def reset(self):\n        walked = self.steps\n        self.steps = 0\n        return walked\n", "caught_by": "A negative number is refused and changes nothing"}, {"name": "last_only.py", "code": "class StepCounter:\n    def __init__(self):\n        self.steps = 0\n\n    def walk(self, steps):\n        if steps < 0:\n            raise ValueError\n        self.steps = steps\n\n    def reset(self):\n        walked = self.steps\n        self.steps = 0\n        return walked\n", "caught_by": "Steps are added up"}], "minutes": 7}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'show-yourself',
760,
'Objects that show themselves',
'Write __str__ and __eq__.',
'classes',
'intermediate',
'["classes", "special methods"]',
'["step-counter"]',
'Methods with two underscores on both sides are called by Python itself. `__str__` is asked when an object is printed, `__eq__` when two are compared with `==`:

```python
class Coin:
    def __init__(self, cents):
        self.cents = cents

    def __str__(self):
        return f"{self.cents} ct"

    def __eq__(self, other):
        return self.cents == other.cents

print(Coin(50))               # 50 ct
print(Coin(50) == Coin(50))   # True
```

Without `__eq__`, two coins would be equal only if they were one and the same object.

## Your task

Write a class `Time`; `Time(9, 5)` is five past nine.

- `str(Time(9, 5))` is `"09:05"`: hours and minutes always have two digits
- two times are equal when their hours and minutes are
- `later(minutes)` returns a **new** time that many minutes later; after `23:59` comes `00:00`',
'["In an f-string, `{minutes:02}` fills up with a zero to two digits. For `later`, count everything in minutes first.", "All minutes of the day are `self.hours * 60 + self.minutes + minutes`. Of these, `% (24 * 60)` is the time of day; `// 60` gives its hours and `% 60` its minutes."]',
'class Time:
    pass
',
'solution.py',
'from solution import Time


def test_shows_itself():
    """A time shows hours and minutes with two digits"""
    assert str(Time(9, 5)) == "09:05"
    assert str(Time(23, 59)) == "23:59"


def test_equal():
    """Two times with the same hours and minutes are equal"""
    assert Time(9, 5) == Time(9, 5)


def test_not_equal():
    """Other hours or other minutes make another time"""
    assert Time(9, 5) != Time(9, 6)
    assert Time(9, 5) != Time(8, 5)


def test_later():
    """Minutes can reach into the next hour"""
    assert str(Time(9, 50).later(5)) == "09:55"
    assert str(Time(9, 50).later(10)) == "10:00"
    assert str(Time(9, 50).later(135)) == "12:05"


def test_midnight():
    """After 23:59 comes 00:00"""
    assert str(Time(23, 59).later(1)) == "00:00"
    assert str(Time(12, 0).later(24 * 60)) == "12:00"


def test_new_object():
    """The old time stays as it was"""
    start = Time(9, 50)
    start.later(20)
    assert str(start) == "09:50"
    assert str(start.later(20)) == "10:10"
',
'class Time:
    def __init__(self, hours, minutes):
        self.hours = hours
        self.minutes = minutes

    def __str__(self):
        return f"{self.hours:02}:{self.minutes:02}"

    def __eq__(self, other):
        return (self.hours, self.minutes) == (other.hours, other.minutes)

    def later(self, minutes):
        total = (self.hours * 60 + self.minutes + minutes) % (24 * 60)
        return Time(total // 60, total % 60)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "one_digit.py", "code": "class Time:\n    def __init__(self, hours, minutes):\n        self.hours = hours\n        self.minutes = minutes\n\n    def __str__(self):\n        return f\"{self.hours}:{self.minutes}\"\n\n    def __eq__(self, other):\n        return (self.hours, self.minutes) == (other.hours, other.minutes)\n\n    def later(self, minutes):\n        total = (self.hours * 60 + self.minutes + minutes) % (24 * 60)\n        return Time(total // 60, total % 60)\n", "caught_by": "A time shows hours and minutes with two digits"}, {"name": "changes_itself.py", "code": "class Time:\n    def __init__(self, hours, minutes):\n        self.hours = hours\n        self.minutes = minutes\n\n    def __str__(self):\n        return f\"{self.hours:02}:{self.minutes:02}\"\n\n    def __eq__(self, other):\n        return (self.hours, self.minutes) == (other.hours, other.minutes)\n\n    def later(self, minutes):\n        total = (self.hours * 60 + self.minutes + minutes) % (24 * 60)\n        self.hours, self.minutes = total // 60, total % 60\n        return self\n", "caught_by": "The old time stays as it was"}, {"name": "past_midnight.py", "code": "class Time:\n    def __init__(self, hours, minutes):\n        self.hours = hours\n        self.minutes = minutes\n\n    def __str__(self):\n        return f\"{self.hours:02}:{self.minutes:02}\"\n\n    def __eq__(self, other):\n        return (self.hours, self.minutes) == (other.hours, other.minutes)\n\n    def later(self, minutes):\n        total = self.hours * 60 + self.minutes + minutes\n        return Time(total // 60, total % 60)\n", "caught_by": "After 23:59 comes 00:00"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'farm-animals',
770,
'One of a kind',
'Build a class on another one.',
'classes',
'intermediate',
'["classes", "inheritance"]',
'["show-yourself"]',
'A class can **inherit** from another one: it has all its methods and may replace some. `super()` reaches the method of the class above:

```python
class Vehicle:
    def __init__(self, name):
        self.name = name

    def wheels(self):
        return 4

    def describe(self):
        return f"{self.name} has {self.wheels()} wheels"

class Bicycle(Vehicle):
    def wheels(self):
        return 2

class Van(Vehicle):
    def describe(self):
        return super().describe() + " and a lot of room"

print(Bicycle("My bike").describe())   # My bike has 2 wheels
print(Van("Bus").describe())           # Bus has 4 wheels and a lot of room
```

## Your task

Write a class `Animal` and two that inherit from it:

- `Animal("Rex")` has a `name`; `sound()` returns `"..."`; `speak()` returns `"Rex says ..."`, with the animal''s own sound
- `Cow` says `"Moo"`
- `Puppy` says `"Wow"`, and its `speak()` adds `" and wags its tail"` to what any animal''s `speak()` returns',
'["Write `speak` only once, in `Animal`, and let it call `self.sound()`. A `Cow` replaces `sound` and nothing else.", "`Puppy` replaces `sound` and `speak`; its `speak` returns `super().speak()` plus the text about the tail."]',
'class Animal:
    pass


class Cow(Animal):
    pass


class Puppy(Animal):
    pass
',
'solution.py',
'from solution import Animal, Cow, Puppy


def test_animal():
    """An animal has a name and a sound"""
    rex = Animal("Rex")
    assert rex.name == "Rex"
    assert rex.sound() == "..."
    assert rex.speak() == "Rex says ..."


def test_cow():
    """A cow says Moo"""
    assert Cow("Berta").speak() == "Berta says Moo"


def test_puppy():
    """A puppy says Wow and wags its tail"""
    assert Puppy("Bo").sound() == "Wow"
    assert Puppy("Bo").speak() == "Bo says Wow and wags its tail"


def test_inherits():
    """Cows and puppies are animals"""
    assert isinstance(Cow("Berta"), Animal)
    assert isinstance(Puppy("Bo"), Animal)
    assert Cow("Berta").name == "Berta"
',
'class Animal:
    def __init__(self, name):
        self.name = name

    def sound(self):
        return "..."

    def speak(self):
        return f"{self.name} says {self.sound()}"


class Cow(Animal):
    def sound(self):
        return "Moo"


class Puppy(Animal):
    def sound(self):
        return "Wow"

    def speak(self):
        return super().speak() + " and wags its tail"
',
'{}',
'starter',
'{"wrongSamples": [{"name": "fixed_sound.py", "code": "class Animal:\n    def __init__(self, name):\n        self.name = name\n\n    def sound(self):\n        return \"...\"\n\n    def speak(self):\n        return f\"{self.name} says ...\"\n\n\nclass Cow(Animal):\n    def sound(self):\n        return \"Moo\"\n\n\nclass Puppy(Animal):\n    def sound(self):\n        return \"Wow\"\n\n    def speak(self):\n        return f\"{self.name} says Wow and wags its tail\"\n", "caught_by": "A cow says Moo"}, {"name": "no_relation.py", "code": "class Animal:\n    def __init__(self, name):\n        self.name = name\n\n    def sound(self):\n        return \"...\"\n\n    def speak(self):\n        return f\"{self.name} says {self.sound()}\"\n\n\nclass Cow:\n    def __init__(self, name):\n        self.name = name\n\n    def speak(self):\n        return f\"{self.name} says Moo\"\n\n\nclass Puppy:\n    def __init__(self, name):\n        self.name = name\n\n    def sound(self):\n        return \"Wow\"\n\n    def speak(self):\n        return f\"{self.name} says Wow and wags its tail\"\n", "caught_by": "Cows and puppies are animals"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'quiz-cards',
780,
'Classes without the typing',
'Let a dataclass write the class.',
'classes',
'intermediate',
'["dataclasses", "classes", "decorators"]',
'["show-yourself", "longest-first"]',
'For classes that mostly hold values, `@dataclass` writes `__init__`, `__eq__` and a readable `repr` for you. You list the attributes with their types:

```python
from dataclasses import dataclass

@dataclass
class Song:
    title: str
    seconds: int = 180

    def minutes(self):
        return self.seconds / 60

print(Song("Rain", 90))                    # Song(title=''Rain'', seconds=90)
print(Song("Rain", 90) == Song("Rain", 90))
print(Song("Sun").minutes())               # 3.0
```

A line like `@dataclass` above a class or function is called a *decorator*.

## Your task

Write a dataclass `Card` with a `question`, an `answer`, and `points` that are `1` unless told otherwise.

- `is_right(text)` returns whether a string is the answer; capital letters and spaces around it do not matter
- a function `total(cards)` returns the points of all cards together',
'["Three lines with `name: type` make the attributes; a default comes after an equal sign. Methods are written as usual.", "Compare `text.strip().lower()` with the answer in lower case. `total` is a running total, or `sum` of all `card.points`."]',
'from dataclasses import dataclass


class Card:
    pass


def total(cards):
    pass
',
'solution.py',
'from solution import Card, total


def test_attributes():
    """A card knows its question, its answer and its points"""
    card = Card("2 + 2?", "4", 3)
    assert (card.question, card.answer, card.points) == ("2 + 2?", "4", 3)


def test_default():
    """A card gives 1 point unless told otherwise"""
    assert Card("Capital of Italy?", "Rome").points == 1


def test_equal():
    """Two cards with the same values are equal"""
    assert Card("a", "b", 2) == Card("a", "b", 2)
    assert Card("a", "b", 2) != Card("a", "b", 3)


def test_shown():
    """A card shows its values"""
    assert repr(Card("a", "b", 2)) == "Card(question=''a'', answer=''b'', points=2)"


def test_right():
    """Capital letters and spaces around the answer do not matter"""
    card = Card("Capital of Italy?", "Rome")
    assert card.is_right("Rome") is True
    assert card.is_right("  rOME ") is True
    assert card.is_right("Milan") is False


def test_total():
    """The points of all cards are added up"""
    assert total([Card("a", "b", 2), Card("c", "d")]) == 3
    assert total([]) == 0
',
'from dataclasses import dataclass


@dataclass
class Card:
    question: str
    answer: str
    points: int = 1

    def is_right(self, text):
        return text.strip().lower() == self.answer.lower()


def total(cards):
    return sum(card.points for card in cards)
',
'{}',
'starter',
'{"wrongSamples": [{"name": "exact_only.py", "code": "from dataclasses import dataclass\n\n\n@dataclass\nclass Card:\n    question: str\n    answer: str\n    points: int = 1\n\n    def is_right(self, text):\n        return text == self.answer\n\n\ndef total(cards):\n    return sum(card.points for card in cards)\n", "caught_by": "Capital letters and spaces around the answer do not matter"}, {"name": "plain_class.py", "code": "class Card:\n    def __init__(self, question, answer, points=1):\n        self.question = question\n        self.answer = answer\n        self.points = points\n\n    def is_right(self, text):\n        return text.strip().lower() == self.answer.lower()\n\n\ndef total(cards):\n    return sum(card.points for card in cards)\n", "caught_by": "Two cards with the same values are equal"}, {"name": "counts_cards.py", "code": "from dataclasses import dataclass\n\n\n@dataclass\nclass Card:\n    question: str\n    answer: str\n    points: int = 1\n\n    def is_right(self, text):\n        return text.strip().lower() == self.answer.lower()\n\n\ndef total(cards):\n    return len(cards)\n", "caught_by": "The points of all cards are added up"}], "equivalent": ["return text.strip().upper() == self.answer.lower()", "return text.strip().lower() == self.answer.upper()"], "minutes": 7}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'points',
790,
'Points on a map',
'Describe points with a frozen dataclass.',
'classes',
'intermediate',
'["dataclasses", "methods"]',
'["quiz-cards", "two-lists", "enough-paint"]',
'`@dataclass(frozen=True)` makes objects that cannot be changed. Instead of changing one, its methods return a new one:

```python
from dataclasses import dataclass

@dataclass(frozen=True)
class Money:
    cents: int

    def plus(self, other):
        return Money(self.cents + other.cents)

print(Money(50).plus(Money(20)))   # Money(cents=70)
print(len({Money(5), Money(5)}))   # 1: equal objects count once in a set
```

## Your task

This time your code lives in `shapes.py`. Write a class `Point` with two numbers, `x` and `y`:

- `Point(3, 4)` can be made, shows itself as `Point(x=3, y=4)`, and two points with the same numbers are equal
- a point never changes: setting `point.x` raises an error; that also lets points be members of a set
- `point.moved(dx, dy)` returns a **new** point
- `point.distance_to(other)` returns the straight distance: by Pythagoras it is the root of the two squared differences added up

Write a function `longest_leg(points)`, too: the greatest distance between two neighbours in a list of points. With fewer than two points it is `0`.',
'["`@dataclass(frozen=True)` writes most of the class for you.", "`math.hypot(dx, dy)` is the length of the long side.", "`zip(points, points[1:])` gives each point with its neighbour.", "The legs are `first.distance_to(second)` for each pair of neighbours. `max(legs, default=0)` also works without any."]',
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
'{"wrongSamples": [{"name": "not_frozen.py", "code": "import math\nfrom dataclasses import dataclass\n\n\n@dataclass\nclass Point:\n    x: float\n    y: float\n\n    def moved(self, dx, dy):\n        return Point(self.x + dx, self.y + dy)\n\n    def distance_to(self, other):\n        return math.hypot(self.x - other.x, self.y - other.y)\n\n\ndef longest_leg(points):\n    return max([first.distance_to(second) for first, second in zip(points, points[1:])], default=0)\n", "caught_by": "A point never changes"}, {"name": "no_default.py", "code": "import math\nfrom dataclasses import dataclass\n\n\n@dataclass(frozen=True)\nclass Point:\n    x: float\n    y: float\n\n    def moved(self, dx, dy):\n        return Point(self.x + dx, self.y + dy)\n\n    def distance_to(self, other):\n        return math.hypot(self.x - other.x, self.y - other.y)\n\n\ndef longest_leg(points):\n    return max([first.distance_to(second) for first, second in zip(points, points[1:])])\n", "caught_by": "A walk without legs"}], "minutes": 15}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'bank-account',
800,
'A small bank account',
'Write a class that guards its balance.',
'classes',
'intermediate',
'["classes", "exceptions", "properties"]',
'["tea-time", "step-counter", "check-age", "farm-animals", "quiz-cards"]',
'An exception of your own is a class that inherits from `Exception`. Whoever calls your code can catch exactly this error:

```python
class TooHeavy(Exception):
    pass

def lift(kilos):
    if kilos > 50:
        raise TooHeavy(f"{kilos} kg")
    return "up!"

try:
    print(lift(80))
except TooHeavy as error:
    print("No:", error)
```

## Your task

Write a class `Account` for a small bank, and an exception `NotEnoughMoney`, a subclass of `Exception`.

- `Account("Mia")` starts with a balance of `0`; `Account("Mia", 50)` with `50`. The attributes `owner` and `balance` tell them
- `deposit(amount)` and `withdraw(amount)` change the balance
- an amount of zero or less raises a `ValueError`
- withdrawing more than there is raises `NotEnoughMoney`
- after any error the balance is what it was
- `history` is a list of changes, such as `[50, -20]`, without the balance the account started with; every account has one of its own',
'["`class NotEnoughMoney(Exception): ...` is a whole exception class.", "Check first, change afterwards: then an error leaves everything as it was.", "Make the list in `__init__`; a list made in the class itself would belong to all accounts.", "`withdraw` has three steps: check that the amount is above 0, compare it with `self.balance`, then lower the balance and append `-amount` to the history."]',
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
'{"wrongSamples": [{"name": "changes_first.py", "code": "class NotEnoughMoney(Exception):\n    pass\n\n\nclass Account:\n    def __init__(self, owner, balance=0):\n        self.owner = owner\n        self.balance = balance\n        self.history = []\n\n    def deposit(self, amount):\n        if amount <= 0:\n            raise ValueError\n        self.balance += amount\n        self.history.append(amount)\n\n    def withdraw(self, amount):\n        if amount <= 0:\n            raise ValueError\n        self.balance -= amount\n        self.history.append(-amount)\n        if self.balance < 0:\n            raise NotEnoughMoney\n", "caught_by": "More than there is cannot"}, {"name": "shared_history.py", "code": "class NotEnoughMoney(Exception):\n    pass\n\n\nclass Account:\n    history = []\n\n    def __init__(self, owner, balance=0):\n        self.owner = owner\n        self.balance = balance\n\n    def deposit(self, amount):\n        if amount <= 0:\n            raise ValueError\n        self.balance += amount\n        self.history.append(amount)\n\n    def withdraw(self, amount):\n        if amount <= 0:\n            raise ValueError\n        if amount > self.balance:\n            raise NotEnoughMoney\n        self.balance -= amount\n        self.history.append(-amount)\n", "caught_by": "Each account has its own history"}], "minutes": 20}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'every-other',
810,
'Values on demand',
'Write your first generator.',
'iterators',
'advanced',
'["generators"]',
'["lift-off", "range-with-steps", "check-age"]',
'A function with `yield` is a **generator**. It hands out one value, then waits until the next one is wanted:

```python
def powers():
    value = 1
    while True:
        yield value
        value = value * 2

for power in powers():
    if power > 20:
        break
    print(power)   # 1, 2, 4, 8, 16
```

The loop in `powers` never ends, but it runs only as far as somebody asks. `next(generator)` asks for one value.

## Your task

Write a generator `every_other(items)` that hands out the first, third, fifth item and so on of **anything** you can loop over. It must not look at more items than it needs, for they may never end.

`list(every_other("abcde"))` is `["a", "c", "e"]`.',
'["You cannot use places in square brackets, because not everything has them. Loop, and remember whether it is the turn of an item.", "Begin with `turn = True`. In the loop, `if turn:` yield the item; after that, `turn = not turn`."]',
'def every_other(items):
    pass
',
'solution.py',
'import itertools

from solution import every_other


def test_text():
    """Every other letter of a string is handed out"""
    assert list(every_other("abcde")) == ["a", "c", "e"]
    assert list(every_other("ab")) == ["a"]


def test_empty():
    """Nothing gives nothing"""
    assert list(every_other([])) == []


def test_same():
    """Items that are equal count for themselves"""
    assert list(every_other([7, 7, 7])) == [7, 7]


def test_endless():
    """Endless items are no problem"""
    found = every_other(itertools.count(10))
    assert [next(found), next(found), next(found)] == [10, 12, 14]


def test_lazy():
    """No item is taken before it is needed"""
    items = iter([1, 2, 3])
    assert next(every_other(items)) == 1
    assert next(items) == 2
',
'def every_other(items):
    turn = True
    for item in items:
        if turn:
            yield item
        turn = not turn
',
'{}',
'starter',
'{"wrongSamples": [{"name": "slices.py", "code": "def every_other(items):\n    yield from list(items)[::2]\n", "caught_by": "Endless items are no problem"}, {"name": "second_first.py", "code": "def every_other(items):\n    turn = False\n    for item in items:\n        if turn:\n            yield item\n        turn = not turn\n", "caught_by": "Every other letter of a string is handed out"}, {"name": "list.py", "code": "def every_other(items):\n    return [item for place, item in enumerate(items) if place % 2 == 0]\n", "caught_by": "Endless items are no problem"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'bounded-counter',
820,
'An iterator of your own',
'Write a class that can be looped over.',
'iterators',
'advanced',
'["iteration", "special methods", "classes"]',
'["every-other", "show-yourself", "sleep-in"]',
'A `for` loop asks an object for an **iterator** with `__iter__`, and then asks that for one value after another with `__next__`, until it raises `StopIteration`:

```python
class Twice:
    def __init__(self, value):
        self.value = value
        self.left = 2

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration
        self.left = self.left - 1
        return self.value

for word in Twice("hi"):
    print(word)
```

## Your task

Write a class `Snack`; `Snack(["apple", "nut"], 5)` goes round and round its items until it has given that many values: `apple, nut, apple, nut, apple`. Write it with `__iter__` and `__next__`. Without items, or with a count of 0, it hands out nothing.',
'["Keep the items, how many values were handed out, and how many there should be. `place % len(items)` goes round.", "`__next__` raises `StopIteration` when `self.given` has reached `self.count`, or there are no items. Else it takes the item at `self.given % len(self.items)` and makes `self.given` one larger."]',
'class Snack:
    pass
',
'solution.py',
'import pytest
from solution import Snack


def test_round():
    """It goes round its items until the count is reached"""
    assert list(Snack(["apple", "nut"], 5)) == ["apple", "nut", "apple", "nut", "apple"]


def test_short():
    """The count can be smaller than the number of items"""
    assert list(Snack(["a", "b", "c"], 2)) == ["a", "b"]


def test_nothing():
    """Without items or with a count of 0 there is nothing"""
    assert list(Snack([], 3)) == []
    assert list(Snack(["a"], 0)) == []


def test_next():
    """One value at a time can be asked for"""
    snack = Snack(["a", "b"], 3)
    assert [next(snack), next(snack), next(snack)] == ["a", "b", "a"]
    with pytest.raises(StopIteration):
        next(snack)


def test_stays_empty():
    """After the end there is nothing more to come"""
    snack = Snack(["a"], 1)
    assert list(snack) == ["a"]
    assert list(snack) == []
',
'class Snack:
    def __init__(self, items, count):
        self.items = items
        self.count = count
        self.given = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.given == self.count or not self.items:
            raise StopIteration
        item = self.items[self.given % len(self.items)]
        self.given = self.given + 1
        return item
',
'{}',
'starter',
'{"wrongSamples": [{"name": "once.py", "code": "class Snack:\n    def __init__(self, items, count):\n        self.items = iter(items[:count])\n\n    def __iter__(self):\n        return self\n\n    def __next__(self):\n        return next(self.items)\n", "caught_by": "It goes round its items until the count is reached"}, {"name": "starts_again.py", "code": "class Snack:\n    def __init__(self, items, count):\n        self.items = items\n        self.count = count\n        self.given = 0\n\n    def __iter__(self):\n        self.given = 0\n        return self\n\n    def __next__(self):\n        if self.given == self.count or not self.items:\n            raise StopIteration\n        item = self.items[self.given % len(self.items)]\n        self.given = self.given + 1\n        return item\n", "caught_by": "After the end there is nothing more to come"}], "minutes": 10}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'in-portions',
830,
'One portion at a time',
'Write generators that hand out values one by one.',
'iterators',
'advanced',
'["generators", "iteration"]',
'["every-other"]',
'A generator can collect before it hands out. This one yields the sum of each pair of numbers:

```python
def pair_sums(numbers):
    waiting = []
    for number in numbers:
        waiting.append(number)
        if len(waiting) == 2:
            yield sum(waiting)
            waiting = []

print(list(pair_sums([1, 2, 3, 4])))   # [3, 7]
```

## Your task

A generator makes values only when somebody asks for the next one. Write two of them with `yield`:

- `countdown(start)` gives `start`, `start - 1`, ... down to `1`; for `0` and below it gives nothing
- `portions(items, size)` cuts anything you can loop over into lists of `size` items; the last one may be shorter

`list(portions("abcde", 2))` is `[["a", "b"], ["c", "d"], ["e"]]`.

`portions` must be lazy: it may not look further ahead than the portion it hands out, since `items` may be endless. A size below 1 raises a `ValueError` when the first portion is asked for.',
'["A function with `yield` in it is a generator.", "Collect items in a list, `yield` it when it is full, and start a new one.", "After the loop there may be a portion that is not full: hand it out, too, unless it is empty.", "In the loop: `portion.append(item)`, and `if len(portion) == size:` yield the portion and start a new list. After the loop: `if portion:` yield it."]',
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
'{"wrongSamples": [{"name": "last_lost.py", "code": "def countdown(start):\n    while start > 0:\n        yield start\n        start -= 1\n\n\ndef portions(items, size):\n    if size < 1:\n        raise ValueError(\"a portion holds at least one item\")\n    portion = []\n    for item in items:\n        portion.append(item)\n        if len(portion) == size:\n            yield portion\n            portion = []\n", "caught_by": "The last portion may be shorter"}, {"name": "slices.py", "code": "def countdown(start):\n    yield from range(start, 0, -1)\n\n\ndef portions(items, size):\n    if size < 1:\n        raise ValueError(\"a portion holds at least one item\")\n    items = list(items)\n    for begin in range(0, len(items), size):\n        yield items[begin : begin + size]\n", "caught_by": "Portions of endless items"}], "minutes": 15}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'make-multiplier',
840,
'Functions that make functions',
'Return a function that remembers.',
'functions',
'advanced',
'["closures"]',
'["longest-first", "tea-time"]',
'A function can be made inside of another one and returned. It **remembers** the values around it; that is called a *closure*:

```python
def make_greeter(word):
    def greet(name):
        return f"{word}, {name}!"
    return greet

hello = make_greeter("Hello")
bye = make_greeter("Goodbye")
print(hello("Mia"))   # Hello, Mia!
print(bye("Mia"))     # Goodbye, Mia!
```

Note that `return greet` has no brackets: the function itself is returned, not called.

## Your task

Write a function `make_discount(percent)`. It returns a **function** that takes a price and returns the price with that many percent off: `make_discount(20)(50)` is `40`.',
'["Define a function inside, with the price as its parameter, and return that function.", "The inner function returns `price * (100 - percent) / 100`. The last line of the outer one returns the inner one, without brackets."]',
'def make_discount(percent):
    pass
',
'solution.py',
'import pytest
from solution import make_discount


def test_twenty():
    """20 percent off 50 leaves 40"""
    assert make_discount(20)(50) == pytest.approx(40)


def test_again():
    """The function can be used again and again"""
    half = make_discount(50)
    assert half(10) == pytest.approx(5)
    assert half(7) == pytest.approx(3.5)


def test_two():
    """Two discounts do not get in each other''s way"""
    small, large = make_discount(10), make_discount(90)
    assert small(100) == pytest.approx(90)
    assert large(100) == pytest.approx(10)


def test_borders():
    """0 percent changes nothing, and 100 percent leaves nothing"""
    assert make_discount(0)(80) == pytest.approx(80)
    assert make_discount(100)(80) == pytest.approx(0)
',
'def make_discount(percent):
    def discount(price):
        return price * (100 - percent) / 100

    return discount
',
'{}',
'starter',
'{"wrongSamples": [{"name": "calls_it.py", "code": "def make_discount(percent):\n    return 50 * (100 - percent) / 100\n", "caught_by": "20 percent off 50 leaves 40"}, {"name": "shared.py", "code": "current = 0\n\n\ndef make_discount(percent):\n    global current\n    current = percent\n\n    def discount(price):\n        return price * (100 - current) / 100\n\n    return discount\n", "caught_by": "Two discounts do not get in each other''s way"}, {"name": "the_percent.py", "code": "def make_discount(percent):\n    def discount(price):\n        return price * percent / 100\n\n    return discount\n", "caught_by": "20 percent off 50 leaves 40"}], "minutes": 8}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'call-counter',
850,
'Count the calls',
'Write a decorator that counts how often a function is called.',
'functions',
'advanced',
'["decorators", "closures"]',
'["make-multiplier", "first-class"]',
'A decorator is a function that takes a function and returns another one in its place. `*args` and `**kwargs` stand for "whatever arguments there are":

```python
def loud(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs).upper()
    return wrapper

@loud
def greet(name):
    return f"hello {name}"

print(greet("Mia"))   # HELLO MIA
```

A function can have attributes, as an object of a class has: `greet.times = 3`. The module `functools` has a decorator for wrappers: `@functools.wraps(function)` above `def wrapper` gives the wrapper the name and the docstring of the function.

## Your task

A decorator wraps a function in another one. Write `count_calls` so that this works:

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
'["The decorator returns an inner function that takes `*args, **kwargs`.", "`functools.wraps` copies name and docstring.", "Functions can carry attributes: `wrapper.calls = 0`.", "Above `def wrapper(*args, **kwargs):` comes `@functools.wraps(function)`. In it, `wrapper.calls += 1`, then return `function(*args, **kwargs)`. Set `wrapper.calls = 0` after it."]',
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
    second(1)
    assert (first.calls, second.calls) == (1, 1)


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
'{"wrongSamples": [{"name": "one_count_for_all.py", "code": "import functools\n\ncount = {\"calls\": 0}\n\n\ndef count_calls(function):\n    @functools.wraps(function)\n    def wrapper(*args, **kwargs):\n        count[\"calls\"] += 1\n        wrapper.calls = count[\"calls\"]\n        return function(*args, **kwargs)\n\n    wrapper.calls = 0\n    count[\"calls\"] = 0\n    return wrapper\n", "caught_by": "Each function has its own count"}, {"name": "no_wraps.py", "code": "def count_calls(function):\n    def wrapper(*args, **kwargs):\n        wrapper.calls += 1\n        return function(*args, **kwargs)\n\n    wrapper.calls = 0\n    return wrapper\n", "caught_by": "Name and docstring are kept"}, {"name": "counts_success.py", "code": "import functools\n\n\ndef count_calls(function):\n    @functools.wraps(function)\n    def wrapper(*args, **kwargs):\n        result = function(*args, **kwargs)\n        wrapper.calls += 1\n        return result\n\n    wrapper.calls = 0\n    return wrapper\n", "caught_by": "A call that fails counts"}], "minutes": 15}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'playlist',
860,
'A playlist that behaves like a list',
'Make a class work with len, in, for and square brackets.',
'classes',
'advanced',
'["special methods", "iteration"]',
'["bank-account", "in-portions", "longest-first"]',
'Python asks an object with special methods when you use `len`, `in`, `for` or square brackets:

```python
class Alphabet:
    def __len__(self):
        return 26

    def __contains__(self, letter):
        return "a" <= letter <= "z"

    def __getitem__(self, place):
        return chr(ord("a") + place)

letters = Alphabet()
print(len(letters), "q" in letters, letters[2])   # 26 True c
```

## Your task

Write a class `Playlist` that holds the titles of songs and feels like a Python collection:

- `Playlist("Trip", ["Sun", "Rain"])` has a `name`; without the list it is empty
- `playlist.add(title)` adds a title at the end, unless it is there already: each title comes once
- `len(playlist)`, `title in playlist` and `for title in playlist` work; `in` does not care for capital letters, and neither does `add`
- `playlist[0]` is the first title, and `playlist[-1]` the last
- `first + second` is a new playlist named `"Trip & Party"` after its two parts, with the titles of both; the parts stay as they were',
'["`len(x)` calls `x.__len__()`, `a in x` calls `x.__contains__(a)`, `x[i]` calls `x.__getitem__(i)`.", "`__iter__` can simply return `iter(...)` of your own list.", "Let `__init__` and `__add__` use `add`, so that the rule about titles is in one place.", "`add` does nothing when `title in self`. `__contains__` compares `title.lower()` with each known title in lower case."]',
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
'{"wrongSamples": [{"name": "capitals_matter.py", "code": "class Playlist:\n    def __init__(self, name, titles=()):\n        self.name = name\n        self._titles = []\n        for title in titles:\n            self.add(title)\n\n    def add(self, title):\n        if title not in self._titles:\n            self._titles.append(title)\n\n    def __len__(self):\n        return len(self._titles)\n\n    def __iter__(self):\n        return iter(self._titles)\n\n    def __contains__(self, title):\n        return title.lower() in [known.lower() for known in self._titles]\n\n    def __getitem__(self, index):\n        return self._titles[index]\n\n    def __add__(self, other):\n        return Playlist(f\"{self.name} & {other.name}\", [*self, *other])\n", "caught_by": "Each title comes once"}, {"name": "walks_once.py", "code": "class Playlist:\n    def __init__(self, name, titles=()):\n        self.name = name\n        self._titles = []\n        self._place = 0\n        for title in titles:\n            self.add(title)\n\n    def add(self, title):\n        if title not in self:\n            self._titles.append(title)\n\n    def __len__(self):\n        return len(self._titles)\n\n    def __iter__(self):\n        return self\n\n    def __next__(self):\n        if self._place == len(self._titles):\n            raise StopIteration\n        self._place += 1\n        return self._titles[self._place - 1]\n\n    def __contains__(self, title):\n        return title.lower() in [known.lower() for known in self._titles]\n\n    def __getitem__(self, index):\n        return self._titles[index]\n\n    def __add__(self, other):\n        return Playlist(f\"{self.name} & {other.name}\", [*self._titles, *other._titles])\n", "caught_by": "Can be walked through twice"}], "minutes": 20}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

INSERT INTO exercises (id, position, title, summary, category, difficulty, topics, prerequisites, instructions, hints, starter_code, module, test_code, solution, files, source, author_data, time_limit_ms, created_at, updated_at) VALUES (
'sections',
870,
'Open and close a section',
'Write a context manager that always says goodbye.',
'classes',
'advanced',
'["context managers", "exceptions"]',
'["bank-account", "call-counter"]',
'`with` works with any object that has two special methods. `__enter__` runs at the start, and its result is the value behind `as`; `__exit__` runs at the end, even after an error:

```python
class Door:
    def __enter__(self):
        print("open")
        return self

    def __exit__(self, error_type, error, traceback):
        print("closed")

with Door() as door:
    print("walk through")
```

## Your task

A long program prints where it is. Write a class `Section` for use with `with`:

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
- Sections can be inside each other',
'["`with` calls `__enter__` at the start and `__exit__` at the end.", "`__exit__` gets the type of the error first, or `None` when there was none.", "An error goes on unless `__exit__` returns something true.", "In `__exit__`: `self.failed = error_type is not None`, then print `!` or `<` with the name, and return `False`."]',
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
'{"wrongSamples": [{"name": "swallows.py", "code": "class Section:\n    def __init__(self, name):\n        self.name = name\n        self.failed = False\n\n    def __enter__(self):\n        print(f\"> {self.name}\")\n        return self\n\n    def __exit__(self, error_type, error, traceback):\n        self.failed = error_type is not None\n        print(f\"{''!'' if self.failed else ''<''} {self.name}\")\n        return True\n", "caught_by": "An error goes on and is marked"}, {"name": "returns_nothing.py", "code": "class Section:\n    def __init__(self, name):\n        self.name = name\n        self.failed = False\n\n    def __enter__(self):\n        print(f\"> {self.name}\")\n\n    def __exit__(self, error_type, error, traceback):\n        self.failed = error_type is not None\n        print(f\"{''!'' if self.failed else ''<''} {self.name}\")\n", "caught_by": "Gives itself to the block"}], "minutes": 15}',
NULL,
'2026-11-01T00:00:00.000Z',
'2026-11-01T00:00:00.000Z'
) ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, summary = excluded.summary, category = excluded.category, difficulty = excluded.difficulty, topics = excluded.topics, prerequisites = excluded.prerequisites, instructions = excluded.instructions, hints = excluded.hints, starter_code = excluded.starter_code, module = excluded.module, test_code = excluded.test_code, solution = excluded.solution, files = excluded.files, source = excluded.source, author_data = excluded.author_data, time_limit_ms = excluded.time_limit_ms, updated_at = excluded.updated_at WHERE exercises.source = excluded.source;

UPDATE catalogue SET version = version + 1;
