"""bench/RESULTS.md: one section for each benchmark, which replaces its own when it runs."""

import os
import platform
import re
import time
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")


def write_section(title: str, notes: str, rows: list[str]) -> None:
    """Put the rows of tables, below the day, the machine and what is to be known, under a heading."""
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    day = time.strftime("%Y-%m-%d", time.gmtime())
    section = f"## {title}\n\n{day}, {machine}. {notes}\n\n" + "\n".join(rows) + "\n"
    head, *others = re.split(r"^(?=## )", RESULTS.read_text(), flags=re.MULTILINE)
    kept = [other.strip() + "\n" for other in others if not other.startswith(f"## {title}\n")]
    RESULTS.write_text("\n".join([head.strip() + "\n", *kept, section]))
