"""The keys of the page's texts, read from its document and modules."""

import re
from html.parser import HTMLParser
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "portal" / "static" / "playground"
_TEMPLATE = re.compile(r"(?<![\w$])t`((?:[^`$]|\$\{(?:[^{}]|\{[^{}]*\})*\})*)`")
_VALUE = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")
# A string or template that looks like words for a person and is not translated.
_WORDS = re.compile(r"""(?<![\w$])(?:"([A-Z][a-z]+(?: [^"]*)?[a-z.!?…)])"|`([A-Z][a-z]+ [^`]*)`)""")


def of_modules() -> set[str]:
    """Return the keys of the texts that modules make."""
    return {_key(template) for path in FOLDER.glob("*.js") for template in _TEMPLATE.findall(_code(path))}


def not_translated() -> set[str]:
    """Return what modules show to people without translating it, as far as it can be told."""
    found = (match for path in FOLDER.glob("*.js") for match in _WORDS.findall(_code(path)))
    return {string or template for string, template in found}


def _code(path: Path) -> str:
    """Return a module without its comments."""
    return re.sub(r"/\*[\s\S]*?\*/|(?<!:)//.*", "", path.read_text("utf-8"))


def _key(template: str) -> str:
    numbers = iter(range(10))
    return _VALUE.sub(lambda _match: f"{{{next(numbers)}}}", template)


class _Texts(HTMLParser):
    """Collects the texts of a document that are shown to people."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._skipped = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in ("aria-label", "placeholder") and value}
        if tag in ("head", "noscript", "kbd", "code") or dict(attrs).get("class") == "brand":
            self._skipped = self._skipped or tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._skipped:
            self._skipped = ""

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._skipped:
            self.found.add(data.strip())


def of_document() -> set[str]:
    """Return the keys of the texts that stand in the document."""
    parser = _Texts()
    parser.feed((FOLDER / "index.html").read_text("utf-8"))
    return parser.found
