"""Take docs/page.png, the page with a failed test. `make screenshot` runs it."""

import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import SMALL, launch
from tests.browser.visitor import Visitor, results, submit, write
from tests.serving import PROJECT, Server

CODE = 'def greet(name):\n    """Return a friendly greeting."""\n    return f"Hello, {name}!"\n'


def take(url: str, path: Path) -> None:
    with sync_playwright() as playwright, launch(playwright) as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme="light")
        page = Visitor(context, url).open("greet")
        page.get_by_role("button", name="Got it").click()
        write(page, CODE)
        submit(page)
        expect(results(page)).to_contain_text("tests passed")
        page.screenshot(path=path)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), **SMALL)
        try:
            take(server.url, PROJECT / "docs" / "page.png")
        finally:
            server.close()
