"""Security events by name. They hold user ids and addresses, never an email address, a username or a token."""

import logging

log = logging.getLogger("portal.security")


def event(name: str, **fields: str | int | None) -> None:
    """Log one event, such as `login_failed`; fields that are None are left out."""
    known = {key: value for key, value in fields.items() if value is not None}
    log.warning("%s", name, extra={"fields": {"event": name, **known}})
