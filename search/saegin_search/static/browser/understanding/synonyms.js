import { fold } from '../korean/normalization.js';
import { splitWords } from '../words.js';
import { reading } from './readings.js';

/** @import { Index } from '../types.js' */
/** @import { Word } from '../words.js' */
/** @import { Reading } from './readings.js' */

/**
 * Groups of synonyms by the words they begin with. Words are compared as the analyzer sees them, so that 이사를 and
 * 이사 하고 are 이사, 옮긴 is 옮기다.
 *
 * @typedef {{ others: Map<string, Reading[]>, longest: number }} Synonyms
 */

/** @type {WeakMap<string[][], Synonyms>} */
const made = new WeakMap();

/**
 * How many of the words, from the first, are a member of a group, and the other members; the longest one.
 *
 * @param {Word[]} words
 * @param {string[][]} groups
 * @param {string} kind
 * @param {number} weight
 * @param {Index} index
 * @returns {{ length: number, others: Reading[] }}
 */
export function synonymsOf(words, groups, kind, weight, index) {
  const { others, longest } = made.get(groups) ?? arranged(groups, kind, weight, index);
  for (let length = Math.min(longest, words.length); length > 0; length -= 1) {
    const found = others.get(key(words.slice(0, length)));
    if (found?.length) return { length, others: found };
  }
  return { length: 0, others: [] };
}

/** @param {string[][]} groups @param {string} kind @param {number} weight @param {Index} index */
function arranged(groups, kind, weight, index) {
  /** @type {Synonyms} */
  const synonyms = { others: new Map(), longest: 0 };
  for (const group of groups) {
    for (const member of group) {
      const words = splitWords(member, index.analyzer);
      const known = synonyms.others.get(key(words)) ?? [];
      const more = group.filter(
        (other) => fold(other) !== fold(member) && !known.some(({ text }) => text === other),
      );
      synonyms.others.set(key(words), [...known, ...more.map((other) => reading(other, kind, weight))]);
      synonyms.longest = Math.max(synonyms.longest, words.length);
    }
  }
  made.set(groups, synonyms);
  return synonyms;
}

/** @param {Word[]} words */
const key = (words) => words.map(({ names, stem }) => names.join(' ') || stem).join('\n');
