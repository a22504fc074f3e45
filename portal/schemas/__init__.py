"""Shapes of requests and answers; no database access."""
