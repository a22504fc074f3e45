"""Whether the service and what it depends on can do their work."""

import logging
import time
from collections.abc import Callable
from typing import Any

from portal.db import SCHEMA_VERSION, DriverError, get_db, schema_version
from portal.errors import NotReady, PortalError
from portal.services import executor_client

log = logging.getLogger(__name__)


def check_database() -> float:
    """Return how long the database takes to tell its schema version, in milliseconds.

    Raises:
        NotReady: it cannot be reached, or is not at the current version.
    """
    start = time.perf_counter()
    try:
        version = schema_version(get_db())
    except (DriverError, OSError) as error:
        raise NotReady("The database cannot be reached.") from error
    if version != SCHEMA_VERSION:
        raise NotReady(f"The database has schema version {version}, not {SCHEMA_VERSION}; run flask init-db.")
    return round((time.perf_counter() - start) * 1000, 3)


def check_dependencies() -> dict[str, dict[str, Any]]:
    """Look at every dependency.

    Raises:
        NotReady: one that is needed is down; `details` holds them all.
    """
    found = {"database": _look(check_database), "executor": _look(executor_client.probe)}
    if any(entry["status"] != "up" for entry in found.values()):
        raise NotReady("A dependency is down.", details={"dependencies": found})
    return found


def _look(check: Callable[[], float]) -> dict[str, Any]:
    try:
        return {"status": "up", "latencyMs": check()}
    except PortalError as error:
        log.warning("dependency down: %s", error.__cause__ or error)
        return {"status": "down", "latencyMs": None}
