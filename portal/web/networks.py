"""Client addresses: one normal form, and the network that stands for one household."""

import functools
import ipaddress


@functools.lru_cache(maxsize=4096)
def network_of(address: str | None) -> str:
    """Return whom an address belongs to: an IPv4 address itself, of an IPv6 address its /64."""
    parsed = parse_address(address or "")
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed) if parsed else "unknown"


def parse_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Parse an address as proxies write it in `X-Forwarded-For`; None when it is not one.

    Accepts surrounding whitespace, brackets, a port and a zone; an IPv4-mapped IPv6 address becomes the IPv4 address.
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
