"""Our messages in other languages: complete, with the same values, and chosen by Accept-Language."""

import json
import re
import string
from pathlib import Path

import pytest

from portal import translations
from tests import messages

_DATA = Path(translations.__file__).parent / "data"
_OTHERS = [language for language in translations.LANGUAGES if language != "en"]

pytestmark = pytest.mark.one_database


def _content(language: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((_DATA / f"messages.{language}.json").read_text("utf-8"))
    return found


def _values(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("language", _OTHERS)
def test_every_message_is_translated_and_no_other(language: str) -> None:
    assert set(_content(language)["messages"]) == messages.of_executor() | messages.of_portal()


@pytest.mark.parametrize("language", _OTHERS)
def test_translations_have_the_values_of_the_english_text(language: str) -> None:
    found = _content(language)["messages"]
    assert {key: _values(text) for key, text in found.items()} == {key: _values(key) for key in found}


@pytest.mark.parametrize("language", _OTHERS)
def test_translations_use_forms_that_exist_and_keep_code_as_it_is(language: str) -> None:
    content = _content(language)
    for key, text in content["messages"].items():
        forms = {form for _, _, form, _ in string.Formatter().parse(text) if form}
        assert forms <= set(content["words"]), text
        assert set(re.findall(r"\w+\(\)|__\w+__", text)) == set(re.findall(r"\w+\(\)|__\w+__", key)), text


def test_numbers_are_the_values_of_messages_without_a_source() -> None:
    translations.use("de")
    try:
        assert translations.translate("Longer than 50000 characters.") == "Länger als 50000 Zeichen."
        assert translations.translate("Must be one of: a, b.") == "Muss eines von diesen sein: a, b."
        assert translations.translate("Nobody wrote this 5 times.") == "Nobody wrote this 5 times."
    finally:
        translations.use("en")


def test_an_asterisk_is_a_value_like_others() -> None:
    template = "{0} does not work between {1:a} and {2:a}. Check whether both values have the type that you expect."
    translations.use("de")
    try:
        shown = translations.translate("", {"id": template, "values": ["*", "list", "dict"]})
    finally:
        translations.use("en")
    assert shown.startswith("* geht nicht zwischen Werten der Typen list und dict.")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ({"id": "{0} has no parameter called {1}. Check the spelling.", "values": ["f()"]}, "English"),
        ({"id": "unknown {0}", "values": ["x"]}, "English"),
        ({"id": "{0.__class__}", "values": ["x"]}, "English"),
        ({"id": "a value of type {0}", "values": ["{0.__class__} {1} {"]}, "ein Wert vom Typ {0.__class__} {1} {"),
        ({"id": "Your program returned an empty {0}.", "values": ["{0}"]}, None),
    ],
)
def test_deny_sources_that_are_not_ours(source: dict[str, object], shown: str | None) -> None:
    translations.use("de")
    try:
        found = translations.translate("English", source)
    finally:
        translations.use("en")
    assert found == (shown or "Dein Programm hat einen Wert vom Typ {0} ohne Elemente zurückgegeben.")
