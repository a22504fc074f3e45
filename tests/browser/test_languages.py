"""The page in German and Spanish: the browser's language, or the one chosen in the settings."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import accessibility
from tests.browser.test_layout import MAX_LAYOUT_SHIFT, OBSERVE_SHIFTS
from tests.browser.visitor import Visitor, write
from tests.serving import Server


def _run(page: Page) -> None:
    write(page, "counter = 1\nprint(coutner)")
    page.keyboard.press("Control+Enter")


def test_a_german_browser_gets_the_page_and_explanations_in_german(browser: Browser, server: Server) -> None:
    context = browser.new_context(locale="de-AT", viewport={"width": 390, "height": 844}, has_touch=True)
    visitor = Visitor(context, server.url)
    context.add_init_script(OBSERVE_SHIFTS)
    page = visitor.open()
    expect(page.get_by_role("button", name="Einreichen")).to_be_visible()
    assert page.evaluate("window.layoutShift") <= MAX_LAYOUT_SHIFT
    _run(page)
    shown = page.get_by_role("region", name="Ergebnisse")
    expect(shown).to_contain_text("Das Programm ist mit einem Fehler stehen geblieben")
    expect(shown).to_contain_text("An dieser Stelle gibt es nichts namens coutner, aber es gibt counter.")
    expect(shown).to_contain_text("name 'coutner' is not defined")
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert accessibility.findings(page) == []
    context.close()
    assert visitor.problems == []


def test_the_language_is_chosen_in_the_settings_and_kept(visitor: Visitor) -> None:
    page = visitor.open()
    page.get_by_role("button", name="Settings and help").click()
    page.get_by_role("radio", name="Español").click()
    expect(page.get_by_role("button", name="Enviar")).to_be_visible()
    page.reload()
    _run(page)
    expect(page.get_by_role("region", name="Resultados")).to_contain_text("En este punto no hay nada llamado coutner")
    page.get_by_role("button", name="Ajustes y ayuda").click()
    expect(page.get_by_role("radio", name="Español")).to_be_checked()
    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("button", name="Submit")).to_be_visible()


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_another_language_gets_english(browser: Browser, server: Server, locale: str) -> None:
    with browser.new_context(locale=locale) as context:
        page = Visitor(context, server.url).open()
        expect(page.get_by_role("button", name="Submit")).to_be_visible()
        assert page.locator("html").get_attribute("lang") == "en"


def test_a_text_file_that_cannot_be_loaded_leaves_the_page_in_english(browser: Browser, server: Server) -> None:
    with browser.new_context(locale="es") as context:
        context.route("**/texts.es.json", lambda route: route.abort())
        page = Visitor(context, server.url).open()
        expect(page.get_by_role("button", name="Submit")).to_be_visible()


def test_the_editor_speaks_the_language_of_the_page(browser: Browser, server: Server) -> None:
    with browser.new_context(locale="de") as context:
        visitor = Visitor(context, server.url)
        page = visitor.open()
        editor = page.locator("#code .ace_scroller")
        expect(editor).to_have_accessible_name("Dein Code: Enter beginnt das Bearbeiten, Esc beendet es")
        _run(page)
        expect(page.locator("#code textarea")).to_have_accessible_name("Dein Code, Zeile 2")
        page.wait_for_function("ace.edit('code').commands.byName.startAutocomplete")
        page.keyboard.press("Control+Space")
        expect(page.get_by_role("menu", name="Ergänzungen")).to_be_visible()
        assert visitor.problems == []
