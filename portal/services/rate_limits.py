"""Rate limits: how many requests in a window of time, exact across everything that shares a store.

Windows are aligned to the clock, so that one operation of the store tells all there is to know.
"""

import functools
import hashlib
import logging
import time
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, cast
from wsgiref.types import WSGIEnvironment

from flask import current_app, request
from limits.storage import storage_from_string
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal import metrics, security_log
from portal.config import Settings
from portal.errors import RateLimited
from portal.services.rate_limit_store import shared_table

log = logging.getLogger(__name__)

_REDIS_TIMEOUT_S = 0.25
# How long a store that failed is left alone.
_DOWN_S = 5.0


@dataclass(frozen=True)
class Policy:
    """So many requests in a window, under a name that clients see."""

    name: str
    quota: int
    window_ms: int

    @functools.cached_property
    def text(self) -> str:
        """The policy as clients see it."""
        return f'"{self.name}";q={self.quota};w={-(-self.window_ms // 1000)}'


class Standing(NamedTuple):
    """What a caller has left of a policy."""

    policy: Policy
    remaining: int
    reset_s: int


class Store(Protocol):
    """What is needed of a storage of the `limits` library."""

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """What a broken store raises."""

    def incr(self, key: str, expiry: int) -> int:
        """Count and return the new total; the key is forgotten some time after `expiry` seconds."""


class RateLimits:
    """The policies of one application and the store behind them."""

    def __init__(self, config: Settings) -> None:
        self.general = Policy("default", config.rate_limit_max_requests, config.rate_limit_window_ms)
        self.sign_in = Policy("auth", config.auth_rate_limit_max_requests, config.rate_limit_window_ms)
        self._table = shared_table()
        self._store = _redis(config.redis_url) if config.redis_url else self._table
        self._down_until = 0.0

    def count(self, policy: Policy, key: str, *, needed: bool) -> Standing | None:
        """Count a request of a caller.

        Args:
            needed: whether to count on this machine alone when Redis is down; else the request goes on uncounted.
        """
        now_ms = int(time.time() * 1000)
        window, elapsed_ms = divmod(now_ms, policy.window_ms)
        total = self._increment(f"{policy.name}:{key}:{window}", -(-policy.window_ms // 1000), needed=needed)
        if total is None:
            return None
        reset_s = -(-(policy.window_ms - elapsed_ms) // 1000)
        return Standing(policy, policy.quota - total, reset_s)

    def _increment(self, key: str, window_s: int, *, needed: bool) -> int | None:
        if time.monotonic() >= self._down_until:
            try:
                return self._store.incr(key, window_s)
            except self._store.base_exceptions as error:
                self._down_until = time.monotonic() + _DOWN_S
                log.error("the store of the rate limits is down: %s", type(error).__name__)
        metrics.count_store_failure()
        return self._table.incr(key, window_s) if needed else None


def rate_limits() -> RateLimits:
    """Return the limits of the current app."""
    return cast(RateLimits, current_app.extensions["rate_limits"])


def count_attempt(account: str) -> None:
    """Count an attempt to sign in to an account, whoever makes it and from where; raises RateLimited.

    `account` is any name of it; what is kept is a hash.
    """
    name = hashlib.blake2b(account.encode(), digest_size=16).hexdigest()
    enforce(rate_limits().sign_in, f"account:{name}", needed=True)


def enforce(policy: Policy, key: str, *, needed: bool) -> None:
    """Count a request, note for the answer what is left, and raise RateLimited when it was one too many."""
    standing = rate_limits().count(policy, key, needed=needed)
    if standing is None:
        return
    noted = noted_standings(request.environ)
    before = noted.get(policy.name)
    if before is None or standing.remaining < before.remaining:
        noted[policy.name] = standing
    if standing.remaining < 0:
        metrics.count_refusal(policy.name)
        security_log.event(
            "rate_limited", scope=policy.name, countedBy=key.partition(":")[0], address=request.remote_addr
        )
        raise RateLimited(standing.reset_s)


def noted_standings(environ: WSGIEnvironment) -> dict[str, Standing]:
    """Return what was noted for the answer to a request, by the name of the policy."""
    noted: dict[str, Standing] = environ.setdefault("portal.rate_limits", {})
    return noted


def _redis(url: str) -> Store:
    options: dict[str, Any] = {
        "socket_timeout": _REDIS_TIMEOUT_S,
        "socket_connect_timeout": _REDIS_TIMEOUT_S,
        "retry": Retry(NoBackoff(), 0),
    }
    return cast(Store, storage_from_string(url, **options))
