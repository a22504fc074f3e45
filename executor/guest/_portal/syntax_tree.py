"""Go through syntax trees that are looked at again and again: to describe a failure, and then the next one."""

import ast
import functools

Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def nodes_in(node: ast.AST) -> tuple[ast.AST, ...]:
    """Return a node and all nodes below it."""
    return tuple(ast.walk(node))


@functools.cache
def own_nodes(function: Function) -> tuple[ast.AST, ...]:
    """Return the nodes of a function, without those of functions and classes inside it."""
    found: list[ast.AST] = []
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        found.append(node)
        if not isinstance(node, Function | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
    return tuple(found)


def forget() -> None:
    """Forget the trees of a rehearsal."""
    nodes_in.cache_clear()
    own_nodes.cache_clear()
