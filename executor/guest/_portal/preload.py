"""Import the standard library while the snapshot is made: its files do not exist at run time."""

import importlib
import pkgutil
import sys

# Windows-only, graphical, tests of the interpreter, or modules that print when imported.
LEFT_OUT = {
    "antigravity", "ensurepip", "idlelib", "lib2to3", "pydoc_data", "test", "this", "tkinter", "turtle",
    "turtledemo", "venv", "__phello__", "__hello__", "__main__", "_pyrepl", "_ios_support", "_android_support",
    "_apple_support", "_osx_support", "_aix_support",
}  # fmt: skip


def import_standard_library() -> None:
    """Import every module of the standard library that loads here; what WASI lacks stays an ImportError."""
    for name in sorted(sys.stdlib_module_names - LEFT_OUT):
        if not name.startswith(("_test", "_xx")):
            _import_tree(name)


def _import_tree(name: str) -> None:
    _try_import(name)
    package_path = getattr(sys.modules.get(name), "__path__", None)
    for module in pkgutil.iter_modules(package_path, name + ".") if package_path else ():
        last = module.name.rpartition(".")[2]
        if last not in {"test", "tests", "__main__"} and not last.startswith("_win"):
            _import_tree(module.name)


def _try_import(name: str) -> None:
    try:
        importlib.import_module(name)
    except (ImportError, AttributeError, OSError, NotImplementedError, RuntimeError, ValueError):
        sys.modules.pop(name, None)
