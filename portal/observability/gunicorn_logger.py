"""Gunicorn's own log, on standard error, in the portal's format."""

import os
from typing import Any

from gunicorn.glogging import Logger

from portal.observability.logs import formatter


class GunicornLogger(Logger):  # type: ignore[misc]
    """Formats gunicorn's messages like the portal's, so client input in them is escaped too."""

    def setup(self, cfg: Any) -> None:
        """Set up gunicorn's handlers, then replace their formatter."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(os.environ.get("LOG_FORMAT", "").strip().lower()))
