"""Several people and tabs at one computer: nobody sees what another has left, and nothing counts twice."""

from playwright.sync_api import APIResponse, Page, Route, expect

from tests.browser.test_interruptions import hold
from tests.browser.visitor import Visitor, catalogue, results, submit, wait_for, write

SECRET_CODE = "secret = 'of ada'\n"


def submit_as_ada(visitor: Visitor, exercise: str = "keep-even") -> Page:
    page = visitor.open(exercise)
    visitor.sign_up(page)
    write(page, SECRET_CODE)
    submit(page)
    expect(page.locator("#statistics")).to_contain_text("1 submission on 1 day")
    return page


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner")).to_contain_text("Guest")


def test_nothing_of_a_learner_stays_after_signing_out_even_if_nothing_can_be_loaded(visitor: Visitor) -> None:
    page = submit_as_ada(visitor)
    page.locator("#stdin").fill("secret", force=True)
    page.route("**/api/**", lambda route: route.abort())
    sign_out(page)
    expect(page.locator("#notice")).to_contain_text("cannot be reached")
    expect(page.locator("#code .ace_line")).to_have_text([""])
    for part in ("#results", "#exercise", "#exercises", "#saved"):
        expect(page.locator(part)).to_be_empty()
    expect(page.locator("#stdin")).to_have_value("")
    expect(page.locator("#statistics")).to_contain_text("to save your progress")
    assert page.title() == "Python Portal"
    page.unroute("**/api/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#code .ace_line").first).to_have_text("def keep_even(numbers):")
    visitor.ignore("ERR_FAILED")


def test_an_exercise_opened_while_the_page_loads_has_no_code_of_another_learner(visitor: Visitor) -> None:
    page = submit_as_ada(visitor)
    catalogue(page).get_by_role("link", name="Warm or cold").click()
    expect(page.get_by_role("heading", name="Warm or cold")).to_be_visible()
    release = hold(page, "**/api/exercises?*")
    sign_out(page)
    with page.expect_request("**/api/exercises?*"):  # it loads the page instead
        page.go_back()
    release()
    expect(page.get_by_role("heading", name="Keep the even numbers")).to_be_visible()
    expect(page.locator("#code .ace_line").first).to_have_text("def keep_even(numbers):")


def test_statistics_that_come_after_signing_out_are_not_shown(visitor: Visitor) -> None:
    page = submit_as_ada(visitor)
    late: list[tuple[Route, APIResponse]] = []
    page.route("**/api/progress/stats", lambda route: late.append((route, route.fetch())))
    with page.expect_request("**/api/progress/stats"):
        submit(page)
    wait_for(page, late)
    sign_out(page)
    (route, response), *_ = late
    route.fulfill(response=response)
    expect(page.get_by_role("heading", name="Keep the even numbers")).to_be_visible()
    expect(page.locator("#statistics")).to_contain_text("to save your progress")
    expect(page.get_by_role("banner")).to_contain_text("Guest")


def test_a_guests_solutions_count_once_with_two_tabs_open(visitor: Visitor) -> None:
    page, _ = visitor.open("hello"), visitor.open("hello")
    write(page, 'print("Hello, world!")')
    submit(page)
    expect(results(page)).to_contain_text("Solved")
    visitor.sign_up(page)
    expect(page.locator("#solved")).to_contain_text("1 of")
    page.wait_for_function("Object.keys(localStorage).every((key) => !key.includes('solutions'))")
    page.reload()
    expect(page.locator("#statistics")).to_contain_text("1 submission on 1 day")
    visitor.ignore("409")


def test_a_page_that_back_shows_again_is_that_of_whoever_is_signed_in_now(visitor: Visitor) -> None:
    page = submit_as_ada(visitor)
    page.evaluate("localStorage.removeItem('portal.session')")  # in another tab, while this one was not shown
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_role("banner")).to_contain_text("Guest")
    expect(page.locator("#code .ace_line").first).to_have_text("def keep_even(numbers):")
    page.evaluate("localStorage.setItem('portal.draft.guest.keep-even', '\"newer = 1\"')")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("#code .ace_line")).to_have_text(["newer = 1"])
