"""The learner's code is never lost: while exercises load, in several tabs, through sign-in and sign-out."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.visitor import Visitor, catalogue, results, run, write

PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.querySelector("#code textarea").dispatchEvent(event);
}"""


class Delay:
    """Holds the requests of a path back until they are released."""

    def __init__(self, page: Page, path: str) -> None:
        self._page, self._path = page, path
        self._held: list[Route] = []
        page.route(path, lambda route: self._held.append(route))

    def release(self) -> None:
        for route in self._held:
            route.continue_()
        self._page.unroute(self._path)


def test_a_draft_survives_a_reload_and_is_taken_over_at_registration(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "def keep_even(numbers):\n    pass  # my draft\n")
    page.reload()
    expect(page.locator("#code")).to_contain_text("my draft")
    visitor.sign_up(page)
    expect(page.locator("#code")).to_contain_text("my draft")
    write(page, "def keep_even(numbers):\n    pass  # better\n")
    with page.expect_response("**/api/progress") as saved:
        catalogue(page).get_by_role("link", name="A friendly greeting").click()
    assert saved.value.json()["data"]["progress"]["lastCode"] == "def keep_even(numbers):\n    pass  # better\n"
    expect(page.locator("#code")).to_contain_text("def greet")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner")).to_contain_text("Guest")
    assert not [key for key in page.evaluate("Object.keys(localStorage)") if "draft" in key and "guest" not in key]


@pytest.mark.parametrize("path", ["**/api/exercises?*", "**/api/exercises/keep-even"])
def test_the_editor_takes_no_text_until_the_exercise_is_loaded(visitor: Visitor, path: str) -> None:
    page = visitor.context.new_page()
    delay = Delay(page, path)
    page.goto(f"{visitor.url}/#/keep-even")
    page.locator("#code").click()
    page.keyboard.insert_text("typed too early")
    delay.release()
    expect(page.locator("#code")).to_contain_text("def keep_even")
    expect(page.locator("#code")).not_to_contain_text("typed too early")
    write(page, "print('ready')")
    run(page)
    expect(results(page)).to_contain_text("ready")


def test_text_typed_while_another_exercise_loads_changes_neither(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "mine = 1")
    delay = Delay(page, "**/api/exercises/greet")
    catalogue(page).get_by_role("link", name="A friendly greeting").click()
    expect(page.locator("#saved")).to_have_text("Loading…")
    write(page, "too early")
    delay.release()
    expect(page.locator("#code")).to_contain_text("def greet")
    page.go_back()
    expect(page.locator("#code .ace_line")).to_have_text(["mine = 1"])


def test_an_exercise_that_fails_to_load_leaves_the_editor_usable(visitor: Visitor) -> None:
    page = visitor.open()
    page.goto(f"{visitor.url}/#/no-such")
    expect(page.locator("#notice")).to_contain_text("no exercise")
    write(page, "print('still here')")
    run(page)
    expect(results(page)).to_contain_text("still here")
    visitor.ignore("404")


def test_two_tabs_with_the_same_exercise_show_the_same_code(visitor: Visitor) -> None:
    first, second = visitor.open(), visitor.open()
    write(first, "one = 1")
    expect(second.locator("#code .ace_line")).to_have_text(["one = 1"])
    expect(second.locator("#saved")).to_have_text("Updated from another tab")
    second.bring_to_front()
    second.locator("#code .ace_scroller").click()
    second.keyboard.press("Control+End")
    second.keyboard.type("  # and more")
    expect(first.locator("#code .ace_line")).to_have_text(["one = 1  # and more"])
    run(first)
    expect(results(first)).to_contain_text("finished")
    first.reload()
    expect(first.locator("#code .ace_line")).to_have_text(["one = 1  # and more"])


