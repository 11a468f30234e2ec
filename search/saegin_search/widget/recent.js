/** The searches this reader made lately, kept in the browser alone. */

const KEY = 'saegin-recent';
const MOST = 6;

/** @returns {string[]} latest first */
export function recentSearches() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((query) => typeof query === 'string').slice(0, MOST) : [];
  } catch {
    return []; // no storage allowed, or not what we wrote
  }
}

/** @param {string} query */
export function remember(query) {
  if (query.trim()) keep([query.trim(), ...without(query.trim())]);
}

/** @param {string} query */
export function forget(query) {
  keep(without(query));
}

export function forgetAll() {
  keep([]);
}

/** @param {string} query */
const without = (query) => recentSearches().filter((other) => other !== query);

/** @param {string[]} queries */
function keep(queries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries.slice(0, MOST)));
  } catch {
    // No storage allowed: nothing is remembered.
  }
}
