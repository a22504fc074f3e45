"""How many learners are active: counted in the database when somebody asks, so that it is true of all processes."""

import logging
import threading
import time
from datetime import timedelta

from portal import clock, metrics
from portal.dao import sessions as sessions_dao
from portal.db import DriverError, get_db
from portal.errors import PortalError

log = logging.getLogger(__name__)

# A session notes every five minutes that it is in use, so that a shorter window would miss who is there all the time.
_WINDOWS = {"10m": timedelta(minutes=10), "1d": timedelta(days=1)}
# However often metrics are asked for, a process counts at most this often.
_LEAST_S = 10.0


class _Last:
    """When this process last counted."""

    lock = threading.Lock()
    at = -_LEAST_S


def measure() -> None:
    """Bring the metric up to date, unless that was done moments ago; without a database it stays as it is."""
    with _Last.lock:
        if time.monotonic() - _Last.at < _LEAST_S:
            return
        _Last.at = time.monotonic()
    try:
        db = get_db()
        for window, length in _WINDOWS.items():
            learners = sessions_dao.count_users(db, since=clock.to_text(clock.now() - length))
            metrics.set_active_learners(window, learners)
    except (DriverError, OSError, PortalError) as error:
        log.warning("active learners were not counted: %s", error)
