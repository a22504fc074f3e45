/** Call a function of the learner's program: append the call to the code, and find the returned value in the output. */

/** Return the first call in the instructions that uses a function or class of the starter code, empty if there is none. */
export function firstExample({ instructions, starterCode }) {
  const names = [...starterCode.matchAll(/^(?:def|class) (\w+)/gm)].map(([, name]) => name);
  const signatures = new Set([...starterCode.matchAll(/^def (\w+\([^)]*\))/gm)].map(([, signature]) => signature));
  const candidates = [...instructions.matchAll(/`([^`\n]+)`|^>>> (.+)$/gm)].map(([, inline, prompt]) => inline ?? prompt);
  const isCall = (text) => names.some((name) => text.startsWith(`${name}(`)) && text.endsWith(")");
  return candidates.find((text) => isCall(text) && !signatures.has(text)) ?? "";
}

/** Whether the code defines something that can be called. */
export function definesFunction(code) {
  return /^(?:async )?(?:def|class) \w/m.test(code);
}

/** Return a program that runs the code and then prints what the call returns, after a marker. */
export function programWithCall(code, call, marker) {
  return `${code.trimEnd()}\n\nprint(${JSON.stringify(marker)}, repr(\n${call}\n), sep="")\n`;
}

/** Leave out the line of an error, and Python's report, where that is none of the learner's lines but one of the call. */
export function withoutAddedLine(result, code) {
  if (!(result.error?.line > code.trimEnd().split("\n").length)) return result;
  return { ...result, error: { ...result.error, line: null }, stderr: "" };
}

/** Split the output into what the program printed and the returned value, which is null if the call did not return. */
export function splitOutput(stdout, marker) {
  const position = stdout.lastIndexOf(marker);
  if (position < 0) return { printed: stdout, returned: null };
  return { printed: stdout.slice(0, position), returned: stdout.slice(position + marker.length).trimEnd() };
}
