"""How many learners are active: counted in the database on request, so the number covers all processes."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from portal import clock
from portal.dao import sessions as sessions_dao
from portal.database import Database, DriverError
from portal.errors import PortalError
from portal.observability import metrics

log = logging.getLogger(__name__)

# A session records its use every five minutes, so a shorter window would miss learners who are active all the time.
_WINDOWS = {"10m": timedelta(minutes=10), "1d": timedelta(days=1)}
# A process counts at most this often, however often metrics are scraped.
_MIN_INTERVAL_S = 10.0


class _LastCount:
    lock = threading.Lock()
    at = -_MIN_INTERVAL_S


def measure(get_db: Callable[[], Database]) -> None:
    """Update the metric unless it was updated moments ago; without a database it keeps its value."""
    with _LastCount.lock:
        if time.monotonic() - _LastCount.at < _MIN_INTERVAL_S:
            return
        _LastCount.at = time.monotonic()
    try:
        db = get_db()
        for window, length in _WINDOWS.items():
            learners = sessions_dao.count_users(db, since=clock.to_text(clock.now() - length))
            metrics.set_active_learners(window, learners)
    except (DriverError, OSError, PortalError) as error:
        log.warning("active learners could not be counted: %s", error)
