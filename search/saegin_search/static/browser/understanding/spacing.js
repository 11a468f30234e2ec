import { frequency, split } from './evidence.js';
import { Kind, reading } from './readings.js';

/** @import { Index } from '../types.js' */
/** @import { Reading } from './readings.js' */

/**
 * How a run of words (lower case) is spaced in the posts, if not like this; one word may be several: 한글오 토마타,
 * springboot.
 *
 * @param {string[]} words
 * @param {Index} index
 * @returns {Reading[]}
 */
export function respaced(words, index) {
  const joined = words.join('');
  if (!/^([가-힣]+|[a-z]+)$/.test(joined)) return [];
  if (words.length > 1 && frequency(joined, index)) return [reading(joined, Kind.SPACING)];
  const spaced = split(joined, index).join(' ');
  return spaced && spaced !== words.join(' ') ? [reading(spaced, Kind.SPACING)] : [];
}
