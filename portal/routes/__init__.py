"""The HTTP surface: thin blueprints whose decorators say who may call, what comes in and what goes out."""
