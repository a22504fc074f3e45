"""The application for gunicorn and the flask command."""

from app import create_app
from portal.config import ConfigError

try:
    app = create_app()
except ConfigError as error:
    raise SystemExit(f"Python Portal cannot start: {error}") from None
