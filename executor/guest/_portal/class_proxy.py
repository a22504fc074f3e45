"""The proxy that the tests' interpreter holds for a class of the learner's."""

from typing import Any

from _portal import introspection
from _portal.proxies import NOT_ASKED, OWN, Asked, Remote, ask_special

_BASES, _MRO = type.__dict__["__bases__"], type.__dict__["__mro__"]


def _without_remote(classes: tuple[type, ...]) -> tuple[type, ...]:
    return tuple(class_ for class_ in classes if class_ is not Remote)


class RemoteType(type):
    """A class of the learner's."""

    __annotations__ = Asked("__annotations__")
    __members__ = Asked("__members__")

    @property
    def __dict__(cls) -> Any:
        return cls._portal_channel.ask("get", of=cls._portal_number, name="__dict__")

    @property
    def __bases__(cls) -> tuple[type, ...]:
        return _without_remote(_BASES.__get__(cls)) or (object,)

    @property
    def __mro__(cls) -> tuple[type, ...]:
        return _without_remote(_MRO.__get__(cls))

    def mro(cls) -> list[type]:
        """Return `__mro__` as a list; all classes while the class is made, which is when Python calls this."""
        return type.mro(cls) if _MRO.__get__(cls) is None else list(cls.__mro__)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return cls._portal_channel.call(cls._portal_number, args, kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith(OWN) or name in NOT_ASKED:
            raise AttributeError(name)
        if name == "__dataclass_fields__":
            return introspection.make_fields(cls._portal_channel.ask("fields", of=cls._portal_number))
        return cls._portal_channel.ask("get", of=cls._portal_number, name=name)

    def __setattr__(cls, name: str, value: Any) -> None:
        cls._portal_channel.ask("set", of=cls._portal_number, name=name, to=value)

    def __delattr__(cls, name: str) -> None:
        cls._portal_channel.ask("delete", of=cls._portal_number, name=name)

    def __instancecheck__(cls, instance: Any) -> bool:
        return type.__instancecheck__(cls, instance)

    def __subclasscheck__(cls, subclass: Any) -> bool:
        return type.__subclasscheck__(cls, subclass)

    def __dir__(cls) -> Any:
        return ask_special(cls, "__dir__")

    def __iter__(cls) -> Any:
        return cls._portal_channel.ask("iterate", of=cls._portal_number)

    def __reversed__(cls) -> Any:
        return ask_special(cls, "__reversed__")

    def __bool__(cls) -> bool:
        return True

    def __len__(cls) -> int:
        return cls._portal_channel.ask("length", of=cls._portal_number)

    def __getitem__(cls, key: Any) -> Any:
        return cls._portal_channel.ask("item", of=cls._portal_number, key=key)

    def __contains__(cls, value: Any) -> Any:
        return ask_special(cls, "__contains__", value)


# Error messages of Python's own name the type of what was used wrongly.
RemoteType.__name__ = RemoteType.__qualname__ = "type"
