import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.arrival import MAX_HEAD_BYTES, Arrival, HeadTooLong

GET = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /x HTTP/1.1\r\nHost: x\r\ncontent-length:  11 \r\n\r\nhello\r\n\r\n--"
CHUNKED = (
    b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nhe\r\n0\r\nB;name=value\r\n\r\n0\r\n\r\nabcd\r\n0\r\nTrailer: x\r\n\r\n"
)
BIG = b"POST /x HTTP/1.1\r\nContent-Length: 101\r\n\r\n"


def arrival(data: bytes = b"") -> Arrival:
    return Arrival(data, max_body_bytes=100)


@given(request=st.sampled_from([GET, POST, CHUNKED]), cuts=st.lists(st.integers(0, 200), max_size=6))
@settings(max_examples=300, deadline=None)
def test_a_request_is_whole_at_its_last_byte_however_it_is_cut(request: bytes, cuts: list[int]) -> None:
    collected = arrival()
    for position in sorted(cut for cut in cuts if cut < len(request)):
        collected.data += request[len(collected.data) : position]
        assert not collected.is_whole()
    collected.data += request[len(collected.data) :]
    assert collected.is_whole()
    assert not collected.is_cut


@pytest.mark.parametrize("request_", [GET, POST, CHUNKED])
def test_what_follows_a_request_does_not_matter(request_: bytes) -> None:
    assert arrival(request_ + GET[:5]).is_whole()


def test_a_body_that_is_announced_too_long_is_not_waited_for() -> None:
    collected = arrival(BIG)
    assert collected.is_whole()
    assert collected.is_cut


def test_a_body_that_becomes_too_long_is_not_waited_for() -> None:
    collected = arrival(CHUNKED[: CHUNKED.index(b"5\r\n")] + b"FFFF\r\n" + b"x" * 60)
    assert not collected.is_whole()
    collected.data += b"x" * 60
    assert collected.is_whole()
    assert collected.is_cut


@pytest.mark.parametrize("size", [b"", b"x", b"-1", b"+1", b"1_0", b"123456789", b" 5"])
def test_what_is_no_chunk_is_left_to_the_parser(size: bytes) -> None:
    assert arrival(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + size + b"\r\nhello").is_whole()


def test_a_head_without_end_is_refused() -> None:
    collected = arrival(b"GET / HTTP/1.1\r\n")
    with pytest.raises(HeadTooLong):
        while not collected.is_whole():
            collected.data += b"X-Long: " + b"x" * 1000 + b"\r\n"
    assert len(collected.data) < MAX_HEAD_BYTES + 2000


def test_a_caller_who_waits_for_consent_is_told_once_the_head_is_there() -> None:
    head = b"POST / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n"
    collected = arrival(head[:-2])
    assert not collected.is_whole()
    assert not collected.awaits_consent()
    collected.data += head[-2:]
    assert not collected.is_whole()
    assert collected.awaits_consent()
    collected.data += b"h"
    assert not collected.awaits_consent()
