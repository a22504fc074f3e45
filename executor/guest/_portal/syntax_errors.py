# ruff: noqa: RUF001 - the characters that people confuse are the subject here
"""What the line of a syntax error shows: the word or character that Python did not expect."""

import difflib
import re
import unicodedata

from _portal.messages import Message

# Stands where Python saw the error in the line that the rules of explanations.toml are matched with.
HERE = "\N{BLACK RIGHT-POINTING TRIANGLE}"
_MAX_LINE = 500
_STRING = re.compile(r"""("|')(?:\\.|(?!\1).)*\1""")
_COMMENT = re.compile("#.*")
_SUGGESTED = re.compile(r" Did you mean '(\w+)'\?")
_CHARACTER = re.compile(r"invalid character '(.)'")
# What is typed on a keyboard for a character that a text editor, a phone or a textbook writes.
_TYPED = {
    **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›′´", "'"), **dict.fromkeys("–—−‐‑", "-"),
    "×": "*", "·": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "²": "** 2", "³": "** 3", "…": "...",
    "、": ",", "。": ".", "【": "[", "】": "]", "→": "->",
}  # fmt: skip


def marked_line(exc: SyntaxError) -> str:
    """Return the line of a syntax error with HERE where Python saw it, its strings empty and without its comment."""
    text = exc.text if isinstance(exc.text, str) else ""
    offset = max((exc.offset or 1) - 1, 0)
    if len(text) > _MAX_LINE:
        return ""
    before, after = (_STRING.sub(r"\1\1", part) for part in (text[:offset], text[offset:].rstrip()))
    return f"{before}{HERE}{_COMMENT.sub('', after).rstrip()}"


def without_far_fetched_word(exc: SyntaxError, message: str) -> str:
    """Remove Python's suggestion of a keyword, which it finds by trial, if no word of the line looks like it."""
    match = _SUGGESTED.search(message)
    if match is None or not isinstance(exc.text, str):
        return message
    words = re.findall(r"[^\W\d]\w*", exc.text[:_MAX_LINE])
    if any(_looks_like(word, match[1]) for word in words):
        return message
    return _SUGGESTED.sub("", message)


def _looks_like(word: str, keyword: str) -> bool:
    alike = difflib.SequenceMatcher(None, word.lower(), keyword).ratio()
    return word != keyword and (alike >= 0.85 or (alike >= 0.6 and word[0].lower() == keyword[0]))


def about_character(exc: SyntaxError) -> Message | None:
    """Explain a character that Python does not accept outside a string."""
    match = _CHARACTER.search(str(exc.msg))
    if match is None:
        return None
    character = match[1]
    plain = unicodedata.normalize("NFKC", character)
    typed = _TYPED.get(character) or (plain if plain != character and plain.isascii() else None)
    if typed is not None:
        return Message("Python does not accept the character {0} here. Write {1} instead.", character, typed)
    return Message(
        "Python does not accept the character {0} here. Remove it, or put it in quotes if it is part of a string.",
        character,
    )
