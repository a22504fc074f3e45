"""The results panel: in view, explained, tied to the code, and announced."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import findings
from tests.browser.visitor import (
    Visitor,
    respond_to_run,
    respond_to_submit,
    result_of,
    results,
    run,
    submit,
    write,
)
from tests.serving import Server

WRONG_VALUE: dict[str, Any] = {
    "kind": "wrong_value",
    "call": 'greet("  Grace ")',
    "expected": "'Hello, Grace!'",
    "actual": "'Hello,   Grace !'",
    "line": 2,
    "explanation": "The spaces around the name are still there.",
    "difference": "index 7: expected 'G', got ' '",
    "hint": "Strings have the method `strip`.",
}
FAILED = result_of("test_spaces", title="Ignores spaces around the name", message="assert 1 == 2", failure=WRONG_VALUE)
PASSED = result_of("test_greets_by_name", passed=True, failure=None)
GREET = "def greet(name):\n    return f'Hello, {name}!'\n"


def fail(page: Page) -> None:
    write(page, GREET)
    respond_to_submit(page, PASSED, FAILED)
    submit(page)
    expect(results(page)).to_contain_text("1 of 2 tests passed")


@pytest.mark.parametrize(("width", "height"), [(1366, 650), (1920, 1080), (1024, 768), (390, 844)])
def test_the_verdict_is_in_view_without_scrolling(browser: Browser, server: Server, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = Visitor(context, server.url).open("greet")
    write(page, "print('on')\nname = nam\n")
    for press, verdict in ((run, "stopped with an error"), (submit, "of 6 tests passed")):
        press(page)
        headline = results(page).get_by_role("heading", name=verdict)
        expect(headline).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("button", name="Submit")).to_be_in_viewport(ratio=1)
        is_on_top = "node => { const {x, y} = node.getBoundingClientRect();"
        is_on_top += " return node.contains(document.elementFromPoint(x + 5, y + 5)); }"
        assert headline.evaluate(is_on_top), "nothing covers it"
    fail(page)
    expect(results(page).get_by_text("Got", exact=True)).to_be_in_viewport(ratio=1)
    context.close()


def test_a_failed_test_shows_call_values_explanation_and_hint(visitor: Visitor) -> None:
    page = visitor.open("greet")
    fail(page)
    first = results(page).get_by_role("listitem").first
    expect(first).to_contain_text("Ignores spaces around the name")
    expect(first.get_by_role("term")).to_have_text(["Call", "Expected", "Got", "First difference"])
    expect(first.get_by_role("definition")).to_have_text(
        [WRONG_VALUE[field] for field in ("call", "expected", "actual", "difference")]
    )
    expect(first.locator("mark")).to_have_text(["Grace", "  Grace "])
    expect(first).to_contain_text(WRONG_VALUE["explanation"])
    expect(first.locator(".test-hint code")).to_have_text("strip")
    expect(first).not_to_contain_text("assert 1 == 2")


def test_the_line_of_a_failure_is_marked_and_can_be_reached(visitor: Visitor) -> None:
    page = visitor.open("greet")
    fail(page)
    expect(page.locator(".ace_gutter-cell.ace_wrong")).to_have_text("2")
    results(page).get_by_role("button", name="Go to line 2").click()
    page.keyboard.type("  # here")
    expect(page.locator("#code .ace_line").nth(1)).to_have_text("    return f'Hello, {name}!'  # here")


def test_only_the_fields_that_a_failure_has_are_shown(visitor: Visitor) -> None:
    page = visitor.open("greet")
    failure = dict.fromkeys(WRONG_VALUE) | {"kind": "timeout", "explanation": "It ran for too long."}
    respond_to_submit(page, result_of("test_slow", failure=failure, message="Timeout"))
    submit(page)
    expect(results(page)).to_contain_text("It ran for too long.")
    expect(results(page).get_by_role("term")).to_have_count(0)
    expect(results(page).get_by_role("button")).to_have_text(["Run this test"])


def test_a_failure_without_details_shows_the_message(visitor: Visitor) -> None:
    page = visitor.open("greet")
    failures: list[dict[str, Any]] = [
        {"failure": None},
        {},
        {"failure": dict.fromkeys(WRONG_VALUE) | {"kind": "other"}},
    ]
    for number, failure in enumerate(failures):
        respond_to_submit(page, result_of(f"test_spaces_in[a-{number}]", message=f"assert 1 == {number}", **failure))
        submit(page)
        expect(results(page).locator("details[open] pre")).to_have_text(f"assert 1 == {number}")
        expect(results(page).locator(".name")).to_have_text(f"spaces in[a-{number}]")


def test_texts_with_little_in_common_are_not_marked(visitor: Visitor) -> None:
    page = visitor.open("greet")
    values = {"expected": "[1, 2, 3, 4, 5, 6]", "actual": "None"}
    respond_to_submit(page, result_of("test_all", failure=WRONG_VALUE | values))
    submit(page)
    expect(results(page)).to_contain_text("None")
    expect(results(page).locator("mark")).to_have_count(0)


def test_failed_tests_come_first_and_no_test_shows_its_duration(visitor: Visitor) -> None:
    page = visitor.open("greet")
    fail(page)
    expect(results(page).get_by_role("listitem").locator(".name")).to_have_text(
        ["Ignores spaces around the name", "greets by name"]
    )
    expect(results(page)).not_to_contain_text(" ms")


def test_screen_readers_hear_the_output_and_the_verdict(visitor: Visitor) -> None:
    page = visitor.open("greet")
    announcement = page.get_by_role("status").and_(page.locator("#announcement"))
    write(page, "print('forty-two')")
    run(page)
    expect(announcement).to_have_text("The program finished. Output: forty-two")
    fail(page)
    for text in ("1 of 2 tests passed.", "Ignores spaces", WRONG_VALUE["expected"], WRONG_VALUE["explanation"]):
        expect(announcement).to_contain_text(text)


def test_a_failing_program_is_explained_and_its_line_marked(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "name = 'Ada'\nprint(nam)\n")
    run(page)
    expect(results(page).locator(".explanation")).to_contain_text("NameError on line 2")
    expect(results(page).locator(".means")).not_to_be_empty()
    expect(page.locator("#announcement")).to_contain_text(results(page).locator(".means").inner_text())
    expect(page.locator(".ace_gutter-cell.ace_wrong")).to_have_text("2")
    expect(page.locator(".ace_wrong-line")).to_be_visible()
    page.locator("#code .ace_scroller").click()
    page.keyboard.type("#")
    expect(page.locator(".ace_wrong-line")).to_have_count(0)


def test_a_program_that_prints_too_much_is_stopped_and_the_limit_shown(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "print('on')\nwhile True:\n    print('x' * 1000)\n")
    run(page)
    expect(results(page)).to_contain_text("printed too much and was stopped")
    expect(results(page)).to_contain_text("Limit: 64 KiB")


def test_a_run_without_output_shows_the_explanation_of_the_api(visitor: Visitor) -> None:
    page = visitor.open()
    respond_to_run(page, explanation="The program only defines keep_even.")
    run(page)
    expect(results(page)).to_contain_text("The program only defines keep_even.")
    expect(page.locator("#announcement")).to_contain_text("The program only defines keep_even.")


def test_a_run_without_output_or_explanation_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.open()
    respond_to_run(page, explanation=None)
    run(page)
    expect(results(page)).to_contain_text("It printed nothing. Use print(…) to show a value")


def test_one_test_runs_alone_and_shows_its_code(visitor: Visitor) -> None:
    page = visitor.open("greet")
    write(page, "def greet(name):\n    return 'Hello, Ada!'\n")
    first, second = results(page).get_by_role("listitem").nth(0), results(page).get_by_role("listitem").nth(1)
    second.locator("summary").click()
    expect(second.get_by_role("figure")).to_contain_text("The testdef test_greets_another_name():")
    second.get_by_role("button", name="Run this test").click()
    expect(results(page).get_by_role("heading", name="This test failed")).to_be_in_viewport(ratio=1)
    expect(page.locator("#announcement")).to_contain_text("This test failed. First failed test: ")
    expect(results(page).get_by_role("listitem")).to_have_count(1)
    write(page, GREET)
    first.get_by_role("button", name="Run this test").click()
    expect(results(page).get_by_role("heading", name="This test passed")).to_be_visible()
    assert findings(page, "#work") == []
    expect(page.locator("#solved")).to_have_text(re.compile("^0 of"))
