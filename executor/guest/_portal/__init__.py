"""The sandbox's modules. Error numbers are replaced before any of them, or the library, reads one."""

import sys

from _portal import linux_errors

if sys.platform == "wasi":
    linux_errors.install()
