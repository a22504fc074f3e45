"""What arrives late or is interrupted: stops, lost responses, another exercise or another user in between."""

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error, Page, Request, Route, expect

from tests.browser.visitor import Visitor, catalogue, results, run, submit, write
from tests.serving import Server, until, value_of

ENDLESS = "while True: pass\n"
SUBMISSIONS = "**/api/exercises/test"
CANCELLED = 'portal_executions_total{kind="test",status="cancelled"}'


def hold(page: Page, path: str) -> Callable[[], None]:
    """Keep requests waiting until the returned function is called."""
    held: list[Route] = []
    page.route(path, lambda route: held.append(route))

    def release() -> None:
        page.unroute(path)
        for route in held:
            with suppress(Error):  # the page has given up the request
                route.continue_()

    return release


def test_stop_ends_a_submission_on_the_server_and_nothing_is_recorded(visitor: Visitor, server: Server) -> None:
    page, before = visitor.open(), value_of(server.url, CANCELLED)
    visitor.sign_up(page)
    write(page, ENDLESS)
    submit(page)
    results(page).get_by_role("button", name="Stop").click()
    expect(results(page).get_by_role("heading", name="You stopped the tests")).to_be_visible()
    expect(page.locator("#announcement")).to_have_text("You stopped the tests.")
    until(lambda: value_of(server.url, CANCELLED) == before + 1)
    page.get_by_text("Earlier submissions").click()
    expect(page.locator(".submissions")).to_have_text("You have not submitted this exercise yet.")


