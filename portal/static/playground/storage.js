/** JSON values in localStorage; if the browser blocks it, values last until the page is closed. */

const fallback = new Map();

/** Return the value of a key, null if there is none or it cannot be parsed. */
export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return fallback.get(key) ?? null;
  }
}

/** Store a value; null removes the key. */
export function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    fallback.delete(key);
  } catch {
    fallback.set(key, value);
  }
}

/** Return all keys with this prefix. */
export function keysWith(prefix) {
  const keys = [...fallback.keys()];
  try {
    keys.push(...Object.keys(localStorage));
  } catch {
    // Storage is blocked: only the fallback holds values.
  }
  return keys.filter((key) => key.startsWith(prefix));
}
