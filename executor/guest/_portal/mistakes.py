"""Mistakes that can be seen in the learner's source, once a test has failed because of them."""

import ast
import re

from _portal.explanations import misnamed_constructor
from _portal.learner_source import LearnerSource
from _portal.messages import Message
from _portal.syntax_tree import Function, nodes_in, own_nodes

_REMOVING = frozenset(("remove", "pop", "insert", "append", "clear"))
_LOOPS = ast.For | ast.While
_WITHOUT_SELF = frozenset(("staticmethod",))


def in_function(function: Function) -> Message | None:
    """Explain a mistake in a function that returned a wrong value; None if none is seen."""
    checks = (_changes_looped_list, _always_true, _unused_parameter, _reset_in_loop, _repeated_row, _product_first)
    return next((message for check in checks if (message := check(function)) is not None), None)


def in_class(class_: ast.ClassDef, message: str) -> Message | None:
    """Explain an error about a class or its objects with a mistake in its definition; None if none is seen."""
    methods = [node for node in class_.body if isinstance(node, Function)]
    misnamed = misnamed_constructor(class_.name, {method.name for method in methods if _was_to_run(method, message)})
    if misnamed is not None and not any(method.name == "__init__" for method in methods):
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


def misplaced_method(class_: ast.ClassDef, source: LearnerSource, name: str) -> Message | None:
    """Explain a method that is missing because its def line is indented too little or too much."""
    outside = source.function(name)
    if outside is not None and [argument.arg for argument in outside.args.args][:1] == ["self"]:
        return Message(
            "{0} is defined outside the class {1}. Indent its lines like those of the other methods of the class.",
            name,
            class_.name,
        )
    inner = (node for node in nodes_in(class_) if isinstance(node, Function) and node not in class_.body)
    if any(node.name == name for node in inner):
        return Message(
            "{0} is defined inside another method of the class {1}. "
            "Indent its def line like those of the other methods.",
            name,
            class_.name,
        )
    return None


def _was_to_run(method: Function, message: str) -> bool:
    """Whether an error would not have happened if making the object had called this method."""
    attribute = re.search(r"object has no attribute '(\w+)'", message)
    if attribute is None:
        return "takes no arguments" in message
    attributes = [node for node in own_nodes(method) if isinstance(node, ast.Attribute)]
    return any(node.attr == attribute[1] and isinstance(node.ctx, ast.Store) for node in attributes)


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
            for node in nodes_in(loop):
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


def _unused_parameter(function: Function) -> Message | None:
    arguments = function.args
    names = [argument.arg for argument in arguments.posonlyargs + arguments.args + arguments.kwonlyargs]
    used = {node.id for node in nodes_in(function) if isinstance(node, ast.Name)}
    texts = [str(node.value) for node in nodes_in(function) if isinstance(node, ast.Constant)]
    for name in names:
        is_meant = name in used or any(f"{{{name}}}" in text for text in texts)  # the f of an f-string is missing
        if not is_meant and name not in ("self", "cls") and not name.startswith("_"):
            return Message(
                "{0}() never uses {1}, so its result is the same whatever {1} is. Work the result out from {1}.",
                function.name,
                name,
            )
    return None


def _reset_in_loop(function: Function) -> Message | None:
    """Explain a total that begins anew with each pass; a variable that the loop alone uses may do so."""
    nodes = own_nodes(function)
    for loop in nodes:
        if isinstance(loop, _LOOPS):
            in_loop = set(nodes_in(loop))
            needed = {node.id for node in nodes if isinstance(node, ast.Name) and node not in in_loop}
            extended = {_extended_name(node) for node in in_loop} & needed
            for node in loop.body:
                if (name := _started_name(node)) in extended:
                    return Message(
                        "Line {0} sets {1} back to {2} each time the loop repeats, so earlier results are lost. "
                        "Move this line above the loop.",
                        node.lineno,
                        name,
                        ast.unparse(node.value),
                    )
    return None


def _extended_name(node: ast.AST) -> str | None:
    """Return the variable that a statement adds to: `x += 1` or `x.append(1)`."""
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("append", "add"):
        return node.func.value.id if isinstance(node.func.value, ast.Name) else None
    return None


def _started_name(node: ast.stmt) -> str | None:
    """Return the variable that a statement sets to a number, a string or an empty collection."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        value = node.value
        empty = (isinstance(value, ast.List) and not value.elts) or (isinstance(value, ast.Dict) and not value.keys)
        return node.targets[0].id if empty or isinstance(value, ast.Constant) else None
    return None


def _repeated_row(function: Function) -> Message | None:
    for node in own_nodes(function):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and isinstance(node.left, ast.List):
            row = node.left.elts[0] if len(node.left.elts) == 1 else None
            inner = row.left if isinstance(row, ast.BinOp) else row
            if isinstance(inner, ast.List):
                return Message(
                    "All rows that line {0} makes are one and the same list, so a change in one shows in all. "
                    "Make a new list for each row: [{1} for _ in range({2})].",
                    node.lineno,
                    ast.unparse(row),
                    ast.unparse(node.right),
                )
    return None


def _product_first(function: Function) -> Message | None:
    """Explain `x - 32 * 5 / 9`: nobody writes a product of numbers alone on purpose."""
    for node in own_nodes(function):
        if (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Add | ast.Sub)
            and _is_product_of_numbers(node.right)
        ):
            first = node.right
            while isinstance(first, ast.BinOp):
                first = first.left
            sign = "+" if isinstance(node.op, ast.Add) else "-"
            return Message(
                "Python multiplies and divides before it adds and subtracts, so line {0} calculates {1} first. "
                "If {2} belongs together, put it in parentheses.",
                node.lineno,
                ast.unparse(node.right),
                f"{ast.unparse(node.left)} {sign} {ast.unparse(first)}",
            )
    return None


def _is_product_of_numbers(node: ast.expr) -> bool:
    allowed = (ast.BinOp, ast.Constant, ast.operator)
    return isinstance(node, ast.BinOp) and all(isinstance(inner, allowed) for inner in nodes_in(node))
