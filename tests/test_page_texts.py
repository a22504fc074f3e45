"""The page's texts in other languages: complete, and nothing that is shown to people is left out."""

import json
import re

import pytest

from portal.translations import LANGUAGES
from tests import page_texts

# Names of keys, of browsers, of the languages and of the page; `Bearer` belongs to a header, `None` to Python.
_KEYS = {"Ctrl", "Enter", "Esc", "Shift", "Space"}
_NAMES = {*_KEYS, "Bearer ${token}", "Deutsch", "Edg", "Edge", "English", "None", "Python Portal"}
_OTHERS = [language for language in LANGUAGES if language != "en"]


def _texts(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((page_texts.FOLDER / f"texts.{language}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("language", _OTHERS)
def test_every_text_is_translated_and_no_other(language: str) -> None:
    assert set(_texts(language)) == page_texts.of_modules() | page_texts.of_document()


@pytest.mark.parametrize("language", _OTHERS)
def test_translations_have_the_values_of_the_english_text(language: str) -> None:
    for key, text in _texts(language).items():
        assert sorted(re.findall(r"\{\d\}", text)) == sorted(re.findall(r"\{\d\}", key)), text


def test_modules_translate_what_they_show() -> None:
    assert page_texts.not_translated() <= _NAMES


def test_the_page_offers_the_languages_of_the_api() -> None:
    module = (page_texts.FOLDER / "texts.js").read_text("utf-8")
    listed = re.search(r"LANGUAGES = \{(.+)\};", module)
    assert listed is not None
    assert re.findall(r"(\w+):", listed[1]) == list(LANGUAGES)
