"""Write down what a test had the learner's program do, as the expression that would do it again."""

from typing import Any

from _portal.class_proxy import RemoteType
from _portal.display import cut, show
from _portal.module_proxy import LearnerModule
from _portal.proxies import Remote
from _portal.rpc import Channel, Operation

_MAX_ARGUMENT = 120
_MAX_DEPTH = 6
_MAX_STEPS = 4
_BINARY = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "eq": "==",
    "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "matmul": "@", "and": "&", "or": "|",
}  # fmt: skip


class CallLog:
    """What a channel remembers of the operations that the tests performed on the learner's objects."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def start(self) -> None:
        """Forget the calls of earlier tests, but not how their objects were made."""
        self._channel.history.clear()

    def last_call(self, name: str | None = None, returned: object = ...) -> Operation | None:
        """Return the last call, of a function or method of that name and with that result, where one is known."""
        calls = [op for op in reversed(self._channel.history) if op.op == "call"]
        named = [op for op in calls if name is None or self._name(op) == name]
        if returned is not ...:
            for op in named:
                if self._is_result(op, returned):
                    return op
        return named[0] if named else None

    def call_of(self, name: str) -> Operation | None:
        """Return the last call of a function or method of that name."""
        found = self.last_call(name)
        return found if found is not None and self._name(found) == name else None

    def result_of(self, operation: Operation) -> Any:
        """Return what a call returned; None also when it raised."""
        return self._channel.recall_result(operation)

    def text_of(self, operation: Operation) -> str:
        """Return a call as an expression; when other calls changed the same object before, they come first."""
        instance = self._instance_of(operation)
        if instance is None:
            return cut(self._expression(operation, _MAX_DEPTH))
        return self._with_history(instance, operation, self._expression(operation, _MAX_DEPTH))

    def function_name(self, operation: Operation) -> str:
        """Return the dotted name of what was called, such as `greet` or `Account.deposit`."""
        instance = self._instance_of(operation)
        made = self._channel.origins.get(instance) if instance is not None else None
        return f"{self._name(made)}.{self._name(operation)}" if made is not None else self._name(operation)

    def origin_of(self, value: object) -> str | None:
        """Return how a learner's object was made, as an expression."""
        number = self._channel.number_of_proxy(value)
        operation = self._channel.origins.get(number) if number is not None else None
        return None if operation is None else self._expression(operation, _MAX_DEPTH)

    def history_of(self, value: object, expression: str) -> str:
        """Return an expression about an object after the calls that may have changed it."""
        number = self._channel.number_of_proxy(value)
        if number is None or not isinstance(value, Remote):
            return expression
        return self._with_history(number, None, expression)

    def _with_history(self, instance: int, last: Operation | None, expression: str) -> str:
        made = self._channel.origins.get(instance)
        steps = []
        for op in self._channel.history:
            if op is last:
                break
            if self._instance_of(op) == instance:
                steps.append(self._expression(op, _MAX_DEPTH))
        if made is None or not steps:
            return cut(expression)
        built = self._expression(made, _MAX_DEPTH)
        variable = self._name(made).lower() or "value"
        skipped = ["..."] if len(steps) > _MAX_STEPS else []
        steps = [step.replace(built, variable, 1) for step in steps[-_MAX_STEPS:]]
        return cut("; ".join([f"{variable} = {built}", *skipped, *steps, expression.replace(built, variable)]))

    def _instance_of(self, operation: Operation | None) -> int | None:
        """Return the number of the object whose method was called or whose attribute was set."""
        if operation is None:
            return None
        if operation.op == "set":
            return operation.of
        got = self._channel.origins.get(operation.of)
        if got is None or got.op != "get" or self._is_module_or_class(got.of):
            return None
        return got.of

    def _is_module_or_class(self, number: int) -> bool:
        made = self._channel.origins.get(number)
        return made is None or made.op == "get"

    def _name(self, operation: Operation | None) -> str:
        got = self._channel.origins.get(operation.of) if operation is not None else None
        return got.name if got is not None and got.op == "get" else ""

    def _is_result(self, operation: Operation, value: object) -> bool:
        if operation.result is None:
            return value is None
        result = self._channel.recall_result(operation)
        return result is value or (type(result) is type(value) and not isinstance(value, Remote) and result == value)

    def _expression(self, operation: Operation, depth: int) -> str:
        if depth == 0:
            return "..."
        if operation.op == "get":
            owner = self._channel.origins.get(operation.of)
            return operation.name if owner is None else f"{self._expression(owner, depth - 1)}.{operation.name}"
        args = [self._argument(content, depth) for content in operation.args]
        called = self._channel.origins.get(operation.of)
        target = "..." if called is None else self._expression(called, depth - 1)
        if operation.op == "set":
            return f"{target}.{operation.name} = {''.join(args)}"
        if operation.op == "special":
            return _operator(operation.name.strip("_"), target, args)
        count = len(args) - len(operation.keywords)
        named = [f"{name}={text}" for name, text in zip(operation.keywords, args[count:], strict=True)]
        return f"{target}({', '.join(args[:count] + named)})"

    def _argument(self, content: Any, depth: int) -> str:
        value = self._channel.recall(content)
        if isinstance(value, Remote | RemoteType | LearnerModule):
            number = self._channel.number_of_proxy(value)
            made = self._channel.origins.get(number) if number is not None else None
            if made is not None:
                return self._expression(made, depth - 1)
        if callable(value) and isinstance(getattr(value, "__name__", None), str):
            return value.__name__
        return show(value, _MAX_ARGUMENT)


def _operator(name: str, target: str, args: list[str]) -> str:
    if name in _BINARY and args:
        return f"{target} {_BINARY[name]} {args[0]}"
    if name.removeprefix("r") in _BINARY and args:
        return f"{args[0]} {_BINARY[name.removeprefix('r')]} {target}"
    if name == "getitem" and args:
        return f"{target}[{args[0]}]"
    if name == "contains" and args:
        return f"{args[0]} in {target}"
    return f"{name}({', '.join([target, *args])})"
