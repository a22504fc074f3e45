"""One service and one browser for all browser tests, and a visitor for each test."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser.visitor import Visitor
from tests.portal.authoring.tracks import write_exercise
from tests.serving import PROJECT, SECRET, Server

# The headless shell takes half the CPU time of the whole browser, which has windows and menus even where none is shown.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
# Without them the whole browser loads two pages of its own beside each of ours. Chromium has no sandbox for root.
ARGUMENTS = ["--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup", *["--no-sandbox"] * (os.geteuid() == 0)]
SMALL = {"WEB_CONCURRENCY": "1", "EXECUTOR_WORKERS": "1", "BCRYPT_ROUNDS": "4"}
HOSTILE = "</script><img src=x onerror=\"document.title='broken'\"><b>bold</b>"

expect.set_options(timeout=20_000)  # a busy machine is slow, and a passing test never waits this long


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.integration)
            item.add_marker(
                pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium-headless-shell")
            )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("page")
    running = Server(folder, RATE_LIMIT_MAX_REQUESTS="10000", AUTH_RATE_LIMIT_MAX_REQUESTS="10000", **SMALL)
    import_hostile_exercise(folder)
    yield running
    running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launch(playwright) as running:
        yield running


def launch(playwright: Playwright) -> Browser:
    """Start the installed Chromium."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    someone = Visitor(context, server.url)
    yield someone
    context.close()
    assert someone.problems == []


@pytest.fixture(scope="module")
def shared_page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page for tests that only call functions of its modules."""
    with browser.new_context() as context:
        page = Visitor(context, server.url).open()
        page.set_default_timeout(20_000)
        yield page


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    someone = Visitor(context, server.url)
    yield someone
    context.close()
    assert someone.problems == []


def import_hostile_exercise(folder: Path) -> None:
    exercise = write_exercise(folder / "track", "hostile")
    texts = (
        "## {0}",
        "{0} and `{0}`",
        "- {0}",
        "[x](javascript:alert(1)) ![y](https://example.org/y.png)",
        "```\n{0}\n```",
    )
    instructions = "\n\n".join(text.format(HOSTILE) for text in texts)
    (exercise / ".docs" / "instructions.md").write_text(instructions)
    (exercise / ".docs" / "introduction.md").unlink()
    (exercise / ".docs" / "hints.md").write_text(f"# Hints\n\n## General\n\n- {HOSTILE}\n")
    approaches = exercise / ".approaches"
    (approaches / "add").mkdir(parents=True)
    entry = {"slug": "add", "title": f"Add {HOSTILE}", "blurb": f"Twice {HOSTILE}"}
    (approaches / "config.json").write_text(json.dumps({"approaches": [entry]}))
    (approaches / "introduction.md").write_text("There are other ways.")
    (approaches / "add" / "content.md").write_text(instructions)
    env = {"DATABASE_URL": str(folder / "portal.db"), "JWT_SECRET": SECRET}
    command = [sys.executable, "-m", "flask", "import-exercises", "--unchecked", str(folder / "track")]
    subprocess.run(command, cwd=PROJECT, env=env, check=True, capture_output=True)
