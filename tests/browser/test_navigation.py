"""Addresses, the keyboard, and the settings dialog."""

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor, catalogue, results, write
from tests.conftest import starter_ids

MAX_TAB_STOPS_TO_SUBMIT = 15


def test_an_address_of_no_exercise_is_explained(visitor: Visitor) -> None:
    page = visitor.context.new_page()
    page.goto(f"{visitor.url}/#/no-such")
    expect(page.locator("#notice")).to_contain_text("no exercise")
    catalogue(page).get_by_role("link", name="A friendly greeting").click()
    expect(page.get_by_role("heading", name="A friendly greeting")).to_be_focused()
    expect(page.locator("#notice")).to_be_empty()
    visitor.ignore("404")


def test_back_to_the_start_shows_what_the_start_showed(visitor: Visitor) -> None:
    page = visitor.context.new_page()
    page.goto(visitor.url)
    expect(page.locator("#exercise h1")).to_have_text("Say hello")
    catalogue(page).get_by_role("link", name="One line after another").click()
    expect(page.locator("#exercise h1")).to_have_text("One line after another")
    page.go_back()
    expect(page.locator("#exercise h1")).to_have_text("Say hello")
    page.go_forward()
    expect(page.locator("#exercise h1")).to_have_text("One line after another")


def test_the_skip_link_keeps_the_address(visitor: Visitor) -> None:
    page = visitor.open("keep-even")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the editor")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#work")).to_be_focused()
    assert page.url.endswith("/#/keep-even")


def test_the_page_links_to_the_api_documentation(visitor: Visitor) -> None:
    page = visitor.open()
    for name, path in (("API documentation", "/api/docs"), ("API errors", "/api/docs/errors")):
        link = page.get_by_role("contentinfo").get_by_role("link", name=name)
        assert link.get_attribute("href") == path
        assert page.request.get(f"{visitor.url}{path}").ok


def test_submit_is_reached_with_few_tab_stops(visitor: Visitor) -> None:
    page = visitor.open("greet")
    button = page.get_by_role("button", name="Submit")
    # Code blocks of the lesson, which can be scrolled by keyboard, and links to other exercises are stops of their own.
    most, stops = MAX_TAB_STOPS_TO_SUBMIT + page.locator("#exercise pre, .builds-on a").count(), 0
    while not button.evaluate("node => node === document.activeElement"):
        page.keyboard.press("Tab")
        stops += 1
        assert stops <= most


def test_arrow_keys_move_through_the_catalogue(visitor: Visitor) -> None:
    page = visitor.open("greet")
    links = catalogue(page).get_by_role("link")
    expect(links.and_(page.locator("[tabindex='0']"))).to_have_count(1)
    links.first.focus()
    for key, expected in (("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", 0), ("End", len(starter_ids())), ("Home", 0)):
        page.keyboard.press(key)
        expect(links.nth(expected)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="One line after another")).to_be_focused()


def test_the_keyboard_alone_is_enough_and_the_editor_is_no_trap(visitor: Visitor) -> None:
    page = visitor.open("greet")
    page.get_by_role("link", name="Skip to the editor").focus()
    page.keyboard.press("Enter")
    editor = page.locator("#code .ace_scroller")
    for _ in range(2):  # "Start over" is before it
        page.keyboard.press("Tab")
    expect(editor).to_be_focused()
    assert editor.evaluate("node => getComputedStyle(node).boxShadow") != "none", "the focus is visible"
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type('def greet(name):\nreturn f\'Hello, {name.strip() or "friend"}!')
    page.keyboard.press("Control+End")
    page.keyboard.type("\nprint(greet('you'))", delay=1)
    page.keyboard.press("Tab")
    expect(page.locator("#code textarea")).to_be_focused()
    page.keyboard.press("Control+Z")
    page.keyboard.press("Control+Shift+Enter")
    expect(results(page)).to_contain_text("Solved: all 6 tests passed")
    page.keyboard.press("Escape")
    expect(editor).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(results(page)).to_contain_text("The program finished")


def open_settings(page: Page) -> None:
    page.get_by_role("button", name="Settings and help").click()


def test_a_question_mark_opens_the_help_but_stays_text_in_fields(visitor: Visitor) -> None:
    page = visitor.open()
    dialog = page.get_by_role("dialog", name="Settings and help")
    write(page, "?")
    page.get_by_label("Search exercises").press("?")
    expect(dialog).to_be_hidden()
    page.get_by_role("heading", level=1).focus()
    page.keyboard.press("?")
    expect(dialog).to_contain_text("Run the program")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_theme_is_chosen_and_kept(visitor: Visitor) -> None:
    page = visitor.open()
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    open_settings(page)
    page.get_by_label("Dark").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    open_settings(page)
    expect(page.get_by_label("Dark")).to_be_checked()
    page.get_by_label("System").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_text_size_changes_page_and_editor(visitor: Visitor) -> None:
    page = visitor.open()
    measure = (
        "['.prose', '.ace_line'].map((path) => parseFloat(getComputedStyle(document.querySelector(path)).fontSize))"
    )
    medium = page.evaluate(measure)
    open_settings(page)
    for size in ("Small", "Large", "Huge"):
        page.get_by_label(size).check()
        ratios = [after / before for before, after in zip(medium, page.evaluate(measure), strict=True)]
        assert all(ratio < 0.9 if size == "Small" else ratio > 1.1 for ratio in ratios), ratios
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_printed_exercise_holds_the_task_and_the_code_alone(visitor: Visitor) -> None:
    page = visitor.open()
    page.emulate_media(color_scheme="dark")
    write(page, "\n".join(f"line_{number} = {number}" for number in range(100)))
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    code = page.locator("#print-code")
    expect(code).to_be_visible()
    expect(code).to_contain_text("line_99 = 99")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for other in ("navigation", "banner", "contentinfo", "button", "region"):
        expect(page.get_by_role(other).and_(page.locator(":not(#work)"))).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(31, 36, 48)", "dark text on white paper"
