/** Compare two programs line by line. */

const MAX_CELLS = 4_000_000; // of the table below; larger programs are compared as a whole

/** Return rows `[left, right]` of lines; a line without a counterpart stands beside null. */
export function compareLines(leftText, rightText) {
  const [left, right] = [leftText, rightText].map((text) => text.trimEnd().split(/\r\n|\r|\n/));
  const start = commonLength(left, right);
  const end = commonLength(left.slice(start).reverse(), right.slice(start).reverse());
  const middle = compareMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end));
  const same = (lines) => lines.map((line) => [line, line]);
  return [...same(left.slice(0, start)), ...middle, ...same(left.slice(left.length - end))];
}

function commonLength(left, right) {
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length += 1;
  return length;
}

/** Keep the longest common subsequence together. */
function compareMiddle(left, right) {
  if (left.length * right.length > MAX_CELLS) return pair(left, right);
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = left[i] === right[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const rows = [];
  let removed = [];
  let added = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      rows.push(...pair(removed, added), [left[i], right[j]]);
      [removed, added] = [[], []];
      i += 1;
      j += 1;
    } else if (j === right.length || (i < left.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
      removed.push(left[i]);
      i += 1;
    } else {
      added.push(right[j]);
      j += 1;
    }
  }
  return [...rows, ...pair(removed, added)];
}

/** Put lines that were replaced beside each other. */
function pair(removed, added) {
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, index) => [removed[index] ?? null, added[index] ?? null]);
}
