/** JSON values in localStorage; where a browser forbids it, they last as long as the page. */

const fallback = new Map();

/** Return what is kept under a key, null when there is nothing that can be read. */
export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return fallback.get(key) ?? null;
  }
}

/** Keep a value; null removes the key. */
export function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    fallback.delete(key);
  } catch {
    fallback.set(key, value);
  }
}

/** Remove all keys that begin so. */
export function clear(prefix) {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach((key) => localStorage.removeItem(key));
  } catch {
    // Nothing was kept there.
  }
  [...fallback.keys()].filter((key) => key.startsWith(prefix)).forEach((key) => fallback.delete(key));
}
