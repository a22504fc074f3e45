"""Reading JSON whose shape is not known."""


def strings(value: object) -> tuple[str, ...]:
    """Return the strings of a JSON list; nothing for anything else."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
