/** Which words are nouns by the indexer's dictionary; dictionary_filter.py tells what the files hold. */

import { LONGEST, PARTS_BITS, STEP_BITS, VALUE_BITS } from '../tables/dictionary.js';

/** @import { Files } from '../types.js' */

/** Is a word of Hangul a noun or the like? One in 124 is taken for one. @param {Files} files @param {string} word */
export function isNoun(files, word) {
  if (word.length > LONGEST) return false;
  let hash = 0x811c9dc5;
  for (let place = 0; place < word.length; place++) hash = Math.imul(hash ^ word.charCodeAt(place), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 12;
  const part = hash & (2 ** PARTS_BITS - 1);
  return files.get(`dictionary/${part}`, decode).has((hash >>> PARTS_BITS) & (2 ** VALUE_BITS - 1));
}

/** @param {Uint8Array} bytes */
function decode(bytes) {
  const size = bytes.length * 8;
  /** @type {Set<number>} */
  const found = new Set();
  let place = 0;
  const bit = () => (bytes[place >> 3] >> (7 - (place++ & 7))) & 1;
  for (let value = -1; ; found.add(value)) {
    value += 1;
    while (place < size && bit()) value += 2 ** STEP_BITS;
    if (place >= size) return found;
    for (let unit = 2 ** (STEP_BITS - 1); unit >= 1; unit /= 2) value += unit * bit();
  }
}
