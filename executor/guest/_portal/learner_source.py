"""What can be read from the source of the learner's program, without running it."""

import ast
import builtins
import difflib

from _portal.syntax_tree import Function, nodes_in, own_nodes

_METHODS = frozenset(name for type_ in (str, list, dict, set) for name in dir(type_))
_CHANGING = frozenset("append extend insert sort reverse remove clear add update discard".split())


class LearnerSource:
    """The parsed program; one that cannot be parsed counts as empty."""

    def __init__(self, code: str) -> None:
        try:
            self._tree = ast.parse(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            self._tree = ast.Module([], [])

    def names(self) -> list[str]:
        """Return the names that the module defines at its top level."""
        names: list[str] = []
        for node in self._tree.body:
            if isinstance(node, Function | ast.ClassDef):
                names.append(node.name)
            elif isinstance(node, ast.Assign):
                names += [target.id for target in node.targets if isinstance(target, ast.Name)]
        return names

    def similar_name(self, wanted: str) -> str | None:
        """Return a name that the program defines and that looks like the wanted one."""
        by_lower = {name.lower(): name for name in self.names()}
        close = difflib.get_close_matches(wanted.lower(), by_lower, n=1, cutoff=0.7)
        return by_lower[close[0]] if close else None

    def function_with(self, wanted: str) -> str | None:
        """Return where a wanted function is defined when that is not the top level: inside a class or a function."""
        for node in self._tree.body:
            if isinstance(node, Function | ast.ClassDef):
                for inner in nodes_in(node):
                    if inner is not node and isinstance(inner, Function | ast.ClassDef) and inner.name == wanted:
                        return node.name
        return None

    def function(self, dotted: str) -> Function | None:
        """Return the definition of a function, or of a method given as `Class.method`."""
        body = self._tree.body
        *classes, name = dotted.split(".")
        for class_name in classes:
            found = [node for node in body if isinstance(node, ast.ClassDef) and node.name == class_name]
            body = found[-1].body if found else []
        functions = [node for node in body if isinstance(node, Function) and node.name == name]
        return functions[-1] if functions else None

    def line_of_definition(self, name: str) -> int | None:
        """Return the first line of the program's top level that defines a function or class or sets a variable."""
        for node in self._tree.body:
            if isinstance(node, Function | ast.ClassDef) and node.name == name:
                return node.lineno
            if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
                return node.lineno
        return None

    def function_setting(self, name: str) -> str | None:
        """Return the one function of the top level that sets a variable of this name; None if others have one too."""
        having = [node for node in self._tree.body if isinstance(node, Function) and name in _local_names(node)]
        return having[0].name if len(having) == 1 and name in _assigned_names(having[0]) else None

    def class_named(self, name: str) -> ast.ClassDef | None:
        """Return the definition of a class at the top level."""
        found = [node for node in self._tree.body if isinstance(node, ast.ClassDef) and node.name == name]
        return found[-1] if found else None

    def classes(self) -> list[ast.ClassDef]:
        """Return the classes at the top level."""
        return [node for node in self._tree.body if isinstance(node, ast.ClassDef)]

    def calls_nothing(self) -> bool:
        """Whether the program only imports and defines, so that running it does nothing visible."""
        defines = False
        for node in self._tree.body:
            if isinstance(node, Function | ast.ClassDef):
                defines = True
            elif not (_is_constant_assignment(node) or isinstance(node, ast.Import | ast.ImportFrom | ast.Pass)):
                return False
        return defines


def is_empty(function: Function) -> bool:
    """Whether a function does nothing yet: its body is `pass`, `...` or a docstring."""
    return all(
        isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in function.body
    )


def returns(function: Function) -> list[ast.Return]:
    """Return the return statements that belong to the function itself."""
    return [node for node in own_nodes(function) if isinstance(node, ast.Return)]


def may_return_none(function: Function) -> bool:
    """Whether a return may give None: it has no value, None, or a call of get(), print() or an own function."""
    for value in (statement.value for statement in returns(function)):
        if value is None or (isinstance(value, ast.Constant) and value.value is None):
            return True
        called = value.func if isinstance(value, ast.Call) else None
        if isinstance(called, ast.Name) and (called.id == "print" or called.id not in vars(builtins)):
            return True
        if isinstance(called, ast.Attribute) and (called.attr == "get" or called.attr not in _METHODS):
            return True
    return False


def always_returns(function: Function) -> bool:
    """Whether every way through a function ends with a return or an error."""
    return _leaves(function.body)


def _leaves(body: list[ast.stmt]) -> bool:
    last = body[-1] if body else None
    if isinstance(last, ast.If):
        return _leaves(last.body) and _leaves(last.orelse)
    return isinstance(last, ast.Return | ast.Raise)


def prints(function: Function) -> bool:
    """Whether the function calls print()."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        for node in own_nodes(function)
    )


def changing_method_returned(function: Function) -> str | None:
    """Return the name of a method such as append() whose result, None, the function returns."""
    assigned = {
        target.id: node.value
        for node in own_nodes(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for statement in returns(function):
        value = statement.value
        value = assigned.get(value.id, value) if isinstance(value, ast.Name) else value
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _CHANGING:
            return value.func.attr
    return None


def _assigned_names(function: Function) -> set[str]:
    """Return the names that a function sets by `name = ...`."""
    assigned = [node for node in own_nodes(function) if isinstance(node, ast.Assign)]
    return {target.id for node in assigned for target in node.targets if isinstance(target, ast.Name)}


def _local_names(function: Function) -> set[str]:
    names = {node.id for node in own_nodes(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return names | {node.arg for node in nodes_in(function.args) if isinstance(node, ast.arg)}


def _is_constant_assignment(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)  # a docstring
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else node
    return not isinstance(value, ast.stmt) and not any(isinstance(inner, ast.Call) for inner in nodes_in(value or node))
