"""The pages of the API document in a real browser."""

from playwright.sync_api import Locator, Page, expect

from tests import document
from tests.browser.visitor import Visitor


def open_docs(visitor: Visitor, path: str = "/api/docs") -> Page:
    page = visitor.context.new_page()
    page.goto(f"{visitor.url}{path}")
    return page


def test_signing_in_on_the_page_authorizes_its_calls(visitor: Visitor) -> None:
    page = open_docs(visitor)
    expect(page.locator(".opblock")).to_have_count(len(document.operations()), timeout=15_000)
    call(page, "register")
    account = call(page, "getAccount")
    expect(account).to_contain_text('"username": "ada"')
    ran = call(page, "runCode")
    expect(ran).to_contain_text('"stdout": "Hello, Ada')
    ran.scroll_into_view_if_needed()


def test_an_error_has_an_address_on_the_page_of_errors(visitor: Visitor) -> None:
    page = open_docs(visitor, "/api/docs/errors#EXECUTOR_BUSY")
    expect(page.locator("#EXECUTOR_BUSY")).to_be_in_viewport()


def test_the_page_of_errors_shows_code_as_code(visitor: Visitor) -> None:
    page = open_docs(visitor, "/api/docs/errors")
    expect(page.locator("#VALIDATION_ERROR td code")).not_to_have_count(1)
    expect(page.locator("body")).not_to_contain_text("`")


def call(page: Page, operation: str) -> Locator:
    """Open an operation, send its example and return the response."""
    block = page.locator(f'.opblock[id$="-{operation}"]')
    block.locator(".opblock-summary").click()
    block.get_by_role("button", name="Execute").click()
    response = block.locator(".live-responses-table .response").first
    expect(response).to_be_visible()
    return response
