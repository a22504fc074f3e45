"""Reads variables of an environment; every error names its variable and says what the value must be."""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

_UNITS_S = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_MAX_DURATION_S = 10 * 365 * 86_400

T = TypeVar("T")


class ConfigError(ValueError):
    """A variable has an invalid value; the message names it."""


class Reader:
    """Reads variables of one environment; every error names the variable."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def text(self, name: str) -> str:
        """Return the value of a variable; what only a shell would take away is an error."""
        text = self._env.get(name, "").strip()
        if problem := _problem(text):
            raise ConfigError(f"{name} {problem}")
        return text

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        text = self.text(name) or str(default)
        if not re.fullmatch(r"[0-9]{1,12}", text) or not least <= int(text) <= most:
            raise ConfigError(f"{name} must be a whole number from {least} to {most}")
        return int(text)

    def choice(
        self, name: str, choices: tuple[str, ...], default: str, aliases: Mapping[str, str] | None = None
    ) -> str:
        """Return one of a few words, in lower case."""
        given = (self.text(name) or default).lower()
        text = (aliases or {}).get(given, given)
        if text not in choices:
            raise ConfigError(f"{name} must be one of {', '.join(choices)}")
        return text

    def duration(self, name: str, default: str, *, least: int) -> int:
        """Return a duration in seconds."""
        match = re.fullmatch(r"([0-9]{1,9})([smhdw]?)", self.text(name) or default)
        seconds = int(match[1]) * _UNITS_S[match[2]] if match else -1
        if not least <= seconds <= _MAX_DURATION_S:
            raise ConfigError(f"{name} must be a duration such as 900, 15m, 24h or 7d, from {least}s to ten years")
        return seconds

    def parsed(self, name: str, parse: Callable[[str], T], default: str) -> T:
        """Return what a parser of `config_values` makes of the value."""
        text = self.text(name) or default
        try:
            return parse(text)
        except ValueError as error:
            raise ConfigError(f"{name} {error}") from None


def _problem(text: str) -> str | None:
    """Return what is wrong with a value whatever it is for: files of variables are not always read by a shell."""
    if not text.isprintable():
        return "must be UTF-8 without control characters"
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return "must be written without quotes"
    if re.search(r"(^|\s)#", text):
        return "must not be followed by a comment"
    return None
