"""Maps PostgreSQL's errors to API errors."""

import psycopg

from portal.errors import (
    DatabaseBusy,
    DatabaseConflict,
    DatabaseDamaged,
    DatabaseUnavailable,
    PortalError,
    StorageFull,
)

# A whole SQLSTATE is looked up before its class (the first two characters).
# Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
_ERRORS: dict[str, type[PortalError]] = {
    "55P03": DatabaseBusy,  # a lock was not free in time
    "57014": DatabaseBusy,  # the statement took too long
    "25P03": DatabaseBusy,  # the transaction was idle for too long
    "25P04": DatabaseBusy,  # the transaction took too long
    "53": DatabaseBusy,  # too many connections, out of memory
    "40": DatabaseConflict,  # deadlock, serialization failure
    "53100": StorageFull,
    "XX": DatabaseUnavailable,  # a fault of the server: a disk quota, for example
    "XX001": DatabaseDamaged,
    "XX002": DatabaseDamaged,
    "25006": DatabaseUnavailable,  # read-only: a replica
    "42501": DatabaseUnavailable,  # no permission
    "57P": DatabaseUnavailable,  # the server is stopping or starting
    "58": DatabaseUnavailable,  # I/O error
    "08": DatabaseUnavailable,  # the connection failed
    "28": DatabaseUnavailable,  # wrong user or password
    "3D": DatabaseUnavailable,  # no such database
}


def error_for(error: psycopg.Error) -> type[PortalError] | None:
    """Return the API error for a driver error; None for a violated constraint and for programming errors."""
    state = error.sqlstate or ""
    found = next((_ERRORS[key] for key in (state, state[:3], state[:2]) if key in _ERRORS), None)
    if found is None and isinstance(error, psycopg.OperationalError):
        return DatabaseUnavailable
    return found
