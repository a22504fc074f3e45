"""Earlier submissions and the reference solution beside the learner's code."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import findings
from tests.browser.conftest import HOSTILE
from tests.browser.visitor import Visitor, results, submit, write

FIRST = "def keep_even(numbers):\n    return numbers\n"
SECOND = "def keep_even(numbers):\n    return [n for n in numbers if n % 2 == 0]\n"
COMPARE = "async ([left, right]) => (await import('/playground/difference.js')).compareLines(left, right)"


def submit_both(page: Page) -> Locator:
    for code, verdict in ((FIRST, "tests passed"), (SECOND, "Solved")):
        write(page, code)
        submit(page)
        expect(results(page)).to_contain_text(verdict)
    page.get_by_text("Earlier submissions").click()
    items = page.locator(".submissions").get_by_role("button")
    expect(items).to_have_count(2)
    return items


def test_an_earlier_submission_is_compared_and_restored(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    items = submit_both(page)
    expect(items.first).to_contain_text("solved")
    expect(items.last).to_contain_text("of 6 tests passed")
    items.last.click()
    dialog = page.get_by_role("dialog", name="Earlier submission")
    expect(dialog.locator("mark")).to_have_text(["    return [n for n in numbers if n % 2 == 0]", "    return numbers"])
    assert findings(page) == []
    dialog.get_by_role("button", name="Restore this code").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#code .ace_line").nth(1)).to_have_text("    return numbers")
    page.reload()
    expect(page.locator("#code .ace_line").nth(1)).to_have_text("    return numbers")


def test_the_reference_solution_is_shown_beside_the_own_once_solved(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    button = page.get_by_role("button", name="Compare with a reference solution")
    expect(button).to_have_count(0)
    submit_both(page)
    button.click()
    dialog = page.get_by_role("dialog", name="Keep the even numbers")
    expect(dialog.get_by_role("columnheader")).to_have_text(["Your code now", "Reference solution"])
    expect(dialog.get_by_role("cell").first).to_have_text("def keep_even(numbers):")
    expect(dialog.get_by_role("button")).to_have_text(["Close"])


def test_the_authors_other_ways_are_shown_below_the_reference_solution(visitor: Visitor) -> None:
    page = visitor.open("hostile")
    visitor.sign_up(page)
    write(page, "def double(n):\n    return n + n\n")
    submit(page)
    page.get_by_role("button", name="Compare with a reference solution").click()
    approaches = page.get_by_role("dialog").locator("details")
    expect(approaches).to_have_count(2)
    introduction, other = approaches.first, approaches.last
    introduction.locator("summary").click()
    expect(introduction).to_have_text("IntroductionThere are other ways.")
    expect(other.locator("summary")).to_have_text(f"Add {HOSTILE} Twice {HOSTILE}")
    other.locator("summary").click()
    for place in ("h2", "p", "p code", "li", "pre code"):
        expect(other.locator(f".prose {place}").first).to_contain_text(HOSTILE)
    assert other.locator("img, script, a, p b").count() == 0
    assert findings(page) == []


def test_without_submissions_the_list_says_so(visitor: Visitor) -> None:
    page = visitor.open("greet")
    expect(page.get_by_text("Earlier submissions")).to_have_count(0)
    visitor.sign_up(page)
    page.get_by_text("Earlier submissions").click()
    expect(page.locator(".submissions")).to_have_text("You have not submitted this exercise yet.")


@pytest.mark.parametrize(
    ("left", "right", "rows"),
    [
        ("a\nb", "a\nb\n", [["a", "a"], ["b", "b"]]),
        ("a\nb\nc", "a\nc", [["a", "a"], ["b", None], ["c", "c"]]),
        ("a\nc", "a\nb\nc", [["a", "a"], [None, "b"], ["c", "c"]]),
        ("a\nx\nc\ny", "a\nb\nc\nd", [["a", "a"], ["x", "b"], ["c", "c"], ["y", "d"]]),
        ("a\na", "a", [["a", "a"], ["a", None]]),
        ("a\r\nb", "a\nb", [["a", "a"], ["b", "b"]]),
        ("", "a", [["", "a"]]),
    ],
)
def test_lines_are_compared(shared_page: Page, left: str, right: str, rows: list[list[str | None]]) -> None:
    assert shared_page.evaluate(COMPARE, [left, right]) == rows


def test_large_programs_are_compared_without_freezing(shared_page: Page) -> None:
    left, right = "a\n" * 24_000 + "b", "c\n" * 24_000 + "b"
    assert len(shared_page.evaluate(COMPARE, [left, right])) == 24_001
