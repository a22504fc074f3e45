"""While a program runs: its output as it comes, the elapsed time, and Stop."""

import re

from playwright.sync_api import Page, expect

from tests.browser.accessibility import findings
from tests.browser.visitor import Visitor, results, run, write
from tests.serving import Server, until, value_of

CANCELLED = 'portal_executions_total{kind="run",status="cancelled"}'

SHOW = """async (text) => {
  const progress = (await import("/playground/progress.js")).showProgress("", () => {});
  progress.showOutput("stdout", text);
  progress.end();
  return document.querySelector("#results pre").textContent;
}"""


def test_output_comes_while_the_program_runs_and_stop_ends_it(visitor: Visitor, server: Server) -> None:
    page, before = visitor.open(), value_of(server.url, CANCELLED)
    write(page, "import sys\nprint('first')\nprint('oh', file=sys.stderr)\nwhile True: pass\n")
    run(page)
    stop = results(page).get_by_role("button", name="Stop")
    expect(results(page).get_by_role("figure")).to_have_text(["Outputfirst\n", "Error outputoh\n"])
    expect(results(page).locator(".clock")).to_have_text(re.compile(r"^[0-9]+\.[0-9] s$"))
    expect(stop).to_be_in_viewport(ratio=1)
    assert findings(page, "#work") == []
    expect(page.get_by_role("button", name="Run")).to_be_disabled()
    stop.click()
    expect(results(page).get_by_role("heading", name="You stopped the program")).to_be_visible()
    expect(results(page).get_by_role("figure")).to_have_text(["Outputfirst\n", "Error outputoh\n"])
    expect(page.locator("#announcement")).to_have_text("You stopped the program. Output: first")
    until(lambda: value_of(server.url, CANCELLED) == before + 1)
    write(page, "print('next')\n")
    run(page)
    expect(results(page)).to_contain_text("next")


def test_only_the_end_of_much_output_is_laid_out_while_the_program_runs(shared_page: Page) -> None:
    shown = shared_page.evaluate(SHOW, "".join(f"{number}\n" for number in range(10_000)))
    assert len(shown) < 6_000
    assert shown.startswith("…")
    assert shown.endswith("\n9999\n")
    assert shared_page.evaluate(SHOW, "short") == "short"


def test_what_the_program_reads_appears_in_its_output(visitor: Visitor) -> None:
    page = visitor.open()
    write(page, "import time\nname = input('Name? ')\nprint('Hello', name)\ntime.sleep(1.5)\nage = input('Age? ')\n")
    page.locator("#stdin").fill("Ada\n36")
    run(page)
    expect(results(page).locator(".waiting")).to_be_visible()
    expect(results(page).get_by_role("figure")).to_have_text("OutputName? Ada\nHello Ada\n")
    expect(results(page)).to_contain_text("The program finished")
    expect(results(page).get_by_role("figure")).to_have_text("OutputName? Ada\nHello Ada\nAge? 36\n")
