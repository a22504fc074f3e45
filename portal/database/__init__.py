"""Connections, transactions, the dialect of each database, and migrations. No other package knows a driver."""

from portal.database.interface import Connections, Database, DriverError, IntegrityError, Row
from portal.database.opening import open_connections, open_database

__all__ = ["Connections", "Database", "DriverError", "IntegrityError", "Row", "open_connections", "open_database"]
