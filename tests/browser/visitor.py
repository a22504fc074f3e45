"""A visitor of the page in a real browser, and what the tests do with the page."""

import json
import uuid
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Route, expect

from tests.serving import PROJECT


class Visitor:
    """A browser context whose pages must log no error, keep to the policy and contact no other host."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context, self.url = context, url
        self.problems: list[str] = []
        self.requests: list[str] = []
        context.on("console", self._check_message)
        context.on("weberror", lambda error: self.problems.append(str(error.error)))
        context.on("request", self._check_request)

    def _check_message(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(message.text)

    def _check_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.url, "data:")):
            self.problems.append(request.url)

    def ignore(self, expected: str) -> None:
        """Drop the problems that a test causes on purpose."""
        self.problems = [problem for problem in self.problems if expected not in problem]

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
        expect(page.locator("#code.loading")).to_have_count(0)
        return name


def sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_role("banner").get_by_role("button", name="Sign in").click()
    page.get_by_label("Email or username").fill(name)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def write(page: Page, code: str) -> None:
    """Replace the code in the editor, as pasting would."""
    page.locator("#code .ace_scroller").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)


def run(page: Page) -> None:
    page.get_by_role("button", name="Run").click()


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit").click()


def results(page: Page) -> Locator:
    return page.get_by_role("region", name="Results")


def catalogue(page: Page) -> Locator:
    return page.get_by_role("navigation")


def tokens(page: Page) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(page.evaluate("localStorage.getItem('portal.session')"))
    return stored


def result_of(name: str, **fields: Any) -> dict[str, Any]:
    """One test of a verdict as the API returns it; it failed unless the fields say otherwise."""
    return {"name": name, "title": None, "passed": False, "message": "", "output": "", "duration": 1.5} | fields


def respond_to_submit(page: Page, *tests: dict[str, Any], **fields: Any) -> None:
    """Let the API return this verdict."""
    passed = sum(test["passed"] for test in tests)
    summary = {"total": len(tests), "passed": passed, "failed": len(tests) - passed}
    verdict = {"passed": passed == len(tests), "status": "ok", "summary": summary, "tests": list(tests), "stdout": ""}
    verdict |= {"error": None, "limit": None, "executionTime": 90, "submissionId": None, "progress": None} | fields
    respond(page, "**/api/exercises/test", verdict)


def respond_to_run(page: Page, **fields: Any) -> None:
    """Let the API return this result of a run."""
    result = {"status": "ok", "stdout": "", "stderr": "", "exitCode": 0, "error": None, "limit": None}
    respond(page, "**/api/exercises/run", result | {"executionTime": 3, "memoryUsed": 1, "truncated": False} | fields)


def respond(page: Page, path: str, data: dict[str, Any]) -> None:
    def fulfil(route: Route) -> None:
        route.fulfill(json={"success": True, "message": "", "data": data})

    page.route(path, fulfil)


def wait_for(page: Page, held: list[Any]) -> None:
    """Wait until a route of the page has put a request into this list."""
    for _ in range(2_000):
        if held:
            return
        page.wait_for_timeout(10)
    raise AssertionError("no request came")


def path_of(name: str) -> Path:
    """A file of the page."""
    return PROJECT / "portal" / "static" / "playground" / name
