"""The page at `/` in a real browser, against the service as `make run` starts it."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, expect, sync_playwright

from tests.portal.authoring.tracks import write_exercise
from tests.serving import PROJECT, SECRET, Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SMALL = {"WEB_CONCURRENCY": "1", "EXECUTOR_WORKERS": "1", "BCRYPT_ROUNDS": "4"}
PICTURES = PROJECT / ".artifacts"
HOSTILE = "</script><img src=x onerror=\"document.title='broken'\"><b>bold</b>"

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
]


class Visitor:
    """A browser's context whose pages must not complain, break the policy or reach another host."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context, self.url = context, url
        self.complaints: list[str] = []
        self.asked: list[str] = []
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _see(self, request: Request) -> None:
        self.asked.append(request.url)
        if not request.url.startswith(self.url):
            self.complaints.append(request.url)

    def forgive(self, expected: str) -> None:
        """Drop the complaints that a test has brought about itself."""
        self.complaints = [complaint for complaint in self.complaints if expected not in complaint]

    def open(self, exercise: str = "keep-even") -> Page:
        page = self.context.new_page()
        page.goto(f"{self.url}/#/{exercise}")
        expect(page.locator("#exercise h1")).to_be_visible()
        return page

    def sign_up(self, page: Page) -> str:
        """Register through the page; returns the username."""
        name = f"ada-{uuid.uuid4().hex[:8]}"
        page.get_by_role("banner").get_by_role("button", name="Register").click()
        page.get_by_label("Email").fill(f"{name}@example.org")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill("correct horse")
        page.get_by_role("dialog").get_by_role("button", name="Register").click()
        expect(page.get_by_role("banner")).to_contain_text(name)
        expect(page.locator("#exercise h1")).to_be_visible()
        return name


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("page")
    running = Server(folder, RATE_LIMIT_MAX_REQUESTS="10000", AUTH_RATE_LIMIT_MAX_REQUESTS="10000", **SMALL)
    import_hostile_exercise(folder)
    yield running
    running.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield running
        running.close()


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    someone = Visitor(context, server.url)
    yield someone
    context.close()
    assert someone.complaints == []


def import_hostile_exercise(folder: Path) -> None:
    exercise = write_exercise(folder / "track", "hostile")
    texts = ("## {0}", "{0} and `{0}`", "- {0}", "[x](javascript:alert(1))", "```\n{0}\n```")
    instructions = "\n\n".join(text.format(HOSTILE) for text in texts)
    (exercise / ".docs" / "instructions.md").write_text(instructions)
    (exercise / ".docs" / "introduction.md").unlink()
    (exercise / ".docs" / "hints.md").write_text(f"# Hints\n\n## General\n\n- {HOSTILE}\n")
    env = {"DATABASE_URL": str(folder / "portal.db"), "JWT_SECRET": SECRET}
    command = [sys.executable, "-m", "flask", "import-exercises", str(folder / "track")]
    subprocess.run(command, cwd=PROJECT, env=env, check=True, capture_output=True)


def write(page: Page, code: str) -> None:
    """Replace the code in the editor, as pasting would."""
    page.locator("#code .ace_scroller").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)


def results(page: Page) -> Any:
    return page.get_by_role("region", name="Results")


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def tokens(page: Page) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(page.evaluate("localStorage.getItem('portal.session')"))
    return kept


