"""Translates the SQL that both databases share into what psycopg and PostgreSQL expect."""

import functools
import re

# String literals, quoted names and comments stay as they are; so does the second half of a cast, `::text`.
_TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|::|:([a-z_][a-z0-9_]*)|%", re.IGNORECASE)
_DDL_TOKEN = re.compile(r"'(?:[^']|'')*'|--[^\n]*|\b(?!AS\b)\w+\s+TEXT\b|\bCURRENT_TIMESTAMP\b", re.IGNORECASE)


@functools.lru_cache(maxsize=1024)
def with_placeholders(sql: str) -> str:
    """Turn `:name` into `%(name)s`, and double every `%`."""

    def replace(match: re.Match[str]) -> str:
        return f"%({match[1]})s" if match[1] else match[0].replace("%", "%%")

    return _TOKEN.sub(replace, sql)


def script_for_postgresql(script: str) -> str:
    """Make a schema mean the same as on SQLite, whatever the server's locale and the session's time zone.

    Text columns get the collation "C", for order and LOWER(), and so that indexes serve ranges of text.
    CURRENT_TIMESTAMP gives UTC.
    """

    def replace(match: re.Match[str]) -> str:
        text = match[0]
        if text.startswith(("'", "--")):
            return text
        return f"{text} AT TIME ZONE 'UTC'" if text.upper() == "CURRENT_TIMESTAMP" else f'{text} COLLATE "C"'

    return _DDL_TOKEN.sub(replace, script)