def test_a_change_from_another_tab_can_be_undone(visitor: Visitor) -> None:
    first, second = visitor.open(), visitor.open()
    write(second, "second = 2")
    expect(first.locator("#code .ace_line")).to_have_text(["second = 2"])
    first.bring_to_front()
    write(first, "first = 1")
    expect(second.locator("#code .ace_line")).to_have_text(["first = 1"])
    second.bring_to_front()
    second.locator("#code .ace_scroller").click()
    second.keyboard.press("Control+Z")
    expect(second.locator("#code .ace_line")).to_have_text(["second = 2"])


def test_brackets_are_closed_and_their_partner_is_highlighted(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "")
    page.keyboard.type("print((1")
    expect(page.locator("#code .ace_line")).to_have_text(["print((1))"])
    page.keyboard.press("End")
    expect(page.locator("#code .ace_marker-layer .ace_bracket")).not_to_have_count(0)


def test_code_saved_for_any_number_of_exercises_is_opened(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    entry = {"exerciseId": "keep-even", "lastCode": "saved = 1", "status": "in_progress"}

    def fulfil(route: Route) -> None:
        is_last = "after=cursor" in route.request.url
        data = {"progress": [entry] if is_last else [], "pagination": {"next": None if is_last else "cursor"}}
        route.fulfill(json={"success": True, "message": "", "data": data})

    page.route("**/api/progress?*", fulfil)
    page.reload()
    expect(page.locator("#code .ace_line")).to_have_text(["saved = 1"])


def test_names_are_completed_on_demand_and_nothing_opens_by_itself(visitor: Visitor) -> None:
    page = visitor.open()
    page.emulate_media(color_scheme="dark")
    write(page, "favourite = 1\n")
    page.wait_for_function("ace.edit('code').commands.byName.startAutocomplete")
    popup = page.locator(".ace_autocomplete")
    page.keyboard.type("fav")
    expect(popup).to_be_hidden()
    page.keyboard.press("Control+Space")
    expect(popup).to_contain_text("favourite")
    page.keyboard.press("Enter")
    expect(page.locator("#code .ace_line").last).to_have_text("favourite")
    page.keyboard.type(" + pri")
    page.keyboard.press("Control+Space")
    expect(popup).to_contain_text("print")
    assert findings(page) == []
    page.keyboard.press("Escape")
    expect(popup).to_be_hidden()


def test_completion_that_could_not_be_loaded_is_loaded_at_the_next_focus(visitor: Visitor) -> None:
    page = visitor.open()
    page.route("**/ext-language_tools.js", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.locator("#code .ace_scroller").click()
    page.unroute("**/ext-language_tools.js")
    page.get_by_role("heading", level=1).click()
    page.locator("#code .ace_scroller").click()
    page.wait_for_function("ace.edit('code').commands.byName.startAutocomplete")
    visitor.ignore("ERR_FAILED")


def test_code_pasted_with_the_line_ends_of_windows_has_those_of_the_exercise(visitor: Visitor) -> None:
    page = visitor.open()
    page.locator("#code .ace_scroller").click()
    page.keyboard.press("Control+A")
    page.evaluate(PASTE, "one = 1\r\ntwo = 2\r\n")
    with page.expect_request("**/api/exercises/run") as sent:
        run(page)
    assert json.loads(sent.value.post_data or "")["code"] == "one = 1\ntwo = 2\n"


def test_what_another_tab_writes_changes_the_controls_as_well(visitor: Visitor) -> None:
    first, second = visitor.open(), visitor.open()
    write(first, "print(input())")
    expect(second.get_by_label("Function call")).to_be_hidden()
    expect(second.locator("#stdin")).to_be_visible()


def test_a_key_that_is_held_down_runs_the_program_once(visitor: Visitor) -> None:
    page = visitor.open()
    requests = [*visitor.requests]
    page.keyboard.down("Control")
    for _ in range(5):
        page.keyboard.down("Enter")
        expect(results(page)).to_contain_text("The program finished")
    assert [url for url in visitor.requests if url not in requests] == [f"{visitor.url}/api/exercises/run"]
