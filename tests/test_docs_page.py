"""The page at `/api/docs` in a real browser, against the service as `make run` starts it."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests import document
from tests.serving import PROJECT, Server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PICTURES = PROJECT / ".artifacts"

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("docs"), WEB_CONCURRENCY="1", EXECUTOR_WORKERS="1", BCRYPT_ROUNDS="4")
    yield running
    running.close()


@pytest.fixture
def page(server: Server) -> Iterator[Page]:
    """A page that must not complain, break the policy or reach another host."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith((server.url, "data:")) else complaints.append(request.url),
        )
        yield page
        browser.close()
    assert complaints == []


def test_signing_in_on_the_page_makes_its_calls_those_of_the_learner(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/api/docs")
    expect(page.locator(".opblock")).to_have_count(len(document.operations()), timeout=15_000)
    picture(page, "docs")
    call(page, "register")
    account = call(page, "getAccount")
    expect(account).to_contain_text('"username": "ada"')
    ran = call(page, "runCode")
    expect(ran).to_contain_text('"stdout": "Hello, Ada')
    ran.scroll_into_view_if_needed()
    picture(page, "docs-call")


def test_the_page_of_errors_opens(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/api/docs/errors#EXECUTOR_BUSY")
    expect(page.locator("#EXECUTOR_BUSY")).to_be_in_viewport()
    picture(page, "docs-errors")


def is_foreign(address: str, server: Server) -> bool:
    return not address.startswith((f"{server.url}/", "data:"))


def call(page: Page, operation: str) -> Locator:
    """Open an operation, send its example and return the block of the live answer."""
    block = page.locator(f'.opblock[id$="-{operation}"]')
    block.locator(".opblock-summary").click()
    block.get_by_role("button", name="Execute").click()
    answer = block.locator(".live-responses-table .response").first
    expect(answer).to_be_visible()
    return answer


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")
