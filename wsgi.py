"""The application for gunicorn and the flask command."""

import logging

from app import create_app
from portal.config_reader import ConfigError
from portal.observability.log_format import notice

try:
    app = create_app()
except ConfigError as error:
    raise SystemExit(notice(f"Python Portal cannot start: {error}", level=logging.ERROR)) from None
