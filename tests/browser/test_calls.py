"""The box below the editor that calls a function of the learner's program."""

from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.visitor import Visitor, results, write

GREET = "def greet(name):\n    print('on it')\n    return f'Hello, {name}!'\n"


def call(page: Page, text: str | None = None) -> None:
    if text is not None:
        page.get_by_label("Function call").fill(text)
    page.get_by_role("button", name="Call").click()


def test_the_box_holds_the_first_example_of_the_instructions(visitor: Visitor) -> None:
    page = visitor.open()
    for exercise, example in (("greet", 'greet("Ada")'), ("points", "Point(3, 4)"), ("ranking", "")):
        page.goto(f"{visitor.url}/#/{exercise}")
        expect(page.get_by_label("Function call")).to_have_value(example)


def test_a_call_shows_what_it_returns_apart_from_what_it_prints(visitor: Visitor) -> None:
    page = visitor.open("greet")
    write(page, GREET)
    call(page)
    expect(results(page).get_by_role("definition")).to_have_text(['greet("Ada")', "'Hello, Ada!'"])
    expect(results(page).get_by_role("figure")).to_have_text("Outputon it\n")
    expect(page.locator("#announcement")).to_have_text("greet(\"Ada\") returned 'Hello, Ada!'. Output: on it")
    assert findings(page, "#work") == []


def test_a_wrong_call_is_explained(visitor: Visitor) -> None:
    page = visitor.open("greet")
    write(page, GREET)
    for text, error in (("greet(1, 2)", "TypeError"), ("greet(", "SyntaxError"), ("greeet('Ada')", "NameError")):
        call(page, text)
        expect(results(page).locator(".explanation h3")).to_have_text(
            error
        )  # without a line, as it is none of the code
        expect(results(page).locator(".means")).not_to_be_empty()
        expect(results(page)).not_to_contain_text("solution.py")


def test_an_error_inside_the_function_has_its_line(visitor: Visitor) -> None:
    page = visitor.open("greet")
    write(page, "def greet(name):\n    return nam\n")
    call(page)
    expect(results(page).locator(".explanation h3")).to_have_text("NameError on line 2")
    expect(results(page)).to_contain_text("solution.py")


def test_a_function_without_return_is_explained(visitor: Visitor) -> None:
    page = visitor.open("greet")
    write(page, "def greet(name):\n    print(name)\n")
    page.get_by_label("Function call").press("Enter")
    expect(results(page)).to_contain_text("A function without return returns None.")


def test_a_call_that_never_returns_shows_the_output_alone(visitor: Visitor) -> None:
    page = visitor.open("greet")
    write(page, "def greet(name):\n    print('bye')\n    raise SystemExit\n")
    call(page)
    expect(results(page)).to_contain_text("bye")
    expect(results(page)).not_to_contain_text("returned")


def test_a_program_that_defines_nothing_has_no_call_box(visitor: Visitor) -> None:
    page = visitor.open("greet")
    write(page, "print('hello')")
    expect(page.get_by_label("Function call")).to_be_hidden()


def test_a_call_leaves_the_draft_as_it_is(visitor: Visitor) -> None:
    page = visitor.open("greet")
    write(page, "def greet(name):\n    return name")
    call(page)
    expect(results(page)).to_contain_text("returned")
    page.reload()
    expect(page.locator("#code .ace_line")).to_have_text(["def greet(name):", "    return name"])
