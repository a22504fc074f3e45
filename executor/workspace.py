"""The folder of one run and the interpreters that work in it, made before the task is known."""

import os
import tempfile

from executor import storage
from executor.interpreter import Interpreter, Template


class Workspace:
    """A folder, an interpreter for the program or the tests and, where grading needs it, one for the learner's module.

    `used_learner_interpreter` says whether the run needed the second one.
    """

    def __init__(self, template: Template) -> None:
        self._template = template
        self.folder = tempfile.mkdtemp(prefix="run-")
        self.interpreter = Interpreter(template, self.folder)
        self._learner_interpreter: Interpreter | None = None
        self.used_learner_interpreter = False

    def learner_interpreter(self) -> Interpreter:
        """Return the interpreter of the learner's module, made now unless it exists."""
        if self._learner_interpreter is None:
            self._learner_interpreter = Interpreter(self._template, self.folder)
        return self._learner_interpreter

    def write_files(self, files: dict[str, str]) -> None:
        """Write the files of a task, relative name to text."""
        for name, text in files.items():
            path = f"{self.folder}/{name}"
            if "/" in name:
                os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as target:
                target.write(text.encode("utf-8", "surrogatepass"))

    def close(self) -> None:
        """Free the memory and remove the folder."""
        self.interpreter.close()
        if self._learner_interpreter is not None:
            self._learner_interpreter.close()
        storage.remove_tree(self.folder)
