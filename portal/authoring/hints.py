"""Hints: the bullets of `.docs/hints.md`, under a heading for each task."""

import re
import textwrap

_BULLET = re.compile(r"[-*] +")
_HEADING = re.compile(r"#+ +(.*)")
_TASK_HINT = re.compile(r"(\d+[.)] +\S[^:\n]*): (.*)", re.DOTALL)
_TASK = re.compile(r"\d+[.)] +\S")


def parse(markdown: str) -> tuple[str, ...]:
    """Return the hints in order; one below a heading such as `## 2. Count the words` starts with that heading."""
    hints: list[tuple[str, list[str]]] = []
    heading, in_code, in_hint = "", False, False
    for line in markdown.splitlines():
        if match := None if in_code else _HEADING.match(line):
            heading, in_hint = match[1].strip() if _TASK.match(match[1]) else "", False
        elif match := None if in_code else _BULLET.match(line):
            hints.append((heading, [line[match.end() :]]))
            in_hint = True
        elif in_hint:
            hints[-1][1].append(line)
        in_code ^= _BULLET.sub("", line, count=1).strip().startswith("```")
    return tuple(f"{heading}: {_text(lines)}" if heading else _text(lines) for heading, lines in hints)


def markdown(hints: tuple[str, ...]) -> str:
    """Return the text that `parse` reads these hints from; the reverse of it for every tuple that it returns."""
    lines, current = ["# Hints"], ""
    for hint in hints:
        match = _TASK_HINT.fullmatch(hint)
        heading, text = match.groups() if match else ("", hint)
        if heading != current:
            lines += ["", f"## {heading or 'General'}", ""]
            current = heading
        lines.append("- " + textwrap.indent(text, "  ").removeprefix("  "))
    return "\n".join(lines) + "\n"


def _text(lines: list[str]) -> str:
    """One line, unless there is code in the hint, whose lines must stay."""
    if not any(line.strip().startswith("```") for line in lines):
        return " ".join(" ".join(lines).split())
    return "\n".join([lines[0], textwrap.dedent("\n".join(lines[1:]))]).strip()
