"""The page works where the browser's storage is full or blocked, and says what is not kept."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor, results, submit, write

BLOCKED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } });"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"


@pytest.mark.parametrize("script", [BLOCKED, FULL])
def test_without_storage_one_can_work_and_register(visitor: Visitor, script: str) -> None:
    visitor.context.add_init_script(script)
    page = visitor.open()
    write(page, "mine = 1")
    expect(page.locator("#saved")).to_have_text(re.compile("^Not saved: .* full or blocked$"))
    visitor.sign_up(page)
    expect(page.locator("#code .ace_line")).to_have_text(["mine = 1"])
    submit(page)
    expect(results(page)).to_contain_text("tests passed")
    expect(page.locator("#saved")).to_have_text("Saved")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner")).to_contain_text("Guest")
    expect(page.locator("#code .ace_line").first).to_have_text("def keep_even(numbers):")


def test_signing_out_in_another_tab_reaches_a_tab_whose_storage_was_full(visitor: Visitor) -> None:
    page, other = visitor.open(), visitor.open("greet")
    page.evaluate(f"() => {{ {FULL} }}")
    visitor.sign_up(page)
    other.evaluate("localStorage.setItem('portal.session', 'null')")
    expect(page.get_by_role("banner")).to_contain_text("Guest")
