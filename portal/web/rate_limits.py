"""Rate limits. Flask-Limiter counts and refuses; this module says who is counted, for what, and how often.

| policy  | counted by          | quota in a window                 | what counts                 |
|---------|---------------------|-----------------------------------|-----------------------------|
| default | learner, or network | RATE_LIMIT_MAX_REQUESTS           | every request               |
| auth    | account and network | AUTH_RATE_LIMIT_MAX_REQUESTS      | failed logins               |
| auth    | account             | AUTH_RATE_LIMIT_MAX_REQUESTS * 10 | failed logins               |
| auth    | network             | AUTH_RATE_LIMIT_MAX_REQUESTS * 5  | failed logins               |
| auth    | network             | AUTH_RATE_LIMIT_MAX_REQUESTS * 3  | registrations               |
| auth    | account             | AUTH_RATE_LIMIT_MAX_REQUESTS / 4  | forgotten passwords         |
| auth    | network             | AUTH_RATE_LIMIT_MAX_REQUESTS * 3  | forgotten passwords         |
| auth    | session             | AUTH_RATE_LIMIT_MAX_REQUESTS      | refreshes                   |
| auth    | session             | AUTH_RATE_LIMIT_MAX_REQUESTS      | failed checks of a password |

A window begins with the first request that it counts. What others do never blocks a learner who is signed in.
"""

import functools
import hashlib
import math
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_limiter import ApplicationLimit, Limiter, RequestLimit

from portal.config import Settings
from portal.errors import PortalError, RateLimited
from portal.observability import metrics, security_log
from portal.services import account_names
from portal.web import authentication, rate_limit_storage
from portal.web.envelope import failure
from portal.web.networks import network_of
from portal.web.request_context import current_request
from portal.web.request_parsing import read_json

# Blueprints whose requests are not counted: for operators, and static files.
_UNCOUNTED = frozenset(("health", "docs", "playground"))
_REDIS_TIMEOUT_S = 0.25

Key = Callable[[], str]


