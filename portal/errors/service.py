"""The service itself: its threads, its database, its disk."""

from portal.errors.base import PortalError, RetrySoon


class ServiceBusy(RetrySoon):
    """The service is busy; try again in a moment."""

    status = 503
    code = "SERVICE_BUSY"
    action = "Repeat the request after the number of seconds in `Retry-After`."


class DatabaseBusy(RetrySoon):
    """The database is busy; try again in a moment."""

    status = 503
    code = "DB_BUSY"
    action = "Repeat the request after the number of seconds in `Retry-After`."


class DatabaseConflict(DatabaseBusy):
    """The database is busy; try again in a moment."""


class DatabaseUnavailable(PortalError):
    """The database cannot be used at the moment; nothing was recorded."""

    status = 503
    code = "DB_UNAVAILABLE"
    action = "Keep the learner's work and try again in a minute."


class DatabaseConnectionLost(DatabaseUnavailable):
    """The database cannot be used at the moment; nothing was recorded."""


class DatabaseGone(DatabaseUnavailable):
    """The database cannot be used at the moment; nothing was recorded."""


class DatabaseDamaged(DatabaseUnavailable):
    """The database is damaged; an operator has to repair it."""

    code = "DB_DAMAGED"
    action = "Tell the operator and quote the `X-Request-ID`; trying again does not help."


class StorageFull(PortalError):
    """The disk is full; nothing was recorded."""

    status = 507
    code = "STORAGE_FULL"
    action = "Keep the learner's work; tell the operator and quote the `X-Request-ID`."


# Any use of the database can raise these.
DATABASE_ERRORS = (DatabaseBusy, DatabaseUnavailable, DatabaseDamaged, StorageFull)


class NotReady(PortalError):
    """The service is not ready."""

    status = 503
    code = "NOT_READY"
    action = "Send no traffic here until it answers 200; `details` says what is missing."