def test_a_learner_registers_solves_an_exercise_and_sees_it_everywhere(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    write(page, "def keep_even(numbers):\n    return numbers\n")
    page.get_by_role("button", name="Submit").click()
    expect(results(page)).to_contain_text("of 6 tests passed")
    expect(results(page).locator("details[open] pre").first).to_contain_text("assert")
    picture(page, "failed")

    page.locator("#code .ace_scroller").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("def keep_even(numbers):\nreturn [n for n in numbers if n % 2 == 0]")  # the editor indents
    page.get_by_role("button", name="Submit").click()
    expect(results(page)).to_contain_text("Solved: all 6 tests passed")
    expect(results(page).get_by_role("img", name="passed")).to_have_count(6)

    entry = page.get_by_role("navigation").get_by_role("link", name="Keep the even numbers")
    expect(entry.get_by_role("img", name="solved")).to_be_visible()
    expect(page.locator("#solved")).to_have_text("1 of 27 solved")
    expect(page.get_by_role("banner")).to_contain_text("1-day streak")
    today = page.locator(f"rect[data-date='{time.strftime('%Y-%m-%d', time.gmtime())}']")
    expect(today).to_have_class("level-2")
    expect(today).to_contain_text("2 submitted, 1 passed")
    page.get_by_text("2 submissions on 1 day in the last year").click()
    expect(page.get_by_role("table")).to_be_visible()
    page.get_by_text("Compare with a reference solution").click()
    expect(page.locator(".solution code")).to_contain_text("def keep_even")
    picture(page, "solved")

    page.reload()
    expect(page.locator("#solved")).to_have_text("1 of 27 solved")
    expect(page.locator("#code")).to_contain_text("n % 2 == 0")


def test_a_guest_runs_a_program_with_input_and_submits_without_an_account(visitor: Visitor) -> None:
    page = visitor.open("ask-and-add")
    expect(page.get_by_role("region", name="What this is")).to_contain_text("No account is needed")
    write(page, "name = input('Name? ')\nprint('Hello', name)")
    page.get_by_label("What input() reads").fill("Ada")
    page.get_by_role("button", name="Run").click()
    expect(results(page)).to_contain_text("Name? Hello Ada")
    expect(page.locator("#announcement")).to_have_text("The program ran.")
    page.get_by_role("button", name="Submit").click()
    expect(results(page)).to_contain_text("tests passed")
    assert page.evaluate("localStorage.getItem('portal.session')") is None


def test_a_failing_program_is_explained_and_its_line_marked(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "name = 'Ada'\nprint(nam)\n")
    page.get_by_role("button", name="Run").click()
    expect(results(page).locator(".explanation")).to_contain_text("NameError on line 2")
    expect(results(page).locator(".means")).to_contain_text("There is no nam here, but there is a name.")
    expect(page.locator("#announcement")).to_contain_text("There is no nam here")
    expect(page.locator(".ace_gutter-cell.ace_wrong")).to_have_text("2")
    expect(page.locator(".ace_wrong-line")).to_be_visible()
    picture(page, "explained")
    page.locator("#code .ace_scroller").click()
    page.keyboard.type("#")
    expect(page.locator(".ace_wrong-line")).to_have_count(0)


def test_a_program_without_end_is_stopped_and_the_limit_told(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "print('on')\nwhile True:\n    print('x' * 1000)\n")
    page.get_by_role("button", name="Run").click()
    expect(results(page)).to_contain_text("printed too much and was stopped")
    expect(results(page)).to_contain_text("Limit: 65536 bytes")


def test_hostile_output_stays_text(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, f"print({HOSTILE!r})\nraise ValueError({HOSTILE!r})")
    page.get_by_role("button", name="Run").click()
    expect(results(page).locator(".explanation")).to_contain_text(HOSTILE)
    expect(results(page).locator(".printed pre").first).to_contain_text(HOSTILE)
    write(page, f"def keep_even(numbers):\n    print({HOSTILE!r})\n    return {HOSTILE!r}")
    page.get_by_role("button", name="Submit").click()
    expect(results(page).locator("details[open] .printed pre")).to_contain_text(HOSTILE)
    assert page.locator("main img, main b, main script").count() == 0
    assert "broken" not in page.title()


def test_hostile_instructions_and_hints_stay_text(visitor: Visitor) -> None:
    page = visitor.open("hostile")
    page.get_by_role("button", name="Show a hint").click()
    expect(page.locator(".hints")).to_contain_text(HOSTILE)
    for place in (".prose h4", ".prose p", ".prose p code", ".prose li", ".prose pre code"):
        expect(page.locator(place).first).to_contain_text(HOSTILE)
    assert page.locator("article img, article b, article script, article a").count() == 0
    assert "broken" not in page.title()


def test_hints_come_one_by_one(visitor: Visitor) -> None:
    page = visitor.open("greet")
    hints = page.locator(".hints li")
    for number in (1, 2, 3):
        expect(hints).to_have_count(number - 1)
        page.get_by_role("button", name=f"({number} of 3)").click()
    expect(hints).to_have_count(3)
    expect(page.get_by_role("button", name="hint")).to_have_count(0)


def test_a_hint_stays_when_an_attempt_fails(visitor: Visitor) -> None:
    page = visitor.open("greet")
    visitor.sign_up(page)
    page.get_by_role("button", name="Show a hint").click()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("#saved")).to_have_text("Saved")
    expect(page.locator(".hints li")).to_have_count(1)


