/** JSON values in localStorage; if the browser blocks it or it is full, values last until the page is closed. */

const fallback = new Map(); // what localStorage did not take; it is newer than what is there

/** Return the value of a key, null if there is none or it cannot be parsed. */
export function read(key) {
  if (fallback.has(key)) return fallback.get(key);
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

/** Store a value; null removes the key. Returns whether it lasts longer than the page. */
export function write(key, value) {
  fallback.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    if (value !== null) fallback.set(key, value);
    return false;
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
  return [...new Set(keys)].filter((key) => key.startsWith(prefix));
}

// What another tab has written is newer. Listeners of other modules are added later, and read it.
window.addEventListener("storage", ({ key }) => {
  if (key === null) fallback.clear();
  else fallback.delete(key);
});
