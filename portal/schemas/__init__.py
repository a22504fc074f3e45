"""Schemas of requests and responses; no database access."""
