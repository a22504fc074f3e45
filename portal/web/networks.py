"""Client addresses: one normal form, and the network that stands for one household."""

import functools
import ipaddress
import re

_ADDRESS = re.compile(
    r"(?P<v4>[0-9.]{7,15})(:[0-9]{1,5})?"
    r"|\[(?P<bracketed>[0-9A-Fa-f:.]{2,45})(%[\w.~-]{1,64})?\](:[0-9]{1,5})?"
    r"|(?P<v6>[0-9A-Fa-f:.]{2,45})(%[\w.~-]{1,64})?",
    re.ASCII,
)


@functools.lru_cache(maxsize=4096)
def normalized(address: str) -> str:
    """Return an address in its one normal form, or `unknown`."""
    return str(parse_address(address) or "unknown")


@functools.lru_cache(maxsize=4096)
def network_of(address: str | None) -> str:
    """Return whom an address belongs to: an IPv4 address itself, of an IPv6 address its /64."""
    parsed = parse_address(address or "")
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed) if parsed else "unknown"


def parse_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Parse an address as proxies write it in `X-Forwarded-For`; None when it is not one.

    Accepts surrounding spaces, a port, and for IPv6 brackets and a zone, which is dropped: it names an interface of the
    proxy. An IPv4-mapped IPv6 address becomes the IPv4 address. Anything before or after is refused, never ignored.
    """
    match = _ADDRESS.fullmatch(text.strip(" \t"))
    if match is None:
        return None
    try:
        if match["v4"]:
            return ipaddress.IPv4Address(match["v4"])
        parsed = ipaddress.IPv6Address(match["bracketed"] or match["v6"])
    except ValueError:
        return None
    return parsed.ipv4_mapped or parsed
