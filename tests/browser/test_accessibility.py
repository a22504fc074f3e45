"""No state of a page has an accessibility finding, in light or dark; test_docs.py has that of the API documentation."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.visitor import Visitor, respond_to_submit, result_of, results, run, submit, write

COLOR_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FAILURE = {
    "kind": "wrong_value",
    "call": 'greet("Ada")',
    "expected": "'Hello, Ada!'",
    "actual": "'Hello, Ada'",
    "line": 1,
    "explanation": "The text is `nearly` right.",
    "hint": "Look at the end.",
}


def findings_by_scheme(page: Page) -> list[list[str]]:
    found = []
    for scheme in COLOR_SCHEMES:
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-theme", scheme)
        found.append(findings(page))
    return found


def test_the_page_has_no_findings_in_light_and_dark(visitor: Visitor) -> None:
    page = visitor.open("greet")
    assert findings_by_scheme(page) == [[], []]
    write(page, "print(nam)")
    run(page)
    expect(results(page)).to_contain_text("NameError")
    assert findings_by_scheme(page) == [[], []]
    respond_to_submit(page, result_of("test_a", failure=FAILURE), result_of("test_b", passed=True, failure=None))
    submit(page)
    expect(results(page)).to_contain_text("1 of 2 tests passed")
    assert findings_by_scheme(page) == [[], []]


def test_a_learners_page_has_no_findings(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    write(page, "def keep_even(numbers):\n    return [n for n in numbers if n % 2 == 0]")
    submit(page)
    expect(results(page)).to_contain_text("Solved")
    page.get_by_role("button", name="Compare with a reference solution").click()
    expect(page.get_by_role("dialog")).to_contain_text("Reference solution")
    expect(page.locator("#statistics")).to_contain_text("1 submission on 1 day")
    assert findings(page) == []


def test_the_dialogs_have_no_findings(visitor: Visitor) -> None:
    page = visitor.open()
    for button in ("Register", "Sign in", "Settings and help"):
        page.get_by_role("banner").get_by_role("button", name=button).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert findings(page) == [], button
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_phone_has_no_findings(phone: Visitor) -> None:
    page = phone.open("bank-account")
    assert findings(page) == []


@pytest.mark.parametrize("path", ["/api/docs/errors", "/nothing"])
def test_the_other_pages_have_no_findings(visitor: Visitor, path: str) -> None:
    page = visitor.context.new_page()
    page.goto(f"{visitor.url}{path}")
    assert findings(page) == []
    visitor.ignore("404")
