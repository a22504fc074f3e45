"""Failures of the service, the network and the session are explained, with a next step."""

import json
import re
from contextlib import closing
from pathlib import Path

import jwt
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import SMALL
from tests.browser.visitor import Visitor, catalogue, results, run, submit, tokens
from tests.serving import SECRET, Server

REFUSALS = {
    "EXECUTOR_BUSY": (
        503,
        "All runners are busy right now; try again.",
        {"Retry-After": "3"},
        "Try again in 3 seconds.",
    ),
    "EXECUTOR_TIMEOUT": (504, "The runner did not answer in time.", {}, "The runner did not answer in time."),
    "INTERNAL_ERROR": (
        500,
        "Internal error.",
        {"X-Request-ID": "abc-1"},
        "Try again in a moment. If it happens again, report this ID: abc-1",
    ),
}


def refuse(page: Page, path: str, code: str) -> None:
    status, message, headers, _ = REFUSALS[code]

    def fulfil(route: Route) -> None:
        error = {"success": False, "error": {"code": code, "message": message}}
        route.fulfill(status=status, json=error, headers=headers)

    page.route(path, fulfil)


def test_a_refused_run_is_explained_and_can_be_repeated(visitor: Visitor) -> None:
    page = visitor.open()
    for code, (status, _, _, explanation) in REFUSALS.items():
        refuse(page, "**/api/exercises/run", code)
        run(page)
        expect(results(page)).to_contain_text(explanation)
        expect(page.locator("#announcement")).to_contain_text(explanation)
        page.unroute("**/api/exercises/run")
        run(page)
        expect(results(page)).to_contain_text("The program finished")
        visitor.ignore(str(status))


@pytest.mark.parametrize("body", ['{"error": "Unauthorized"}', '{"error": {"code": 401}}', "null", "<html>", ""])
def test_a_response_of_something_else_than_the_service_is_explained(visitor: Visitor, body: str) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    page.route("**/api/exercises/test", lambda route: route.fulfill(status=401, body=body))
    submit(page)
    expect(results(page)).to_contain_text("The server has a problem.")
    visitor.ignore("401")


def test_a_server_error_offers_to_try_again_and_its_notice_goes_away(visitor: Visitor) -> None:
    page = visitor.open()
    notice = page.locator("#notice")
    refuse(page, "**/api/exercises/greet", "INTERNAL_ERROR")
    catalogue(page).get_by_role("link", name="A friendly greeting").click()
    expect(notice).to_contain_text("The server has a problem.")
    notice.get_by_role("button", name="Dismiss").click()
    expect(notice).to_be_empty()
    page.reload()
    expect(notice).to_contain_text("The server has a problem.")
    page.unroute("**/api/exercises/greet")
    notice.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="A friendly greeting")).to_be_visible()
    expect(notice).to_be_empty()
    visitor.ignore("500")


def test_statistics_that_fail_to_load_can_be_loaded_again(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    refuse(page, "**/api/progress/stats", "INTERNAL_ERROR")
    submit(page)
    expect(page.locator("#notice")).to_contain_text("Your progress could not be loaded.")
    page.unroute("**/api/progress/stats")
    page.locator("#notice").get_by_role("button", name="Try again").click()
    expect(page.locator("#notice")).to_be_empty()
    expect(page.locator("#statistics")).to_contain_text("1 submission on 1 day")
    visitor.ignore("500")


def test_the_rate_limit_is_explained_with_the_time_to_wait(browser: Browser, tmp_path: Path) -> None:
    limits = {"RATE_LIMIT_MAX_REQUESTS": "2", "EXECUTOR_SERVICE_URL": "http://127.0.0.1:9"}
    server = Server(tmp_path, ready="/health", **SMALL, **limits)
    with closing(server), browser.new_context() as context:
        page = Visitor(context, server.url).open()
        run(page)
        expect(results(page)).to_contain_text(
            re.compile(r"Too many requests in a short time. Try again in \d+ minutes.")
        )


def test_being_offline_is_explained_and_can_be_overcome(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.context.set_offline(True)
    run(page)
    expect(results(page)).to_contain_text("The server cannot be reached. Your code is saved in this browser.")
    catalogue(page).get_by_role("link", name="Warm or cold").click()
    expect(page.locator("#notice").filter(has_text="cannot be reached")).to_be_visible()
    visitor.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Warm or cold")).to_be_visible()
    visitor.ignore("ERR_INTERNET_DISCONNECTED")


def test_two_tabs_refresh_an_expired_token_once(visitor: Visitor, server: Server) -> None:
    first = visitor.open()
    visitor.sign_up(first)
    second = visitor.open()
    expect(second.locator("#solved")).to_contain_text("solved")
    current = tokens(first)
    claims = jwt.decode(current["accessToken"], SECRET, algorithms=["HS256"])
    header = jwt.get_unverified_header(current["accessToken"])
    expired = jwt.encode({**claims, "exp": claims["iat"] - 60}, SECRET, algorithm="HS256", headers=header)
    changed = json.dumps({**current, "accessToken": expired})
    first.evaluate("session => localStorage.setItem('portal.session', session)", changed)
    for page in (first, second):
        page.evaluate("document.getElementById('submit').click()")
    for page in (first, second):
        expect(results(page)).to_contain_text("of 6 tests passed")
        expect(page.locator("#statistics")).to_contain_text("Submissions")
    assert [url for url in visitor.requests if url.endswith("/refresh")] == [f"{server.url}/api/auth/refresh"]
    assert tokens(second)["accessToken"] not in {expired, current["accessToken"]}
    visitor.ignore("401")


def test_a_session_ended_elsewhere_is_explained(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    end = "token => fetch('/api/auth/logout', {method: 'POST', headers: {Authorization: 'Bearer ' + token}})"
    page.evaluate(end, tokens(page)["accessToken"])
    submit(page)
    expect(page.get_by_role("status").filter(has_text="You were signed out")).to_be_visible()
    expect(page.get_by_role("banner")).to_contain_text("Guest")
    visitor.ignore("401")


def test_a_refused_account_is_explained_beside_its_field(visitor: Visitor) -> None:
    page = visitor.open()
    name = visitor.sign_up(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("banner").get_by_role("button", name="Register").click()
    page.get_by_label("Email").fill("no address")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("short")
    page.keyboard.press("Enter")
    for field in ("Email", "Password"):
        expect(page.get_by_label(field)).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label(field)).to_have_accessible_description(re.compile(r"email|8 to 128"))
    expect(page.get_by_label("Username")).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Email")).to_be_focused()
    page.get_by_role("button", name="I already have an account").click()
    page.get_by_label("Email or username").fill(name)
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Password").fill("correct horse")
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner")).to_contain_text(name)
    visitor.ignore("40")