def test_the_catalogue_is_searched_by_title_and_topic(visitor: Visitor) -> None:
    page = visitor.open()
    titles = page.get_by_role("navigation").get_by_role("link")
    page.get_by_label("Find an exercise").fill("recursion")
    expect(titles).to_have_text(["Boxes in boxes"])
    page.get_by_label("Find an exercise").fill("no such thing")
    expect(page.get_by_role("navigation")).to_contain_text("Nothing is called that.")


def test_an_address_without_an_exercise_is_told(visitor: Visitor) -> None:
    page = visitor.context.new_page()
    page.goto(f"{visitor.url}/#/no-such")
    expect(page.locator("#notice")).to_contain_text("There is no exercise with this id.")
    page.get_by_role("navigation").get_by_role("link", name="A friendly greeting").click()
    expect(page.get_by_role("heading", name="A friendly greeting")).to_be_focused()
    expect(page.locator("#notice")).to_be_empty()
    visitor.forgive("404")


def test_the_keyboard_alone_is_enough_and_the_editor_is_no_trap(visitor: Visitor) -> None:
    page = visitor.open("greet")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the editor")).to_be_focused()
    page.keyboard.press("Enter")
    editor = page.locator("#code .ace_scroller")
    for _ in range(4):
        page.keyboard.press("Tab")
        if editor.evaluate("node => node === document.activeElement"):
            break
    expect(editor).to_be_focused()
    assert editor.evaluate("node => getComputedStyle(node).boxShadow") != "none", "the focus can be seen"
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
    expect(page.locator("#input summary")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(results(page)).to_contain_text("The program ran")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_scrolling_sideways(browser: Browser, server: Server, scheme: Any) -> None:
    size = {"width": 360, "height": 740}
    context = browser.new_context(viewport=size, color_scheme=scheme, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    visitor = Visitor(context, server.url)
    page = visitor.open()
    picture(page, f"phone-guest-{scheme}")
    visitor.sign_up(page)
    write(page, "def keep_even(numbers):\n    print('x' * 500)\n    return numbers\n")
    page.get_by_role("button", name="Submit").tap()
    expect(results(page)).to_contain_text("tests passed")
    page.locator("#catalogue-fold summary").tap()
    picture(page, f"phone-{scheme}")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("navigation").get_by_role("link", name="Warm or cold").tap()
    expect(page.get_by_role("heading", name="Warm or cold")).to_be_in_viewport()
    context.close()
    assert visitor.complaints == []


def luminance(page: Page, selector: str, colour: str) -> float:
    """The relative luminance of an element's colour, from 0 to 1 (WCAG 2)."""
    text = page.locator(selector).first.evaluate(f"node => getComputedStyle(node).{colour}")
    parts = [int(part) / 255 for part in text[text.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_both_easy_to_read(visitor: Visitor, scheme: Any) -> None:
    page = visitor.open()
    page.emulate_media(color_scheme=scheme)
    picture(page, scheme)
    assert (luminance(page, "body", "backgroundColor") < 0.1) == (scheme == "dark")
    surfaces = {".prose": ".exercise", ".ace_line": ".ace_editor", ".ace_keyword": ".ace_editor", ".keys": ".card"}
    for text, surface in surfaces.items():
        shades = sorted([luminance(page, text, "color"), luminance(page, surface, "backgroundColor")])
        assert (shades[1] + 0.05) / (shades[0] + 0.05) >= 4.5, text


def test_a_draft_outlives_the_page_and_becomes_the_learners(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "def keep_even(numbers):\n    pass  # my draft\n")
    page.reload()
    expect(page.locator("#code")).to_contain_text("my draft")
    visitor.sign_up(page)
    expect(page.locator("#code")).to_contain_text("my draft")
    write(page, "def keep_even(numbers):\n    pass  # better\n")
    with page.expect_response("**/api/progress") as saved:
        page.get_by_role("navigation").get_by_role("link", name="A friendly greeting").click()
    assert saved.value.json()["data"]["progress"]["lastCode"] == "def keep_even(numbers):\n    pass  # better\n"
    expect(page.locator("#code")).to_contain_text("def greet")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("banner")).to_contain_text("Guest")
    assert not [key for key in page.evaluate("Object.keys(localStorage)") if "draft" in key and "guest" not in key]


def test_two_tabs_renew_an_expired_token_once(visitor: Visitor, server: Server) -> None:
    first = visitor.open()
    visitor.sign_up(first)
    second = visitor.open()
    expect(second.locator("#solved")).to_contain_text("solved")
    kept = tokens(first)
    claims = jwt.decode(kept["accessToken"], SECRET, algorithms=["HS256"])
    header = jwt.get_unverified_header(kept["accessToken"])
    expired = jwt.encode({**claims, "exp": claims["iat"] - 60}, SECRET, algorithm="HS256", headers=header)
    first.evaluate("kept => localStorage.setItem('portal.session', kept)", json.dumps({**kept, "accessToken": expired}))
    for page in (first, second):
        page.evaluate("document.getElementById('submit').click()")
    for page in (first, second):
        expect(results(page)).to_contain_text("of 6 tests passed")
        expect(page.locator("#statistics")).to_contain_text("Submissions")
    assert [url for url in visitor.asked if url.endswith("/refresh")] == [f"{server.url}/api/auth/refresh"]
    assert tokens(second)["accessToken"] not in {expired, kept["accessToken"]}
    visitor.forgive("401")


def test_a_session_that_was_ended_elsewhere_leaves_a_guest_who_is_told(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.sign_up(page)
    end = "token => fetch('/api/auth/logout', {method: 'POST', headers: {Authorization: 'Bearer ' + token}})"
    page.evaluate(end, tokens(page)["accessToken"])
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("status").filter(has_text="You were signed out")).to_be_visible()
    expect(page.get_by_role("banner")).to_contain_text("Guest")
    visitor.forgive("401")


def test_a_refused_account_is_explained_beside_its_field(visitor: Visitor) -> None:
    page = visitor.open()
    name = visitor.sign_up(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("banner").get_by_role("button", name="Register").click()
    page.get_by_label("Email").fill("no address")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("short")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Not a valid email address.")
    expect(page.get_by_role("dialog")).to_contain_text("Must be 8 to 128 characters long.")
    expect(page.get_by_label("Email")).to_be_focused()
    page.get_by_role("button", name="I have an account").click()
    page.get_by_label("Email or username").fill(name)
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("The name or the password is wrong.")
    page.get_by_label("Password").fill("correct horse")
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner")).to_contain_text(name)
    visitor.forgive("40")


FAULTS = {
    "EXECUTOR_BUSY": (503, "All runners are busy right now; try again in a moment.", "3", "Try again in 3 seconds."),
    "EXECUTOR_TIMEOUT": (504, "The runner did not answer in time.", "", "The runner did not answer in time."),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_refusal_is_told_in_plain_words_and_the_code_stays(visitor: Visitor, code: str) -> None:
    status, message, retry_after, said = FAULTS[code]

    def refuse(route: Route) -> None:
        error = {"success": False, "error": {"code": code, "message": message}}
        route.fulfill(status=status, json=error, headers={"Retry-After": retry_after} if retry_after else {})

    page = visitor.open()
    page.route("**/api/exercises/run", refuse)
    page.get_by_role("button", name="Run").click()
    expect(results(page)).to_contain_text(said)
    expect(page.locator("#announcement")).to_contain_text(said)
    page.unroute("**/api/exercises/run")
    page.get_by_role("button", name="Run").click()
    expect(results(page)).to_contain_text("The program ran")
    visitor.forgive(str(status))


def test_the_rate_limit_is_told_with_the_time_to_wait(browser: Browser, tmp_path: Path) -> None:
    server = Server(tmp_path, RATE_LIMIT_MAX_REQUESTS="3", **SMALL)
    context = browser.new_context()
    visitor = Visitor(context, server.url)
    page = visitor.open()
    page.get_by_role("button", name="Run").click()
    expect(results(page)).to_contain_text("The program ran")
    page.get_by_role("button", name="Run").click()
    expect(results(page)).to_contain_text(re.compile(r"a lot of requests in a short time. Try again in \d+ minutes."))
    context.close()
    server.close()
    visitor.forgive("429")
    assert visitor.complaints == []


def test_being_offline_is_told_and_passes(visitor: Visitor) -> None:
    page = visitor.open()
    visitor.context.set_offline(True)
    page.get_by_role("button", name="Run").click()
    expect(results(page)).to_contain_text("The server cannot be reached. Your code is kept in this browser.")
    page.get_by_role("navigation").get_by_role("link", name="Warm or cold").click()
    expect(page.locator("#notice").filter(has_text="cannot be reached")).to_be_visible()
    visitor.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Warm or cold")).to_be_visible()
    visitor.forgive("ERR_INTERNET_DISCONNECTED")


def test_the_page_asks_little_of_the_service(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "print(1)")
    page.keyboard.type("# and so on, for quite some while, without a request for every key")
    assert len([url for url in visitor.asked if "/api/" in url]) == 2, "the catalogue and the exercise"
