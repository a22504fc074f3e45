"""Files of a run on the host's disk."""

import os
from pathlib import Path

from executor.models import Limits


def measure(folder: Path, limits: Limits) -> tuple[int, int]:
    """Count the bytes and entries below a folder, up to the first that is too many; sparse files count in full.

    A folder that cannot be read counts as too large.
    """
    size = count = 0
    folders = [str(folder)]
    try:
        while folders and count <= limits.file_count and size <= limits.file_bytes:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    count += 1
                    size += entry.stat(follow_symlinks=False).st_size if entry.is_file(follow_symlinks=False) else 0
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    if count > limits.file_count or size > limits.file_bytes:
                        break
    except FileNotFoundError:
        pass  # changed while it was read; the next measurement will see it
    except OSError:
        return limits.file_bytes + 1, count
    return size, count