def init_app(app: Flask, settings: Settings) -> None:
    """Limit the requests of an app; its blueprints must be registered and authentication must come first."""
    app.after_request(_add_headers)
    window = f"{-(-settings.rate_limit_window_ms // 1000)} seconds"
    general = ApplicationLimit(f"{settings.rate_limit_max_requests} per {window}", key_function=_caller)
    limiter = Limiter(
        key_func=_caller,
        application_limits=[general],
        request_identifier=lambda: request.endpoint or "unmatched",
        on_breach=_refuse,
        storage_uri=settings.redis_url or f"{rate_limit_storage.SharedMemoryStorage.STORAGE_SCHEME[0]}://",
        storage_options=_redis_options() if settings.redis_url else {},
        # Redis may fail at any step of a request that it has answered so far; shared memory never does.
        in_memory_fallback_enabled=bool(settings.redis_url),
        swallow_errors=bool(settings.redis_url),
    )
    limiter.request_filter(_is_exempt)
    limiter.init_app(app)
    app.extensions["rate_limiter"] = limiter

    def limit(endpoint: str, quota: int, key: Key, *, failures_only: bool) -> None:
        """Add a limit to an endpoint."""
        deduct_when = _never if failures_only else None
        decorate = limiter.limit(f"{quota} per {window}", key_func=key, deduct_when=deduct_when)
        view = _keep_general_limit(limiter, decorate(app.view_functions[endpoint]))
        app.view_functions[endpoint] = view

    attempts = settings.auth_rate_limit_max_requests
    limit("auth.login", attempts, _account_and_network, failures_only=True)
    limit("auth.login", 10 * attempts, _account, failures_only=True)
    limit("auth.login", 5 * attempts, _network, failures_only=True)
    limit("auth.register", 3 * attempts, _network, failures_only=False)
    limit("auth.request_password_reset", max(1, attempts // 4), _account, failures_only=False)
    limit("auth.request_password_reset", 3 * attempts, _network, failures_only=False)
    limit("auth.refresh_tokens", attempts, _session, failures_only=False)
    for endpoint in ("auth.change_password", "auth.delete_account"):
        limit(endpoint, attempts, _session, failures_only=True)


def count_check(is_right: bool) -> None:
    """Count a check of a password that failed, before its sender learns of it.

    Of requests sent at once, all may have begun before the first of them failed. Raises RateLimited when others have
    used up the attempts meanwhile, also when this password is right.
    """
    limiter: Limiter = current_app.extensions["rate_limiter"]
    is_allowed = limiter.limiter.test if is_right else limiter.limiter.hit
    for limit in limiter.current_limits:
        try:
            is_over = not limit.shared and not is_allowed(limit.limit, *limit.request_args)
        except limiter.storage.base_exceptions:  # Redis has just failed; the next request is counted without it
            return
        if is_over:
            raise _refusal(limit)


def is_counted(endpoint: str) -> bool:
    """Whether requests of an endpoint are counted."""
    return endpoint.partition(".")[0] not in _UNCOUNTED


def _is_exempt() -> bool:
    request = current_request()
    return request.method == "OPTIONS" or not is_counted(request.endpoint or "")


def _caller() -> str:
    user_id = authentication.current_user_id()
    return f"user:{user_id}" if user_id else _network()


def _network() -> str:
    return f"network:{network_of(request.remote_addr)}"


def _session() -> str:
    session_id = authentication.current_session_id()
    return f"session:{session_id}" if session_id else _network()


def _account() -> str:
    return f"account:{_account_hash()}"


def _account_and_network() -> str:
    return f"account:{_account_hash()} {_network()}"


def _account_hash() -> str:
    """Hash the name that a login gives, in the form in which the account is found; an unreadable body counts, too.

    It must not raise: Flask-Limiter would take that for a failure of Redis, and count in this process alone.
    """
    try:
        body = read_json()
    except PortalError:
        return "unreadable"
    email = body.get("email")
    name = account_names.normalise_email(email) if isinstance(email, str) else None
    if name is None:
        given = email or body.get("username")
        name = account_names.key(given.strip()[: account_names.MAX_LENGTH]) if isinstance(given, str) else ""
    return hashlib.blake2b(name.encode(errors="replace"), digest_size=16).hexdigest()


def _never(_response: Response) -> bool:
    """Let Flask-Limiter only look whether a limit is reached; `count_check` counts."""
    return False


def _keep_general_limit(limiter: Limiter, view: Callable[..., Any]) -> Callable[..., Any]:
    """Keep what was counted so far for the headers: Flask-Limiter forgets it when it evaluates a view's own limits."""

    @functools.wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        g.general_limits = limiter.current_limits
        return view(*args, **kwargs)

    return wrapper


def _refuse(breached: RequestLimit) -> Response:
    return failure(_refusal(breached))


def _refusal(breached: RequestLimit) -> RateLimited:
    scope = _policy_name(breached)
    counted_by = breached.request_args[0].partition(":")[0]
    metrics.count_rate_limit_refusal(scope)
    security_log.event("rate_limited", scope=scope, countedBy=counted_by, address=request.remote_addr)
    return RateLimited(_reset_s(breached) if _is_known(breached) else breached.limit.get_expiry())


def _add_headers(response: Response) -> Response:
    """Report the limits as `RateLimit` and `RateLimit-Policy`; of several with one name, the closest to its end."""
    limiter: Limiter = current_app.extensions["rate_limiter"]
    tightest: dict[str, RequestLimit] = {}
    for limit in (*g.get("general_limits", ()), *limiter.current_limits):
        name = _policy_name(limit)
        if _is_known(limit) and (name not in tightest or limit.remaining < tightest[name].remaining):
            tightest[name] = limit
    if tightest:
        policies = (f'"{name}";q={limit.limit.amount};w={limit.limit.get_expiry()}' for name, limit in tightest.items())
        left = (f'"{name}";r={limit.remaining};t={_reset_s(limit)}' for name, limit in tightest.items())
        response.headers.add("RateLimit-Policy", ", ".join(policies))
        response.headers.add("RateLimit", ", ".join(left))
    return response


def _is_known(limit: RequestLimit) -> bool:
    """Whether the storage still answers what was counted; the limit caches the answer."""
    try:
        return bool(limit.window)
    except current_app.extensions["rate_limiter"].storage.base_exceptions:
        return False


def _policy_name(limit: RequestLimit) -> str:
    return "default" if limit.shared else "auth"


def _reset_s(limit: RequestLimit) -> int:
    return max(1, math.ceil(limit.window.reset_time - time.time()))


def _redis_options() -> dict[str, Any]:
    # A quarter of the time that a worker or a command takes to start, where there is no Redis.
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {
        "socket_timeout": _REDIS_TIMEOUT_S,
        "socket_connect_timeout": _REDIS_TIMEOUT_S,
        "retry": Retry(NoBackoff(), 0),
    }
