"""Splits a file of SQL into statements."""

import sqlite3
from collections.abc import Iterator


def split_statements(text: str) -> Iterator[str]:
    """Yield the statements of a script; a semicolon within a string ends none."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    yield statement
