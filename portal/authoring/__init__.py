"""The authoring format: exercises as folders in Exercism's track layout. See docs/authoring.md."""
