"""The portal: the API of a Python learning portal. It never runs learners' code itself."""

__version__ = "0.1.0"
