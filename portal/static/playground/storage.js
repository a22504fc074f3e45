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

/** Remove all keys with this prefix. */
export function removeAll(prefix) {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach((key) => localStorage.removeItem(key));
  } catch {
    // Storage is blocked: only the fallback holds values.
  }
  [...fallback.keys()].filter((key) => key.startsWith(prefix)).forEach((key) => fallback.delete(key));
}
