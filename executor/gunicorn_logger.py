"""Gunicorn's own log, on standard error, in the executor's format."""

import os
from typing import Any

from gunicorn.glogging import Logger

from executor import logs


class GunicornLogger(Logger):  # type: ignore[misc]
    """Formats gunicorn's messages like the executor's."""

    def setup(self, cfg: Any) -> None:
        """Set up gunicorn's handlers, then replace their formatter."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.formatter(os.environ))
