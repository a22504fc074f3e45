"""Connections, transactions, the SQL dialect and migrations. No other package knows the driver."""

from portal.database.connection import Database, DriverError, IntegrityError, Row
from portal.database.connections import Connections

__all__ = ["Connections", "Database", "DriverError", "IntegrityError", "Row"]
