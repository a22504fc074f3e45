"""The sandbox's fixtures, for submissions that are graded without the portal."""

from tests.executor.conftest import client, execute, service

__all__ = ["client", "execute", "service"]
