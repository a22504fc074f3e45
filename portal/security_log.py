"""Security events by name, for whoever watches the log: user ids and addresses, never an email, a name or a token."""

import logging

log = logging.getLogger("portal.security")


def event(name: str, **fields: str | int | None) -> None:
    """Write one event, such as `login_failed`; what is None is left out."""
    known = {key: value for key, value in fields.items() if value is not None}
    log.warning("%s", name, extra={"fields": {"event": name, **known}})
