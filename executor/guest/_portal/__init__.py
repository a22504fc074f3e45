"""The harness inside the sandbox. The leading underscore keeps its name away from learners' modules."""
