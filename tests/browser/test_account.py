"""The learner's account on the page: sessions, password, export and deletion."""

import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.accessibility import findings
from tests.browser.test_interruptions import hold
from tests.browser.visitor import Visitor, respond, sign_in, submit, wait_for
from tests.serving import PROJECT, SECRET, Server

PASSWORD = "correct horse"
NEW_PASSWORD = "battery staple"


def open_account(page: Page, name: str) -> Locator:
    page.get_by_role("banner").get_by_role("button", name=f"Account of {name}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("This browser")
    return dialog


def test_another_session_is_listed_and_ended(browser: Browser, visitor: Visitor) -> None:
    page = visitor.open()
    name = visitor.sign_up(page)
    with browser.new_context() as context:
        other = Visitor(context, visitor.url).open()
        sign_in(other, name, PASSWORD)
        expect(other.get_by_role("banner")).to_contain_text(name)
        dialog = open_account(page, name)
        expect(dialog.get_by_role("listitem")).to_have_count(2)
        expect(dialog).to_contain_text(f"{name}@example.org")
        assert findings(page) == []
        dialog.get_by_role("button", name="Sign out").dblclick()
        expect(dialog.get_by_role("listitem")).to_have_count(1)
        expect(dialog.get_by_role("alert")).to_be_empty()
        submit(other)
        expect(other.get_by_role("status").filter(has_text="You were signed out")).to_be_visible()


def test_sessions_that_cannot_be_listed_are_not_awaited_for_ever(visitor: Visitor) -> None:
    page = visitor.open()
    name = visitor.sign_up(page)
    page.route("**/api/auth/sessions", lambda route: route.abort())
    page.get_by_role("button", name=f"Account of {name}").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("cannot be reached")
    expect(page.get_by_role("dialog")).not_to_contain_text("Loading")
    visitor.ignore("ERR_FAILED")


def test_a_double_click_signs_out_once(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    release = hold(page, "**/api/auth/logout")
    page.get_by_role("button", name="Sign out").dblclick()
    release()
    expect(page.get_by_role("banner")).to_contain_text("Guest")
    expect(page.locator("#exercise h1")).to_be_visible()
    expect(page.locator("#notice")).to_be_empty()
    assert len([url for url in visitor.requests if url.endswith("/logout")]) == 1


def test_the_password_is_changed(visitor: Visitor) -> None:
    page = visitor.open()
    name = visitor.sign_up(page)
    open_account(page, name).get_by_role("button", name="Change password").click()
    page.get_by_label("Current password").fill("wrong horse")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Current password")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Current password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("Your password is changed.")
    expect(page.get_by_role("banner")).to_contain_text(name)
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, name, NEW_PASSWORD)
    expect(page.get_by_role("banner")).to_contain_text(name)
    visitor.ignore("401")


def test_everything_about_the_learner_is_downloaded(visitor: Visitor) -> None:
    page = visitor.open()
    name = visitor.sign_up(page)
    dialog = open_account(page, name)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download my data").click()
    data = json.loads(Path(download.value.path()).read_text())
    assert (download.value.suggested_filename, data["user"]["username"]) == ("python-portal-data.json", name)


def test_an_account_is_deleted_with_its_drafts_after_the_password_is_given(visitor: Visitor) -> None:
    page = visitor.open()
    name = visitor.sign_up(page)
    open_account(page, name).get_by_role("button", name="Delete account").click()
    expect(page.get_by_role("dialog")).to_contain_text("It cannot be undone.")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("Your account is deleted.")
    expect(page.get_by_role("banner")).to_contain_text("Guest")
    sign_in(page, name, PASSWORD)
    expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    visitor.ignore("401")


def test_a_forgotten_password_is_replaced_with_a_link(visitor: Visitor, server: Server) -> None:
    page = visitor.open()
    name = visitor.sign_up(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("banner").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Forgot your password?").click()
    page.get_by_label("Email").fill(f"{name}@example.org")
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("a link is on its way")
    page.goto(make_link(server, name))
    expect(page.get_by_label("New password")).to_be_focused()
    assert "reset-password" not in page.url
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("Your password is changed. Sign in with the new one.")
    sign_in(page, name, NEW_PASSWORD)
    expect(page.get_by_role("banner")).to_contain_text(name)


def test_a_reset_link_that_does_not_work_is_explained(visitor: Visitor) -> None:
    page = visitor.open()
    page.goto(f"{visitor.url}/#reset-password=old")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("not valid")
    page.get_by_role("button", name="Request another link").click()
    expect(page.get_by_label("Email")).to_be_focused()
    visitor.ignore("400")


def make_link(server: Server, name: str) -> str:
    """Make a link to reset a password, as an operator would."""
    env = {"DATABASE_URL": str(server.folder / "portal.db"), "JWT_SECRET": SECRET, "PUBLIC_URL": server.url}
    command = [sys.executable, "-m", "flask", "reset-password", name]
    output = subprocess.run(command, cwd=PROJECT, env=env, check=True, capture_output=True, text=True).stdout
    (link,) = output.splitlines()
    return link


def test_an_account_is_made_without_an_email_where_none_is_needed(visitor: Visitor) -> None:
    page = visitor.open()
    respond(page, "**/api/auth/registration", {"emailRequired": False})
    page.get_by_role("banner").get_by_role("button", name="Register").click()
    expect(page.get_by_label("Email (optional)")).to_be_visible()
    page.get_by_label("Username").fill("no-address")
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_request("**/api/auth/register") as sent:
        page.keyboard.press("Enter")
    assert sent.value.post_data_json == {"email": None, "username": "no-address", "password": PASSWORD}
    expect(page.get_by_label("Email")).to_have_attribute("aria-invalid", "true")  # this server asks for one
    visitor.ignore("400")


def test_the_form_may_be_left_before_it_is_known_whether_an_email_is_needed(visitor: Visitor) -> None:
    page = visitor.open()
    held: list[Route] = []
    page.route("**/api/auth/registration", lambda route: held.append(route))
    page.get_by_role("banner").get_by_role("button", name="Register").click()
    page.get_by_role("button", name="I already have an account").click()
    wait_for(page, held)
    with page.expect_response("**/api/auth/registration"):
        held[0].fulfill(json={"success": True, "message": "", "data": {"emailRequired": False}})
    expect(page.get_by_label("Email or username")).to_be_focused()
