"""The main job on the page: find an exercise, run it, submit it, see the progress."""

import time

from playwright.sync_api import expect

from tests.browser.visitor import Visitor, catalogue, results, run, submit, write
from tests.conftest import starter_ids


def test_a_learner_registers_solves_an_exercise_and_sees_the_progress(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    write(page, "def keep_even(numbers):\n    return numbers\n")
    submit(page)
    expect(results(page)).to_contain_text("of 6 tests passed")
    expect(results(page).locator("details[open] .test-body")).not_to_be_empty()

    page.locator("#code .ace_scroller").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("def keep_even(numbers):\nreturn [n for n in numbers if n % 2 == 0]")  # the editor indents
    submit(page)
    expect(results(page)).to_contain_text("Solved: all 6 tests passed")
    expect(results(page).get_by_role("img", name="passed")).to_have_count(6)

    entry = catalogue(page).get_by_role("link", name="Keep the even numbers")
    expect(entry.get_by_role("img", name="solved")).to_be_visible()
    expect(page.locator("#solved")).to_have_text(f"1 of {len(starter_ids()) + 1} solved")
    expect(page.get_by_role("banner")).to_contain_text("1-day streak")
    today = page.locator(f"rect[data-date='{time.strftime('%Y-%m-%d', time.gmtime())}']")
    expect(today).to_have_class("level-2")
    expect(today).to_contain_text("2 submitted, 1 passed")
    page.get_by_text("2 submissions on 1 day in the last year").click()
    expect(page.get_by_role("table")).to_be_visible()
    page.get_by_role("button", name="Compare with a reference solution").click()
    expect(page.get_by_role("dialog")).to_contain_text("Reference solution")

    page.reload()
    expect(page.locator("#solved")).to_have_text(f"1 of {len(starter_ids()) + 1} solved")
    expect(page.locator("#code")).to_contain_text("n % 2 == 0")


def test_a_guest_runs_a_program_with_input_and_submits_without_an_account(visitor: Visitor) -> None:
    page = visitor.open("ask-and-add")
    expect(page.get_by_role("region", name="Introduction")).to_contain_text("You need no account")
    write(page, "name = input('Name? ')\nprint('Hello', name)")
    page.get_by_label("Lines for input() to read").fill("Ada")
    run(page)
    expect(results(page)).to_contain_text("Name? Ada Hello Ada")
    submit(page)
    expect(results(page)).to_contain_text("tests passed")
    assert page.evaluate("localStorage.getItem('portal.session')") is None


def test_the_introduction_is_shown_until_the_visitor_has_run_something(visitor: Visitor) -> None:
    page = visitor.open()
    introduction = page.get_by_role("region", name="Introduction")
    expect(introduction).to_be_visible()
    run(page)
    expect(introduction).to_be_hidden()
    page.reload()
    expect(page.locator("#exercise h1")).to_be_visible()
    expect(introduction).to_be_hidden()


def test_hints_are_shown_one_at_a_time(visitor: Visitor) -> None:
    page = visitor.open("greet")
    hints = page.locator(".hints li")
    for number in (1, 2, 3):
        expect(hints).to_have_count(number - 1)
        page.get_by_role("button", name=f"({number} of 3)").click()
    expect(hints).to_have_count(3)
    expect(page.get_by_role("button", name="hint")).to_have_count(0)


def test_a_shown_hint_stays_when_an_attempt_fails_and_is_counted(visitor: Visitor) -> None:
    page = visitor.open("greet")
    visitor.sign_up(page)
    page.get_by_role("button", name="Show a hint").click()
    with page.expect_request("**/api/exercises/test") as request:
        submit(page)
    assert '"hintsOpened":1' in (request.value.post_data or "")
    expect(page.locator("#saved")).to_have_text("Saved")
    expect(page.locator(".hints li")).to_have_count(1)


def test_the_catalogue_is_searched_by_title_and_topic(visitor: Visitor) -> None:
    page = visitor.open()
    titles = catalogue(page).get_by_role("link")
    page.get_by_label("Search exercises").fill("recursion")
    expect(titles).to_have_text(["A function that calls itself", "Boxes in boxes"])
    page.get_by_label("Search exercises").fill("no such thing")
    expect(catalogue(page)).to_contain_text("No exercise matches.")


def test_a_solved_exercise_leads_to_the_next_one_at_the_top_of_the_page(phone: Visitor) -> None:
    page = phone.open()
    write(page, "def keep_even(numbers):\n    return [n for n in numbers if n % 2 == 0]")
    submit(page)
    link = page.get_by_role("link", name="Next:")
    heading = page.get_by_role("heading", name=link.inner_text().removeprefix("Next: "))
    link.tap()
    expect(heading).to_be_in_viewport()
    expect(heading).to_be_focused()
    assert page.evaluate("[scrollY, document.getElementById('exercise').scrollTop]") == [0, 0]


def test_the_next_exercise_is_read_from_its_beginning(visitor: Visitor) -> None:
    page = visitor.open("bank-account")
    page.set_viewport_size({"width": 1366, "height": 576})
    page.evaluate("document.getElementById('exercise').scrollTop = 1000")
    assert page.evaluate("document.getElementById('exercise').scrollTop") > 0
    catalogue(page).get_by_role("link", name="A friendly greeting").click()
    expect(page.get_by_role("heading", name="A friendly greeting")).to_be_focused()
    assert page.evaluate("document.getElementById('exercise').scrollTop") == 0


def test_the_page_sends_few_requests(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "print(1)")
    page.keyboard.type("# typing for quite some time does not send a request for every key")
    assert len([url for url in visitor.requests if "/api/" in url]) == 2, "the catalogue and the exercise"
