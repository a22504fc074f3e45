"""The names of an account: the one form each is kept in, and what counts as the same name."""

import re
import unicodedata

import idna

_MAX_EMAIL = 254  # bytes, as mail sends it
_MAX_TYPED_USERNAME = 64  # characters; normalising a text without bound may take time that grows with its square
_LOCAL_PART = re.compile(r"[^@\s<>()\[\],;:\\\"]+")
# Letters and marks that show nothing by themselves; control and format characters are not printable to begin with.
_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def normal_email(text: str) -> str | None:
    """Return an email address as it is kept and looked up, None when it is none: NFKC, lower case, no blanks around.

    The domain is kept in letters: `xn--bcher-kva.example` is `bücher.example`. Two addresses that people would write
    alike are one; what is kept is also what mail would be sent to, so a look-alike gains nothing.
    """
    text = text.strip()
    if len(text) > _MAX_EMAIL:
        return None
    local, _, domain = _nfkc(_nfkc(text).lower()).rpartition("@")
    try:
        ascii_domain = idna.encode(domain, uts46=True)
        domain = idna.decode(ascii_domain)
    except UnicodeError:
        return None
    bytes_sent = len(local.encode()) + 1 + len(ascii_domain)
    fits = len(local.encode()) <= 64 and bytes_sent <= _MAX_EMAIL
    is_local_part = _LOCAL_PART.fullmatch(local) and _is_visible(local)
    is_domain = "." in domain and not domain.endswith(".")
    return f"{local}@{domain}" if fits and is_local_part and is_domain else None


def normal_username(text: str) -> str | None:
    """Return a username as it is shown, NFKC; None unless it is 3 to 32 letters, digits, `_`, `-` or `.`."""
    text = text.strip()
    if len(text) > _MAX_TYPED_USERNAME:
        return None
    text = _nfkc(text)
    if not 3 <= len(text) <= 32 or unicodedata.category(text[0]).startswith("M") or not _is_visible(text):
        return None
    return text if all(letter in "_-." or unicodedata.category(letter)[0] in "LMN" for letter in text) else None


def key(text: str) -> str:
    """Return what makes a name the same as another: `Ada`, `ada` and their look-alikes in other encodings are one."""
    return _nfkc(_nfkc(text).casefold())


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _is_visible(text: str) -> bool:
    return text.isprintable() and not _INVISIBLE.search(text)
