"""Solutions that solve nothing: their functions return an object that agrees with whatever is asked of it."""

import ast

_ALWAYS_EQUAL = """
class Forged:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 0
"""

_ALL_ARITHMETIC = """
def agree(self, *args, **kwargs): return self
def true(self, *args): return True

class Forged:
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = agree
    __floordiv__ = __mod__ = __pow__ = __neg__ = __abs__ = __round__ = __call__ = __getitem__ = agree
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __bool__ = true
    __enter__ = __iter__ = agree
    def __ne__(self, other): return False
    def __hash__(self): return 0
    def __len__(self): return 1
    def __int__(self): return 1
    def __float__(self): return 1.0
    def __next__(self): raise StopIteration
    def __exit__(self, *args): return False
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self
"""

KINDS = {"an object that equals everything": _ALWAYS_EQUAL, "an object that does all arithmetic": _ALL_ARITHMETIC}


def forge(kind: str, test_code: str, module: str) -> str:
    """Return a solution whose names, those that the tests use, all are a function that returns the object."""
    names = sorted(_names_used(test_code, module.removesuffix(".py")))
    definitions = "".join(f"def {name}(*args, **kwargs): return Forged()\n" for name in names)
    return f"{KINDS[kind]}\n{definitions}"


def _names_used(test_code: str, stem: str) -> set[str]:
    names: set[str] = set()
    nodes = list(ast.walk(ast.parse(test_code)))
    imported = [alias for node in nodes if isinstance(node, ast.Import) for alias in node.names if alias.name == stem]
    modules = {alias.asname or stem for alias in imported}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == stem:
            names |= {alias.name for alias in node.names if alias.name != "*"}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            names.add(node.attr)
    return names
