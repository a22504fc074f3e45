"""The module that the tests' interpreter imports as the learner's."""

import types
from typing import Any

from _portal.class_proxy import RemoteType
from _portal.environment import WORK
from _portal.proxies import NOT_ASKED, OWN, Asked, ask_special
from _portal.rpc import Channel

# What the import system sets in a module.
_SET_BY_IMPORT = frozenset(("__name__", "__file__", "__path__", "__spec__", "__loader__", "__package__", "__cached__"))
# What the import system looks for in a module.
_IMPORT_NAMES = frozenset(("__path__", "__spec__", "__loader__", "__package__"))


class LearnerModule(types.ModuleType):
    """The learner's module; its names are looked up in the learner's interpreter."""

    __doc__ = Asked("__doc__")

    def __init__(self, channel: Channel, name: str, number: int = -1) -> None:
        super().__init__(name)
        vars(self).update(__file__=f"{WORK}/{name}.py", _portal_channel=channel, _portal_number=number)

    def __getattr__(self, name: str) -> Any:
        if name.startswith(OWN) or name in NOT_ASKED or name in _IMPORT_NAMES:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self)
        value = self._portal_channel.ask("get", of=self._portal_number, name=name)
        if isinstance(value, RemoteType):
            type.__setattr__(value, "_portal_known", True)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith(OWN) or name in _SET_BY_IMPORT:
            super().__setattr__(name, value)
            return
        self._portal_channel.ask("set", of=self._portal_number, name=name, to=value)

    def __delattr__(self, name: str) -> None:
        """Put back what a test replaced: `monkeypatch` and `patch` undo by deleting what is not in the `__dict__`."""
        self._portal_channel.ask("delete", of=self._portal_number, name=name)

    def __dir__(self) -> Any:
        return ask_special(self, "__dir__")
