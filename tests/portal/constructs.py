"""Which topics a program needs: the parts of Python that it uses, as the curriculum names them."""

import ast
from collections.abc import Callable, Iterator

Test = Callable[[ast.AST], bool]

_MODULES = {
    "csv": "csv",
    "dataclasses": "dataclasses",
    "datetime": "datetime",
    "json": "json",
    "math": "math",
    "random": "random",
    "re": "regular expressions",
}


def _calls(*names: str) -> Test:
    return lambda node: isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def _is(*kinds: type[ast.AST]) -> Test:
    return lambda node: isinstance(node, kinds)


_CONSTRUCTS: dict[str, Test] = {
    "print": _calls("print"),
    "input": _calls("input"),
    "conversion": _calls("int", "float"),
    "arithmetic": lambda node: (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult | ast.Div | ast.FloorDiv | ast.Mod | ast.Sub | ast.Pow)
    ),
    "variables": _is(ast.Assign),
    "slices": _is(ast.Slice),
    "comparisons": _is(ast.Compare),
    "if": _is(ast.If, ast.IfExp),
    "elif": lambda node: isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If),
    "and-or": _is(ast.BoolOp),
    "for": _is(ast.For),
    "range": _calls("range"),
    "while": _is(ast.While),
    "break": _is(ast.Break),
    "lists": _is(ast.List),
    "functions": _is(ast.FunctionDef),
    "parameters": lambda node: isinstance(node, ast.FunctionDef) and bool(node.args.args),
    "return": lambda node: isinstance(node, ast.Return) and node.value is not None,
    "defaults": lambda node: isinstance(node, ast.FunctionDef) and bool(node.args.defaults),
    "f-strings": _is(ast.JoinedStr),
    "dictionaries": _is(ast.Dict, ast.DictComp),
    "sets": lambda node: isinstance(node, ast.Set) or _calls("set")(node),
    "tuples": lambda node: isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple),
    "unpacking": lambda node: isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple),
    "comprehensions": _is(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    "enumerate": _calls("enumerate"),
    "zip": _calls("zip"),
    "lambda": _is(ast.Lambda),
    "sorting": _calls("sorted"),
    "exceptions": _is(ast.Try),
    "raise": _is(ast.Raise),
    "files": _calls("open"),
    "with": _is(ast.With),
    "assert": _is(ast.Assert),
    "classes": _is(ast.ClassDef),
    "inheritance": lambda node: isinstance(node, ast.ClassDef) and bool(node.bases),
    "generators": _is(ast.Yield, ast.YieldFrom),
    "decorators": lambda node: isinstance(node, ast.FunctionDef | ast.ClassDef) and bool(node.decorator_list),
}


def topics_needed(code: str) -> set[str]:
    """Return the topics that somebody has to know to write this program."""
    nodes = list(ast.walk(ast.parse(code)))
    found = {topic for topic, uses in _CONSTRUCTS.items() if any(uses(node) for node in nodes)}
    return found | {_MODULES[name] for name in _imported(nodes) if name in _MODULES} | set(_closures(nodes))


def _imported(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _closures(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and any(isinstance(inner, ast.FunctionDef) for inner in node.body):
            yield "closures"
