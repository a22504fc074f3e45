"""Check a page with axe-core, which covers the machine-testable part of WCAG."""

from importlib.resources import files

from playwright.sync_api import Page

_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
# What is right or undecided need not be described.
_RUN = "async (selector) => (await axe.run(selector, { resultTypes: ['violations'] })).violations"


def findings(page: Page, selector: str = "html") -> list[str]:
    """Return what axe-core objects to in this part of the page: the rule, the element, and what to do."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    violations = page.evaluate(_RUN, selector)
    return [
        f"{violation['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]
