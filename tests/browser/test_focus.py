"""Whoever uses the keyboard keeps their place: the focus is never lost, and never out of sight."""

from playwright.sync_api import expect

from tests.browser.visitor import Visitor, results, submit, write

SOLVED = "def greet(name):\n    return f\"Hello, {name.strip() or 'friend'}!\"\n"


def test_the_focus_goes_to_the_lesson_when_the_button_that_had_it_is_gone(visitor: Visitor) -> None:
    page = visitor.open("greet")
    lesson = page.get_by_role("main")
    page.get_by_role("button", name="Got it").press("Enter")
    expect(lesson).to_be_focused()
    for name in ("Dismiss", "Try again"):
        page.goto(f"{visitor.url}/#/no-such-{len(name)}")
        page.get_by_role("button", name=name).press("Enter")
        expect(lesson).to_be_focused()
    expect(page.locator("#notice")).to_contain_text("no exercise")  # it was tried again
    visitor.ignore("404")


def test_a_notice_that_replaces_another_keeps_the_focus(visitor: Visitor) -> None:
    page = visitor.open("greet")
    page.goto(f"{visitor.url}/#/no-such")
    page.get_by_role("button", name="Dismiss").focus()
    page.evaluate("import('/playground/notice.js').then(({ showNotice }) => showNotice('Another one'))")
    expect(page.locator("#notice")).to_contain_text("Another one")
    expect(page.get_by_role("button", name="Dismiss")).to_be_focused()
    visitor.ignore("404")


def test_the_last_hint_gets_the_focus_of_its_button(visitor: Visitor) -> None:
    page = visitor.open("greet")
    button = page.get_by_role("button", name="hint")
    for _ in range(2):
        button.press("Enter")
        expect(button).to_be_focused()
    button.press("Enter")
    expect(page.locator(".hints li").last).to_be_focused()


def test_the_heading_keeps_the_focus_when_the_exercise_is_solved(visitor: Visitor) -> None:
    page = visitor.open("greet")
    visitor.sign_up(page)
    write(page, SOLVED)
    heading = page.get_by_role("heading", level=1)
    heading.focus()
    page.keyboard.press("Control+Shift+Enter")
    expect(page.get_by_role("button", name="Compare with a reference solution")).to_be_visible()
    expect(heading).to_be_focused()


def test_what_has_the_focus_in_the_results_is_not_below_the_headline(visitor: Visitor) -> None:
    page = visitor.open("greet")
    submit(page)
    expect(results(page)).to_contain_text("tests passed")
    page.evaluate("document.querySelectorAll('#results details').forEach((details) => { details.open = true; })")
    results(page).get_by_role("button").last.focus()
    top = "document.activeElement.getBoundingClientRect().top - document.querySelector('.headline').offsetHeight"
    for width, container in ((1440, "document.getElementById('results').getBoundingClientRect().top"), (390, "0")):
        page.set_viewport_size({"width": width, "height": 800})
        results(page).get_by_role("button").last.focus()
        for _ in range(12):
            page.keyboard.press("Shift+Tab")
            assert page.evaluate(f"{top} - {container}") >= 0, page.evaluate("document.activeElement.outerHTML")
