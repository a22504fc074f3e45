"""No state of a page has an accessibility finding, in light or dark."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.visitor import Visitor, respond_to_submit, result_of, results, run, submit, write

FAILURE = {
    "kind": "wrong_value",
    "call": 'greet("Ada")',
    "expected": "'Hello, Ada!'",
    "actual": "'Hello, Ada'",
    "line": 1,
    "explanation": "The text is `nearly` right.",
    "hint": "Look at the end.",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_findings(visitor: Visitor, scheme: Any) -> None:
    page = visitor.open("greet")
    page.emulate_media(color_scheme=scheme)
    assert findings(page) == []
    write(page, "print(nam)")
    run(page)
    expect(results(page)).to_contain_text("NameError")
    assert findings(page) == []
    respond_to_submit(page, result_of("test_a", failure=FAILURE), result_of("test_b", passed=True, failure=None))
    submit(page)
    expect(results(page)).to_contain_text("1 of 2 tests passed")
    assert findings(page) == []


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


@pytest.mark.parametrize("button", ["Register", "Sign in", "Settings and help"])
def test_the_dialogs_have_no_findings(visitor: Visitor, button: str) -> None:
    page = visitor.open()
    page.get_by_role("banner").get_by_role("button", name=button).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert findings(page) == []


def test_a_phone_has_no_findings(phone: Visitor) -> None:
    page = phone.open("bank-account")
    assert findings(page) == []


@pytest.mark.parametrize("path", ["/api/docs/errors", "/nothing"])
def test_the_other_pages_have_no_findings(visitor: Visitor, path: str) -> None:
    page = visitor.context.new_page()
    page.goto(f"{visitor.url}{path}")
    assert findings(page) == []
    visitor.ignore("404")


def open_operations(page: Page, *names: str) -> None:
    for name in names:
        operation = page.locator(f'.opblock[id$="-{name}"]')
        operation.locator(".opblock-summary").click()
        expect(operation.locator(".responses-table").first).to_be_visible()


def test_the_api_documentation_has_no_findings(visitor: Visitor) -> None:
    page = visitor.context.new_page()
    page.goto(f"{visitor.url}/api/docs")
    expect(page.locator(".opblock").first).to_be_visible()
    page.get_by_label("Filter by tag").fill("Exercises")  # axe-core is slow on large documents
    open_operations(page, "listExercises", "runCode")
    page.locator('.opblock[id$="-runCode"]').get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response").first).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Authorize").first.click()
    expect(page.locator(".modal-ux")).to_be_visible()
    assert findings(page, ".modal-ux") == []
