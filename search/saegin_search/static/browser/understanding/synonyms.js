import { fold } from '../korean/normalization.js';
import { reading } from './readings.js';

/** @import { Synonyms } from '../types.js' */
/** @import { Word } from '../words.js' */
/** @import { Reading } from './readings.js' */

/**
 * Groups by what their members are known by.
 *
 * @param {string[][][]} groups of each member how it is written, and what it is known by beside that
 * @returns {Synonyms}
 */
export function synonyms(groups) {
  /** @type {Synonyms} */
  const found = { others: new Map(), longest: 0 };
  for (const group of groups) {
    for (const [member, ...keys] of group) {
      const others = group.map(([other]) => other).filter((other) => fold(other) !== fold(member));
      for (const key of [member.toLowerCase().split(/\s+/).join('\n'), ...keys]) {
        found.others.set(key, [...new Set([...(found.others.get(key) ?? []), ...others])]);
        found.longest = Math.max(found.longest, key.split('\n').length);
      }
    }
  }
  return found;
}

/**
 * How many of the words, from the first, are a member of a group, and the other members; the longest one. Words are
 * compared as the analyzer sees them, so that 이사를 and 이사 하고 are 이사, 옮긴 is 옮기다; and by their spelling.
 *
 * @param {Word[]} words
 * @param {Synonyms} synonyms
 * @param {string} kind
 * @param {number} weight
 * @returns {{ length: number, others: Reading[] }}
 */
export function synonymsOf(words, { others, longest }, kind, weight) {
  for (let length = Math.min(longest, words.length); length > 0; length -= 1) {
    for (const key of keys(words.slice(0, length))) {
      const found = others.get(key);
      if (found?.length) return { length, others: found.map((other) => reading(other, kind, weight)) };
    }
  }
  return { length: 0, others: [] };
}

/** What words are known by, first by their terms. @param {Word[]} words */
const keys = (words) => [
  words.map(({ names, stem }) => names.join(' ') || stem).join('\n'),
  words.map(({ stem }) => stem).join('\n'),
];
