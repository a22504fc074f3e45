"""The test files of an exercise, joined into the one that is graded."""

import ast

from portal.authoring.models import BrokenExercise

_Names = dict[str, None]


def is_test_file(code: str) -> bool:
    """Whether a file defines a test, and is not only a helper of others."""
    return any(_is_test(node) for node in ast.walk(ast.parse(code)))


def parse(name: str, code: str) -> ast.Module:
    """Parse a test file; raises BrokenExercise."""
    try:
        return ast.parse(code)
    except SyntaxError as error:
        raise BrokenExercise(f"{name} does not parse: {error.msg} in line {error.lineno}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise BrokenExercise(f"{name} does not parse: {error}") from error


def join(files: dict[str, str]) -> str:
    """Return one file with the tests of all; raises BrokenExercise when two of them define the same name."""
    owners: dict[str, str] = {}
    for file, code in files.items():
        for name in _defined(parse(file, code)):
            if name in owners:
                raise BrokenExercise(f"{owners[name]} and {file} both define {name}; rename one of them")
            owners[name] = file
    first, *others = files
    for file in others:
        if any(
            isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in parse(file, files[file]).body
        ):
            raise BrokenExercise(f"{file} imports from __future__, which only the first test file may do")
    return "\n\n".join([files[first], *(f"# {file}\n{files[file]}" for file in others)])


def imported_modules(code: str) -> set[str]:
    """Return the first parts of the module names that a file imports; an unreadable file imports nothing."""
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError, RecursionError):
        return set()
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in names}


def _is_test(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test")


def _defined(tree: ast.Module) -> _Names:
    """The names that a file defines itself; importing the same name twice does no harm."""
    names: _Names = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names[node.name] = None
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {inner.id: None for target in targets for inner in ast.walk(target) if isinstance(inner, ast.Name)}
    return names