def test_stop_ends_a_submission_whose_token_is_being_refreshed(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    error = {"success": False, "error": {"code": "TOKEN_EXPIRED", "message": ""}}
    page.route(SUBMISSIONS, lambda route: route.fulfill(status=401, json=error), times=1)
    release = hold(page, "**/api/auth/refresh")
    with page.expect_request("**/api/auth/refresh"):
        submit(page)
    results(page).get_by_role("button", name="Stop").click()
    release()
    expect(results(page)).to_contain_text("Nothing was recorded.")
    page.get_by_text("Earlier submissions").click()
    expect(page.locator(".submissions")).to_have_text("You have not submitted this exercise yet.")
    visitor.ignore("401")


def test_opening_another_exercise_stops_the_program(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, ENDLESS)
    run(page)
    expect(results(page).get_by_role("button", name="Stop")).to_be_visible()
    catalogue(page).get_by_role("link", name="Warm or cold").click()
    expect(results(page)).to_contain_text("will check your code")
    expect(page.get_by_role("button", name="Run")).to_be_enabled()


def test_a_submission_goes_on_while_another_exercise_is_open(visitor: Visitor) -> None:
    page = visitor.open("hello")
    write(page, "print('Hello, world!')\n")
    release = hold(page, SUBMISSIONS)
    submit(page)
    catalogue(page).get_by_role("link", name="Warm or cold").click()
    expect(page.get_by_role("heading", name="Warm or cold")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notice")).to_contain_text("The tests of your last submission are still running.")
    release()
    expect(catalogue(page).get_by_role("link", name="solved")).to_have_count(1)
    expect(results(page)).to_contain_text("will check your code")


def test_a_failed_submission_of_another_exercise_is_told(visitor: Visitor) -> None:
    page = visitor.open()
    held: list[Route] = []
    page.route(SUBMISSIONS, lambda route: held.append(route))
    submit(page)
    catalogue(page).get_by_role("link", name="Warm or cold").click()
    expect(page.get_by_role("heading", name="Warm or cold")).to_be_visible()
    held[0].abort()
    expect(page.locator("#notice")).to_contain_text("Keep the even numbers: The server cannot be reached.")
    visitor.ignore("net::ERR_FAILED")


def test_a_submission_whose_response_was_lost_is_repeated_and_not_counted_twice(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    keys: list[str | None] = []

    def lose_first(route: Route, request: Request) -> None:
        keys.append(request.headers.get("idempotency-key"))
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(SUBMISSIONS, lose_first)
    for expected in ("The server cannot be reached", "tests passed", "tests passed"):
        submit(page)
        expect(results(page)).to_contain_text(expected)
    assert keys[0] == keys[1] != keys[2]
    expect(page.locator("#statistics")).to_contain_text("Submissions2")
    visitor.ignore("net::ERR_FAILED")


def test_a_verdict_that_comes_after_signing_out_stays_with_its_learner(visitor: Visitor) -> None:
    page = visitor.open("hello")
    visitor.sign_up(page)
    write(page, "print('Hello, world!')\n")
    release = hold(page, SUBMISSIONS)
    submit(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    release()
    expect(page.locator("#exercise h1")).to_be_visible()
    expect(catalogue(page).get_by_role("link", name="solved")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('portal.solutions.guest')") is None


def test_back_closes_the_dialog_whose_code_belongs_to_the_exercise(visitor: Visitor) -> None:
    page = visitor.open("temperature")
    visitor.sign_up(page)
    catalogue(page).get_by_role("link", name="Keep the even numbers").click()
    expect(page.get_by_role("heading", name="Keep the even numbers")).to_be_visible()
    submit(page)
    expect(results(page)).to_contain_text("tests passed")
    page.get_by_text("Earlier submissions").click()
    page.locator(".submissions").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Warm or cold")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.locator("#dialog").inner_html() == ""


def test_drafts_that_the_server_lacks_are_sent_before_signing_out(visitor: Visitor) -> None:
    page = visitor.open()
    name = visitor.sign_up(page)
    page.route("**/api/progress", lambda route: route.abort())
    write(page, "# written offline\n")
    catalogue(page).get_by_role("link", name="Warm or cold").click()
    expect(page.get_by_role("heading", name="Warm or cold")).to_be_visible()
    page.unroute("**/api/progress")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Email or username").fill(name)
    page.get_by_label("Password").fill("correct horse")
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner")).to_contain_text(name)
    page.goto(f"{visitor.url}/#/keep-even")
    expect(page.locator("#code .ace_line").first).to_have_text("# written offline")
    visitor.ignore("net::ERR_FAILED")


def test_code_that_cannot_be_sent_before_signing_out_is_said_to_stay(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    page.route("**/api/progress", lambda route: route.abort())
    write(page, "# written offline\n")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#notice")).to_contain_text("It stays in this browser until you sign in again.")
    expect(page.locator("#code .ace_line").first).to_have_text("def keep_even(numbers):")
    visitor.ignore("net::ERR_FAILED")


def test_a_new_account_takes_the_guests_drafts_away_from_the_next_one(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "# of the first pupil\n")
    for expected in ("# of the first pupil", "def keep_even(numbers):"):
        visitor.sign_up(page)
        expect(page.locator("#code .ace_line").first).to_have_text(expected)
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def open_without_editor(visitor: Visitor) -> Page:
    """Open an exercise while the editor cannot be loaded; now it can."""
    page = visitor.context.new_page()
    page.route("**/mode-python.js", lambda route: route.abort())
    page.goto(f"{visitor.url}/#/keep-even")
    expect(page.locator("#notice")).to_contain_text("The editor could not be loaded.")
    page.unroute("**/mode-python.js")
    return page


def test_an_editor_that_could_not_be_loaded_is_loaded_again(visitor: Visitor) -> None:
    page = open_without_editor(visitor)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#code .ace_line").first).to_have_text("def keep_even(numbers):")
    visitor.ignore("net::ERR_FAILED")


def test_an_editor_that_could_not_be_loaded_is_loaded_with_the_next_exercise(visitor: Visitor) -> None:
    page = open_without_editor(visitor)
    catalogue(page).get_by_role("link", name="Warm or cold").click()
    expect(page.locator("#code .ace_line").first).to_contain_text("def ")
    visitor.ignore("net::ERR_FAILED")


def test_a_dialog_that_could_not_be_loaded_is_explained(visitor: Visitor) -> None:
    page = visitor.open()
    page.route("**/accountforms.js", lambda route: route.abort())
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#notice")).to_contain_text("The server cannot be reached.")
    visitor.ignore("net::ERR_FAILED")


def test_the_focus_stays_where_a_button_was_replaced(visitor: Visitor) -> None:
    page = visitor.open()
    results(page).get_by_text("keeps even numbers").first.click()
    page.get_by_role("button", name="Run this test").first.press("Enter")
    expect(results(page)).to_contain_text("This test failed")
    expect(results(page)).to_be_focused()
    name = visitor.sign_up(page)
    expect(page.get_by_role("button", name=f"Account of {name}")).to_be_focused()
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_role("button", name="Sign in")).to_be_focused()


def test_a_response_that_never_comes_is_given_up(visitor: Visitor) -> None:
    page = visitor.context.new_page()
    page.clock.install()
    page.goto(f"{visitor.url}/#/keep-even")
    expect(page.locator("#exercise h1")).to_be_visible()
    page.route(SUBMISSIONS, lambda route: None)
    submit(page)
    expect(results(page).get_by_role("button", name="Stop")).to_be_visible()
    page.clock.fast_forward(61_000)
    expect(results(page)).to_contain_text("The server did not respond in time.")
    visitor.ignore("net::ERR_FAILED")
