"""Gunicorn's own log, on standard error, in the portal's format."""

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

from portal.observability.log_format import formatter_of_environment

# The query string in a request line that gunicorn refuses.
_QUERY = re.compile(r"\?[^\s']*")
# What the master reports beside gunicorn: warnings of Python, and an embedded executor that exited.
_OF_THE_MASTER = ("py.warnings", "executor")


class GunicornLogger(Logger):  # type: ignore[misc]
    """Formats gunicorn's messages like the portal's, so client input in them is escaped too."""

    def setup(self, cfg: Any) -> None:
        """Set up gunicorn's handlers, then replace their formatter; they serve the master's other messages as well."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter_of_environment())
        logging.captureWarnings(True)
        for name in _OF_THE_MASTER:
            log = logging.getLogger(name)
            log.handlers, log.propagate = list(self.error_log.handlers), False

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Log a warning, without the query string of a request that cannot be read."""
        super().warning(_QUERY.sub("?...", msg), *args, **kwargs)
