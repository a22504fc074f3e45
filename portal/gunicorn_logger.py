"""Gunicorn's own complaints, on standard error in the form of the portal's log."""

import os
from typing import Any

from gunicorn.glogging import Logger

from portal.logs import formatter


class GunicornLogger(Logger):  # type: ignore[misc]
    """Writes what gunicorn says of itself; what a stranger's request puts into it is escaped as everywhere."""

    def setup(self, cfg: Any) -> None:
        """Set up gunicorn's handlers, then the form of their lines."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(os.environ.get("LOG_FORMAT", "").strip().lower()))
