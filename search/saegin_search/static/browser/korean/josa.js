/** Josa, the particles glued to nouns, for words cut without a dictionary. */

import { JOSA } from '../tables/josa.js';

const LONGEST = JOSA[0].length;
const ALL = new Set(JOSA);

/** The word without its longest josa, if at least `shortestStem` characters remain. @param {string} word */
export function stripJosa(word, shortestStem = 2) {
  for (let length = Math.min(LONGEST, [...word].length - shortestStem); length > 0; length--) {
    if (ALL.has(word.slice(-length))) return word.slice(0, -length);
  }
  return word;
}
