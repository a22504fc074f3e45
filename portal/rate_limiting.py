"""Rate limits at the door: who is counted for each request, and what the answer says of it."""

import functools
import ipaddress
from wsgiref.types import WSGIEnvironment

from flask import Flask, request

from portal.config import settings
from portal.identity import caller_if_any
from portal.services.rate_limits import RateLimits, enforce, noted_standings, rate_limits

# Blueprints whose requests are not counted: for operators, and files for people's browsers.
_FREE = frozenset(("health", "docs", "playground"))
# What an attacker repeats: counted by address a second time, and more strictly.
_SIGN_IN = frozenset(("auth.login", "auth.register", "auth.refresh_tokens"))
_SAFE = frozenset(("GET", "HEAD"))


def init_app(app: Flask) -> None:
    """Count every request before anything is done for it."""
    with app.app_context():
        app.extensions["rate_limits"] = RateLimits(settings())
    app.before_request(_count)


def is_counted(endpoint: str) -> bool:
    """Whether requests of an endpoint are counted."""
    return endpoint.partition(".")[0] not in _FREE


def address_key(address: str) -> str:
    """Name whom an address belongs to: itself, or its /64 where there are so many that a household has one."""
    return f"address:{_network(address)}"


def told(environ: WSGIEnvironment) -> list[tuple[str, str]]:
    """Return the headers that tell a caller where they stand; none when nothing was counted."""
    standings = noted_standings(environ).values()
    if not standings:
        return []
    left = ", ".join(f'"{its.policy.name}";r={max(0, its.remaining)};t={its.reset_s}' for its in standings)
    return [("RateLimit-Policy", ", ".join(its.policy.text for its in standings)), ("RateLimit", left)]


def _count() -> None:
    environ, endpoint = request.environ, request.endpoint or ""
    method = environ["REQUEST_METHOD"]
    if method == "OPTIONS" or not is_counted(endpoint):
        return
    limits, address = rate_limits(), address_key(environ.get("REMOTE_ADDR") or "")
    caller = caller_if_any()
    needed = method not in _SAFE
    enforce(limits.general, f"user:{caller[0].id}" if caller else address, needed=needed)
    if endpoint in _SIGN_IN:
        enforce(limits.sign_in, address, needed=True)


@functools.lru_cache(maxsize=4096)
def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return address
