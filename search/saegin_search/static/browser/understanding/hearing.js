import { mismatch, tolerance, units } from '../korean/alignment.js';
import { soundKeys } from '../korean/sounds.js';
import {
  CLOSE,
  FEWEST_UNITS,
  HEARD_WEIGHT,
  LEAST_SURE,
  MISMATCH_WEIGHT,
  MOST,
  MOST_HEARD,
  TOLERANCE,
} from '../tables/hearing.js';
import { inDictionary, isAscii } from './evidence.js';

/** @import { Index } from '../types.js' */

// Words of the blog that a word may be by sound; loaded when scripts.js needs it.

/**
 * Words of the other script for the forms of a word that the blog does not have, with what each counts.
 *
 * @param {string[]} forms
 * @param {Index} index
 * @returns {[string, number][]}
 */
export function soundingLike(forms, index) {
  const found = new Map(forms.flatMap((form) => closest(form, index)));
  return [...found]
    .slice(0, MOST)
    .map(([other, cost]) => [other, Math.max(LEAST_SURE, HEARD_WEIGHT - MISMATCH_WEIGHT * cost)]);
}

/**
 * (word, mismatch) of the best words for one form.
 *
 * @param {string} form
 * @param {Index} index
 * @returns {[string, number][]}
 */
function closest(form, index) {
  if (!isAscii(form) && !isForeign(form, index)) return [];
  /** @type {{ other: string, cost: number, frequency: number }[]} */
  const found = [];
  for (const { word: other, frequency } of index.lexicon.soundingLike(form, keys)) {
    const [hangul, latin] = isAscii(form) ? [other, form] : [form, other];
    const cost = mismatch(hangul, latin, TOLERANCE);
    if (cost > tolerance(hangul, latin) || !isForeign(hangul, index)) continue;
    found.push({ other, cost, frequency });
  }
  found.sort((a, b) => a.cost - b.cost || b.frequency - a.frequency || (a.other < b.other ? -1 : 1));
  const close = found.filter(({ cost }) => cost <= found[0].cost + CLOSE);
  return close.slice(0, MOST_HEARD).map(({ other, cost }) => [other, cost]);
}

/** @param {string} word */
const keys = (word) => new Set(soundKeys(word));

/**
 * Whether a Hangul word may be foreign: a short one of the dictionary is native more often (독서, docker).
 *
 * @param {string} word
 * @param {Index} index
 */
const isForeign = (word, index) => units(word).length >= FEWEST_UNITS || !inDictionary(word, index);
