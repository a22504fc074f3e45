"""Mistakes that can be seen in the learner's source, once a test has failed because of them."""

import ast

from _portal.explanations import misnamed_constructor
from _portal.learner_source import Function, own_nodes
from _portal.messages import Message

_REMOVING = frozenset(("remove", "pop", "insert", "append", "clear"))
_WITHOUT_SELF = frozenset(("staticmethod",))


def in_function(function: Function) -> Message | None:
    """Explain a mistake in a function that returned a wrong value; None if none is seen."""
    return _changes_looped_list(function) or _always_true(function)


def in_class(class_: ast.ClassDef, message: str) -> Message | None:
    """Explain an error about a class or its objects with a mistake in its definition; None if none is seen."""
    methods = [node for node in class_.body if isinstance(node, Function)]
    if "takes no arguments" in message:
        misnamed = misnamed_constructor(class_.name, {method.name for method in methods})
        if misnamed is not None:
            return misnamed
    for method in methods:
        decorators = {ast.unparse(decorator) for decorator in method.decorator_list}
        names = [argument.arg for argument in method.args.posonlyargs + method.args.args]
        if not decorators & _WITHOUT_SELF and names[:1] not in (["self"], ["cls"]) and not method.args.vararg:
            listed = ", ".join(["self", *names])
            return Message(
                "The first parameter of {0}.{1}() must be self, the object itself. Write def {1}({2}).",
                class_.name,
                method.name,
                listed,
            )
    return None


def shared_attribute(class_: ast.ClassDef, used: set[str]) -> Message | None:
    """Explain a list, dictionary or set that all objects of a class share, if it is among the attributes used."""
    for node in class_.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List | ast.Dict | ast.Set):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id in used:
                    value = ast.unparse(node.value)
                    return Message(
                        "{0} belongs to the class {1}, so all its objects share it. "
                        "Write self.{0} = {2} in __init__, so that each object gets its own.",
                        target.id,
                        class_.name,
                        value,
                    )
    return None


def _changes_looped_list(function: Function) -> Message | None:
    for loop in own_nodes(function):
        if isinstance(loop, ast.For) and isinstance(loop.iter, ast.Name):
            for node in ast.walk(loop):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in _REMOVING
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == loop.iter.id
                ):
                    return Message(
                        "The loop on line {0} changes {1} while it goes through it, so it skips elements. "
                        "Build a new list instead of changing this one.",
                        loop.lineno,
                        loop.iter.id,
                    )
    return None


def _always_true(function: Function) -> Message | None:
    for node in own_nodes(function):
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and isinstance(node.values[0], ast.Compare):
            for value in node.values[1:]:
                if isinstance(value, ast.Constant) and value.value not in (None, False, 0, ""):
                    left = ast.unparse(node.values[0].left)
                    return Message(
                        "The condition on line {0} is always true: {1} on its own counts as true. "
                        "Compare each time, as in {2} == ... or {2} == {1}, or use in.",
                        node.lineno,
                        repr(value.value),
                        left,
                    )
    return None
