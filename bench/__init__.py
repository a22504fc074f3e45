"""Benchmarks: figures measured side by side, never assertions."""
