import { Kind, reading } from './readings.js';

/**
 * The reading of a word that names a year: in 뮤지컬 2012, what was seen that year is meant, whether or not the post
 * says so.
 *
 * @param {string} word
 */
export function postsOfYear(word) {
  const match = /^((?:19|20)[0-9]{2})(?:년(?:도|에|의)?)?$/.exec(word);
  return match ? [reading(match[1], Kind.YEAR)] : [];
}
