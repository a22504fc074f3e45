"""JSON of messages and reports: what the `json` module writes and reads, without what it makes anew for each text."""

import json
from json import encoder
from typing import Any

_decoder = json.JSONDecoder()
# Separators and escapes are those of `json.dumps`. What is encoded never contains itself.
_encode = encoder.c_make_encoder(
    None, json.JSONEncoder().default, encoder.encode_basestring_ascii, None, ": ", ", ", False, False, True
)


def dumps(value: object) -> str:
    """Return a value as JSON."""
    return "".join(_encode(value, 0))


def loads(text: str) -> Any:
    """Return the value of a JSON text; ValueError if it is none."""
    value, end = _decoder.raw_decode(text)
    if end != len(text):
        raise ValueError("there is more than one value")
    return value
