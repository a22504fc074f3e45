"""The pages of the API document in a real browser."""

from playwright.sync_api import Locator, Page, expect

from tests import document
from tests.browser.accessibility import findings
from tests.browser.visitor import Visitor


def open_docs(visitor: Visitor, path: str = "/api/docs") -> Page:
    page = visitor.context.new_page()
    page.goto(f"{visitor.url}{path}")
    return page


def test_the_page_has_no_findings_and_signing_in_on_it_authorizes_its_calls(visitor: Visitor) -> None:
    """One test, as the page takes seconds of processor time to show; with fewer operations everything is faster."""
    page = open_docs(visitor)
    expect(page.locator(".opblock")).to_have_count(len(document.operations()))
    show(page, "Exercises")
    open_operation(page, "listExercises")
    expect(call(page, "runCode")).to_contain_text('"stdout": "Hello, Ada')
    assert findings(page) == []
    page.get_by_role("button", name="Authorize").first.click()
    expect(page.locator(".modal-ux")).to_be_visible()
    assert findings(page, ".modal-ux") == []
    page.locator(".modal-ux").get_by_role("button", name="Close").first.click()
    show(page, "Auth")
    call(page, "register")
    expect(call(page, "getAccount")).to_contain_text('"username": "ada"')


def test_an_error_has_an_address_on_the_page_of_errors(visitor: Visitor) -> None:
    page = open_docs(visitor, "/api/docs/errors#EXECUTOR_BUSY")
    expect(page.locator("#EXECUTOR_BUSY")).to_be_in_viewport()


def test_the_page_of_errors_shows_code_as_code(visitor: Visitor) -> None:
    page = open_docs(visitor, "/api/docs/errors")
    expect(page.locator("#VALIDATION_ERROR td code")).not_to_have_count(1)
    expect(page.locator("body")).not_to_contain_text("`")


def show(page: Page, tag: str) -> None:
    """Show only the operations of one tag."""
    page.get_by_label("Filter by tag").fill(tag)
    expect(page.locator("[data-tag=Health]")).to_have_count(0)


def open_operation(page: Page, operation: str) -> Locator:
    block = page.locator(f'.opblock[id$="-{operation}"]')
    block.locator(".opblock-summary").click()
    expect(block.locator(".responses-table").first).to_be_visible()
    return block


def call(page: Page, operation: str) -> Locator:
    """Open an operation, send its example and return the response."""
    block = open_operation(page, operation)
    block.get_by_role("button", name="Execute").click()
    response = block.locator(".live-responses-table .response").first
    expect(response).to_be_visible()
    return response
