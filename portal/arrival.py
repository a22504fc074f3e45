"""What has arrived of an HTTP request, and whether that is all of it; the parsing proper is gunicorn's."""

import re

MAX_HEAD_BYTES = 32_768
_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,15})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_CONTINUE = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})(?:;[^\r\n]*)?")


class HeadTooLong(ValueError):
    """The head of the request goes on and on."""


class Arrival:
    """Collects one request.

    It decides only when to stop collecting. Where it is wrong about where a request ends, gunicorn's parser finds too
    little and refuses the request, or a remainder that it takes for the next one, as it would have done by itself.
    """

    def __init__(self, data: bytes, *, max_body_bytes: int) -> None:
        self.data = bytearray(data)
        self.is_cut = False  # the body is longer than allowed, and not all of it was collected
        self._max_body_bytes = max_body_bytes
        self._head_end = -1
        self._needed = 0
        self._chunk_at = 0  # where the next chunk starts; 0: the length is declared

    def is_whole(self) -> bool:
        """Whether head and body are there, or as much of a body as is enough to refuse it.

        Raises:
            HeadTooLong: the head is longer than 32 KiB.
        """
        if self._head_end < 0 and not self._find_head():
            return False
        if self._chunk_at and not self._find_last_chunk():
            self.is_cut = len(self.data) > self._head_end + self._max_body_bytes
            return self.is_cut
        return len(self.data) >= self._needed

    def awaits_consent(self) -> bool:
        """Whether the caller holds its body back until it hears `100 Continue`."""
        return len(self.data) == self._head_end and _CONTINUE.search(self.data) is not None

    def _find_head(self) -> bool:
        found = self.data.find(_HEAD_END, 0, MAX_HEAD_BYTES)
        if found < 0:
            if len(self.data) > MAX_HEAD_BYTES:
                raise HeadTooLong
            return False
        self._head_end = self._needed = found + len(_HEAD_END)
        if _CHUNKED.search(self.data, 0, self._head_end):
            self._chunk_at = self._head_end
        elif declared := _LENGTH.search(self.data, 0, self._head_end):
            self.is_cut = int(declared[1]) > self._max_body_bytes
            self._needed += 0 if self.is_cut else int(declared[1])
        return True

    def _find_last_chunk(self) -> bool:
        """Step from chunk to chunk; what is no chunk ends the search, for gunicorn to refuse."""
        while (line_end := self.data.find(b"\r\n", self._chunk_at)) >= 0:
            size = _CHUNK_SIZE.fullmatch(self.data, self._chunk_at, line_end)
            if not size:
                return True
            if int(size[1], 16) == 0:
                return self.data.find(_HEAD_END, line_end) >= 0
            self._chunk_at = line_end + 2 + int(size[1], 16) + 2
        return False
