"""The catalogue as a path, and a guest's way along it to an account."""

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor, catalogue, results, sign_in, submit, write

SOLVED = "def greet(name):\n    return f\"Hello, {name.strip() or 'friend'}!\"\n"


def solve_greet(page: Page) -> None:
    write(page, SOLVED)
    submit(page)
    expect(results(page)).to_contain_text("Solved: all 6 tests passed")


def test_solving_an_exercise_unlocks_those_that_build_on_it(visitor: Visitor) -> None:
    page = visitor.open("greet")
    temperature = catalogue(page).get_by_role("link", name="Warm or cold")
    expect(temperature.get_by_role("img", name="locked")).to_be_visible()
    expect(catalogue(page).locator("a", has_text="next")).to_contain_text("A friendly greeting")
    solve_greet(page)
    expect(temperature.get_by_role("img", name="not started")).to_be_visible()
    expect(catalogue(page).locator("a", has_text="next")).to_contain_text("Warm or cold")
    expect(results(page).get_by_role("link")).to_have_text("Next: Warm or cold")
    expect(catalogue(page).get_by_role("heading", name="basics")).to_contain_text("1/1")


def test_a_locked_exercise_names_what_to_solve_first_and_can_be_tried(visitor: Visitor) -> None:
    page = visitor.open("flatten")
    expect(page.locator(".builds-on")).to_have_text("Solve first: Keep the even numbers")
    write(page, "print('tried')")
    page.get_by_role("button", name="Run").click()
    expect(results(page)).to_contain_text("tried")
    page.locator(".builds-on").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Keep the even numbers")).to_be_focused()


def test_a_guests_solutions_stay_in_the_browser_and_are_graded_again_at_registration(visitor: Visitor) -> None:
    page = visitor.open("greet")
    solve_greet(page)
    page.reload()
    expect(page.locator("#solved")).to_contain_text("1 of")
    visitor.sign_up(page)
    expect(page.locator("#solved")).to_contain_text("1 of")
    expect(page.locator("#statistics")).to_contain_text("1 submission on 1 day")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner")).to_contain_text("Guest")
    expect(page.locator("#solved")).to_contain_text("0 of")


def test_what_the_browser_claims_is_not_believed(visitor: Visitor) -> None:
    page = visitor.open("greet")
    forged = '{"greet": "def greet(name): pass", "no-such-exercise": "pass"}'
    page.evaluate("text => localStorage.setItem('portal.solutions.guest', text)", forged)
    visitor.sign_up(page)
    expect(page.locator("#statistics")).to_contain_text("1 submission on 1 day")
    expect(page.locator("#solved")).to_contain_text("0 of")
    assert not [key for key in page.evaluate("Object.keys(localStorage)") if "solutions" in key]
    visitor.ignore("404")


def test_solutions_that_cannot_be_graded_now_are_submitted_at_the_next_visit(visitor: Visitor) -> None:
    page = visitor.open("greet")
    solve_greet(page)
    page.route("**/api/exercises/test", lambda route: route.abort())
    visitor.sign_up(page)
    expect(page.locator("#solved")).to_contain_text("0 of")
    page.unroute("**/api/exercises/test")
    page.reload()
    expect(page.locator("#solved")).to_contain_text("1 of")
    visitor.ignore("ERR_FAILED")


def test_solutions_of_a_guest_are_not_given_to_whoever_signs_in(visitor: Visitor) -> None:
    page = visitor.open("greet")
    name = visitor.sign_up(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#solved")).to_contain_text("0 of")
    expect(page.locator("#code.loading")).to_have_count(0)
    solve_greet(page)
    sign_in(page, name, "correct horse")
    expect(page.locator("#statistics .figures")).to_contain_text("Submissions0")
    expect(page.locator("#solved")).to_contain_text("0 of")
