"""Links the core modules of a component into one, in which addresses are constants and calls are direct."""

from executor.linking.linked_component import link

__all__ = ["link"]
