"""Email addresses and usernames: the form each is stored in, and which ones count as equal."""

import re
import unicodedata

import idna

_MAX_EMAIL = 254  # bytes, as sent by mail
MAX_LENGTH = 254  # characters; normalising takes quadratic time
# Not the beginning of an encoded word, `=?utf-8?q?ada?=`, which mail programs read as another address.
_LOCAL_PART = re.compile(r"(?!.*=\?)[^@\s<>()\[\],;:\\\"]+")
# Letters and marks that are invisible on their own; control and format characters are not printable anyway.
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def normalise_email(text: str) -> str | None:
    """Return an email address as it is stored and looked up: NFKC, lower case, trimmed; None if it is not valid.

    The domain is stored decoded: `xn--bcher-kva.example` becomes `bücher.example`. Addresses that look the same are
    equal, and mail is sent to the stored form, so a look-alike gains nothing.
    """
    text = text.strip()
    if len(text) > _MAX_EMAIL:
        return None
    local, _, domain = _nfkc(_nfkc(text).lower()).rpartition("@")
    if not (_LOCAL_PART.fullmatch(local) and _is_visible(local)):
        return None
    try:
        ascii_domain = idna.encode(domain, uts46=True)
        domain = idna.decode(ascii_domain)
    except UnicodeError:
        return None
    bytes_sent = len(local.encode()) + 1 + len(ascii_domain)
    fits = len(local.encode()) <= 64 and bytes_sent <= _MAX_EMAIL
    is_domain = "." in domain and not domain.endswith(".")
    return f"{local}@{domain}" if fits and is_domain else None


def normalise_username(text: str) -> str | None:
    """Return a username in NFKC as it is shown; None unless it has 3 to 32 letters, digits, `_`, `-` or `.`."""
    text = text.strip()
    if len(text) > MAX_LENGTH:
        return None
    text = _nfkc(text)
    if not 3 <= len(text) <= 32 or unicodedata.category(text[0]).startswith("M") or not _is_visible(text):
        return None
    return text if all(letter in "_-." or unicodedata.category(letter)[0] in "LMN" for letter in text) else None


def key(text: str) -> str:
    """Return what is compared: equal for `Ada`, `ada` and their look-alikes in other Unicode forms."""
    return _nfkc(_nfkc(text).casefold())


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return not any(letter.isprintable() and not letter.isspace() for letter in _INVISIBLE.sub("", text))


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _is_visible(text: str) -> bool:
    return text.isprintable() and not _INVISIBLE.search(text)
