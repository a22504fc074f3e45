"""Text from learners and authors stays text, and none of it freezes the page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import HOSTILE
from tests.browser.visitor import Visitor, results, run, submit, write

RENDER = """async (text) => {
  const { renderBlocks, renderInline } = await import("/playground/markdown.js");
  const article = document.createElement("article");
  const start = performance.now();
  article.append(...renderBlocks(text), ...renderInline(text));
  return { html: article.innerHTML, text: article.textContent, ms: performance.now() - start };
}"""
# Each takes milliseconds; with backtracking it would take minutes.
SLOW_TO_PARSE = {
    "heading of spaces": "# " + " " * 4_000,
    "heading with trailing spaces": "# a" + " " * 20_000 + "b",
    "asterisks": "*" * 5_000,
    "underscores": "_a" * 3_000,
    "brackets": "[" * 5_000,
    "links": "[a](" * 3_000,
    "backticks": " ".join("`" * length + "a" for length in range(200)),
    "quotes": ">" * 3_000 + "a",
    "numbers": "1. " * 2_000,
    "nested list": "\n".join(" " * 2 * depth + "- a" for depth in range(150)),
    "table": "|" * 3_000 + "\n" + "|-" * 3_000,
    "tags": "<a " * 3_000,
    "comments": "<!--" * 3_000,
}


def test_hostile_output_stays_text(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, f"print({HOSTILE!r})\nraise ValueError({HOSTILE!r})")
    run(page)
    expect(results(page).locator(".explanation")).to_contain_text(HOSTILE)
    expect(results(page).locator(".printed pre").first).to_contain_text(HOSTILE)
    write(page, f"def keep_even(numbers):\n    print({HOSTILE!r})\n    return {HOSTILE!r}")
    submit(page)
    expect(results(page).locator("details[open] .printed pre").first).to_contain_text(HOSTILE)
    assert page.locator("main img, main script").count() == 0
    assert "broken" not in page.title()


def test_hostile_instructions_and_hints_stay_text(visitor: Visitor) -> None:
    page = visitor.open("hostile")
    page.get_by_role("button", name="Show a hint").click()
    expect(page.locator(".hints")).to_contain_text(HOSTILE)
    for place in (".prose h2", ".prose p", ".prose p code", ".prose li", ".prose pre code"):
        expect(page.locator(place).first).to_contain_text(HOSTILE)
    assert page.locator("article img, article b, article script, article a").count() == 0
    assert "broken" not in page.title()


@pytest.mark.parametrize("name", SLOW_TO_PARSE)
def test_no_markdown_freezes_the_page(shared_page: Page, name: str) -> None:
    shared_page.evaluate(RENDER, SLOW_TO_PARSE[name])


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# Title", "<h2>Title</h2>"),
        ("*a* **b** ~~c~~ `d <e>`", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d &lt;e&gt;</code></p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a\n  - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("```py\na\n  b\n```", '<pre tabindex="0"><code>a\n  b</code></pre>'),
        ("[a](https://b.example/)", 'href="https://b.example/" target="_blank" rel="noopener noreferrer">a</a>'),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>"),
        ("[a][b]\n\n[b]: data:text/html,c", "<p>[a][b]</p>"),
        ("|a|\n|-|\n|1|", '<th scope="col">a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'),
        ("\\*a\\*", "<p>*a*</p>"),
    ],
)
def test_markdown_is_rendered(shared_page: Page, markdown: str, html: str) -> None:
    assert html in shared_page.evaluate(RENDER, markdown)["html"]
