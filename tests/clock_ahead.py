"""The portal on a machine whose clock is two seconds ahead, for gunicorn."""

from datetime import UTC, datetime, timedelta

import time_machine

time_machine.travel(datetime.now(UTC) + timedelta(seconds=2), tick=True).start()

from wsgi import app  # noqa: E402

__all__ = ["app"]
