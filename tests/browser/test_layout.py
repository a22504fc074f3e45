"""Sizes, colours, stability and weight of the page."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Request, ViewportSize, expect

from tests.browser.visitor import Visitor, catalogue, results, tokens, write
from tests.serving import Server

MAX_LAYOUT_SHIFT = 0.05
MAX_PAGE_BYTES = 200 * 1024
OBSERVE_SHIFTS = """
window.layoutShift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

OUTSIDE = """Array.from(document.querySelectorAll("button, summary, h1, .intro p"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth)
  .map((node) => node.textContent)
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_scrolling_sideways(browser: Browser, server: Server, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 740}, color_scheme=scheme, has_touch=True, is_mobile=True
    )
    visitor = Visitor(context, server.url)
    page = visitor.open()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    visitor.sign_up(page)
    write(page, "def keep_even(numbers):\n    print('x' * 500)\n    return numbers\n")
    page.get_by_role("button", name="Submit").tap()
    expect(results(page)).to_contain_text("tests passed")
    page.locator("#catalogue-fold summary").tap()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    catalogue(page).get_by_role("link", name="Warm or cold").tap()
    expect(page.get_by_role("heading", name="Warm or cold")).to_be_in_viewport()
    context.close()
    assert visitor.problems == []


@pytest.mark.parametrize("locale", ["de", "es"])
def test_a_phone_with_huge_text_needs_no_scrolling_sideways(browser: Browser, server: Server, locale: str) -> None:
    viewport: ViewportSize = {"width": 320, "height": 740}
    with browser.new_context(locale=locale, viewport=viewport, has_touch=True, is_mobile=True) as context:
        page = Visitor(context, server.url).open("ask-and-add")
        page.evaluate("document.documentElement.dataset.textSize = 'huge'")
        assert page.evaluate(OUTSIDE) == []


def test_the_account_fits_the_longest_email(phone: Visitor) -> None:
    page = phone.open()
    phone.sign_up(page)
    stored = tokens(page)
    stored["user"]["email"] = f"{'a' * 64}@{'b' * 60}.example.org"
    page.evaluate("session => localStorage.setItem('portal.session', JSON.stringify(session))", stored)
    page.reload()
    page.get_by_role("button", name="Account of").tap()
    expect(page.get_by_role("dialog")).to_contain_text(stored["user"]["email"])
    assert page.get_by_role("dialog").evaluate("node => node.scrollWidth <= node.clientWidth")


def test_the_editor_is_on_the_first_screen_of_a_phone(phone: Visitor) -> None:
    page = phone.open()
    top = page.locator("#code").bounding_box()
    assert top is not None
    assert top["y"] <= 600


def test_a_phone_shows_all_instructions_on_demand(phone: Visitor) -> None:
    page = phone.open("bank-account")
    article = page.locator("#exercise")
    assert article.evaluate("node => node.scrollHeight > node.clientHeight")
    toggle = page.get_by_role("button", name="Show all instructions")
    toggle.tap()
    assert article.evaluate("node => node.scrollHeight === node.clientHeight")
    page.get_by_role("button", name="Show less", expanded=True).tap()
    expect(toggle).to_be_visible()


def test_a_small_laptop_shows_code_input_and_verdict_at_once(visitor: Visitor) -> None:
    page = visitor.open()
    page.set_viewport_size({"width": 1366, "height": 650})
    page.get_by_text("Program input").click()
    page.get_by_role("button", name="Submit").click()
    heading = results(page).get_by_role("heading", name="tests passed")
    for part in (page.locator("#code"), page.locator("#stdin"), heading):
        expect(part).to_be_in_viewport(ratio=1)
    boxes = [page.locator(part).bounding_box() for part in ("#stdin", ".card", "#results", ".layout")]
    ends = [box["y"] + box["height"] for box in boxes if box]
    assert ends == sorted(ends), "nothing sticks out of its panel"


def test_with_huge_text_everything_below_the_code_can_be_reached(visitor: Visitor) -> None:
    page = visitor.open("greet")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("document.documentElement.dataset.textSize = 'huge'")
    page.get_by_role("button", name="Run").hover()
    page.mouse.wheel(0, 1000)
    expect(page.get_by_text("Program input")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("signed_in", [False, True])
def test_nothing_moves_while_the_page_loads(visitor: Visitor, signed_in: bool) -> None:
    page = visitor.open()
    page.add_init_script(OBSERVE_SHIFTS)
    if signed_in:
        visitor.sign_up(page)
    page.goto(visitor.url)
    for width, height in ((1366, 650), (1920, 1080), (1024, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        expect(page.locator("#exercise h1")).to_be_visible()
        expect(page.locator("#statistics")).not_to_be_empty()
        expect(results(page)).to_contain_text("will check your code")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("layoutShift") <= MAX_LAYOUT_SHIFT, f"at a width of {width}"


def test_the_first_visit_transfers_little(visitor: Visitor) -> None:
    page = visitor.context.new_page()
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(visitor.url, wait_until="networkidle")
    expect(page.locator("#exercise h1")).to_be_visible()
    assert len(requests) > 20, "every file is counted"
    # Without headers, which HTTP/2 sends in full only once.
    assert sum(request.sizes()["responseBodySize"] for request in requests) <= MAX_PAGE_BYTES


def test_with_reduced_motion_nothing_turns_and_the_page_still_appears_by_itself(
    browser: Browser, server: Server
) -> None:
    animation_of = "([path, pseudo]) => getComputedStyle(document.querySelector(path), pseudo).animationName"
    with browser.new_context(locale="de", reduced_motion="reduce") as context:
        page = Visitor(context, server.url).open()
        write(page, "while True: pass")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".waiting")).to_be_visible()
        assert page.evaluate(animation_of, [".waiting", "::before"]) == "none"
        page.route("**/main.js", lambda route: route.abort())
        page.reload()
        expect(page.locator("html")).to_contain_class("translating")
        assert page.evaluate(animation_of, ["body", None]) == "appear"
