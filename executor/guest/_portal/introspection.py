"""What `inspect` and `dataclasses` look at in a learner's function or class: told by its interpreter, rebuilt here."""

import dataclasses
import inspect
import types
from collections.abc import Iterator
from typing import Any

_FIELD_SETTINGS = ("default", "default_factory", "init", "repr", "hash", "compare", "kw_only")


def describe_signature(target: Any) -> list[Any]:
    """Return the parameters of something that can be called, and what it returns, for `make_signature`."""
    signature = inspect.signature(target)
    parameters = [[p.name, int(p.kind), p.default, p.annotation] for p in signature.parameters.values()]
    return [parameters, signature.return_annotation]


def make_signature(described: Any) -> inspect.Signature:
    """Rebuild a signature."""
    kinds = tuple(inspect._ParameterKind)
    parameters = [
        inspect.Parameter(name, kinds[kind], default=default, annotation=annotation)
        for name, kind, default, annotation in described[0]
    ]
    return inspect.Signature(parameters, return_annotation=described[1])


def describe_fields(class_: Any) -> list[Any]:
    """Return the fields of a data class, for `make_fields`; settings that were not made are left out.

    Raises:
        AttributeError: it is none.
    """
    if not dataclasses.is_dataclass(class_):
        raise AttributeError("__dataclass_fields__")
    return [
        [field.name, field.type, {name: value for name, value in _settings(field) if value is not dataclasses.MISSING}]
        for field in dataclasses.fields(class_)
    ]


def _settings(field: Any) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(field, name)) for name in _FIELD_SETTINGS)


def make_fields(described: Any) -> dict[str, Any]:
    """Rebuild `__dataclass_fields__`."""
    specified = [(name, type_, dataclasses.field(**settings)) for name, type_, settings in described]
    # Nothing is called with it, and fields without default may follow others when they are named.
    made = dataclasses.make_dataclass("Fields", specified, init=False, repr=False, eq=False)
    return {field.name: field for field in dataclasses.fields(made)}


def find_code(source: str, filename: str, qualified_name: str, line: int) -> types.CodeType:
    """Return the code of a function that a source defines.

    Raises:
        AttributeError: there is none of that name in that line: the function was made in another way.
    """
    waiting = [compile(source, filename, "exec", dont_inherit=True)]
    while waiting:
        code = waiting.pop()
        if (code.co_qualname, code.co_firstlineno) == (qualified_name, line):
            return code
        waiting += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    raise AttributeError("__code__")
