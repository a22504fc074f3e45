"""The catalogue as a path, and a guest's way along it to an account."""

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor, catalogue, results, sign_in, submit, write

SOLVED = "def greet(name):\n    return f\"Hello, {name.strip() or 'friend'}!\"\n"


def solve_greet(page: Page) -> None:
    write(page, SOLVED)
    submit(page)
    expect(results(page)).to_contain_text("Solved: all 6 tests passed")


def test_solving_an_exercise_unlocks_those_that_build_on_it(visitor: Visitor) -> None:
    page = visitor.open("hello")
    second = catalogue(page).get_by_role("link", name="One line after another")
    expect(second.get_by_role("img", name="locked")).to_be_visible()
    expect(catalogue(page).locator("a", has_text="next")).to_contain_text("Say hello")
    write(page, 'print("Hello, world!")')
    submit(page)
    expect(results(page)).to_contain_text("Solved")
    expect(second.get_by_role("img", name="not started")).to_be_visible()
    expect(catalogue(page).locator("a", has_text="next")).to_contain_text("One line after another")
    expect(results(page).get_by_role("link")).to_have_text("Next: One line after another")


def test_a_locked_exercise_names_what_to_solve_first_and_can_be_tried(visitor: Visitor) -> None:
    page = visitor.open("flatten")
    expect(page.locator(".builds-on")).to_have_text("Solve first: Add them up, A function that calls itself")
    write(page, "print('tried')")
    page.get_by_role("button", name="Run").click()
    expect(results(page)).to_contain_text("tried")
    page.locator(".builds-on").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Add them up")).to_be_focused()


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
