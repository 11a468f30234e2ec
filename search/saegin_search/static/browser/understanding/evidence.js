import { runBigrams } from '../korean/grams.js';
import { stripJosa } from '../korean/josa.js';
import {
  LONGEST_PIECE,
  MOST_WAYS,
  SHORTEST_LATIN_PIECE,
  SHORTEST_PIECE,
  SHORTEST_PREDICATE,
} from '../tables/evidence.js';
import { NAME } from '../tables/lexicon.js';
import { BIGRAMS, STEMS } from '../tables/ranking.js';

/** @import { Index } from '../types.js' */

// Whether this blog has a word, so that what its posts say is never corrected.

/** @param {string} text */
export const isAscii = (text) => !/[^\0-\x7f]/.test(text);

/** In how many posts a word stands as it is, or without its josa. @param {string} word @param {Index} index */
export const frequency = (word, { lexicon }) =>
  lexicon.find(word)?.frequency || lexicon.find(stripJosa(word))?.frequency || 0;

/** Whether a word is in a title, a tag or a heading. @param {string} word @param {Index} index */
const isName = (word, { lexicon }) => ((lexicon.find(word)?.flags ?? 0) & NAME) > 0;

/** @param {string} word @param {Index} index */
const isPredicate = (word, index) => index.analyzer.wordClass(word) === 'predicate';

/**
 * Whether the dictionary has the word, with or without josa: then it is no typing mistake.
 *
 * @param {string} word
 * @param {Index} index
 */
export const inDictionary = (word, index) =>
  [word, stripJosa(word)].some((form) => index.analyzer.wordClass(form) !== '');

/**
 * Whether a Hangul word may be a loanword: not if it has endings or a josa, as 받아 and 키를 have, bada and killer.
 *
 * @param {string} word
 * @param {Index} index
 */
export function mayBeLoanword(word, index) {
  const stem = stripJosa(word, 1);
  if (word.endsWith('으')) return false; // what is left of a word with 으로 when 로 alone is cut off
  return isName(word, index) || !(isPredicate(word, index) || (stem !== word && frequency(stem, index) > 0));
}

/** Whether the blog has every pair of neighbouring syllables of a word. @param {string} word @param {Index} index */
export const hasBigrams = (word, { postings }) =>
  runBigrams(word).every((gram) => postings.term(BIGRAMS, gram).documents.length > 0);

/** The documents that have a word in any way, ascending. @param {string} word @param {Index} index */
export const documents = (word, { postings }) =>
  Uint32Array.from(new Set([...postings.term('', word).documents, ...postings.term(STEMS, word).documents])).sort();

/** How many posts have all the words. @param {string[]} words @param {Index} index */
export function together(words, index) {
  const [first, ...others] = words.map((word) => documents(word, index));
  const sets = others.map((each) => new Set(each));
  return first.filter((document) => sets.every((set) => set.has(document))).length;
}

/**
 * Whether the blog has a word (lower case): as it is, in another form, or as known parts of one post.
 *
 * @param {string} word
 * @param {Index} index
 */
export function knows(word, index) {
  if (frequency(word, index)) return true;
  if (!/^[가-힣]+$/.test(word)) return false;
  if (split(stripJosa(word), index).length || split(word, index).length) return true;
  if (word.length < SHORTEST_PREDICATE || !isPredicate(word, index)) return false;
  const stems = index.analyzer.analyze(word).flatMap(({ term }) => (frequency(term, index) ? [term] : []));
  // A stem of one syllable stands in all kinds of nonsense (매시지 is 매 and endings to the analyzer).
  return stems.some((stem) => stem.length > 1) || (stems.length > 0 && hasBigrams(word, index));
}

/**
 * The fewest words of the blog that a word is made of and that share a post; none when it is not.
 *
 * @param {string} word
 * @param {Index} index
 * @returns {string[]}
 */
export function split(word, index) {
  const shortest = isAscii(word) ? SHORTEST_LATIN_PIECE : SHORTEST_PIECE;
  // Pieces are looked up one after the other; what begins them is asked for at once.
  if (!isAscii(word)) for (const gram of runBigrams(word)) index.postings.want(gram);
  /** @type {string[][][]} */
  const ways = [[[]]];
  for (let end = 1; end <= word.length; end += 1) {
    /** @type {string[][]} */
    const found = [];
    for (let start = Math.max(0, end - LONGEST_PIECE); start <= end - shortest; start += 1) {
      const piece = word.slice(start, end);
      if (ways[start].length && piece !== word && index.lexicon.find(piece)) {
        found.push(...ways[start].map((way) => [...way, piece]));
      }
    }
    ways.push(found.sort((one, other) => one.length - other.length).slice(0, MOST_WAYS));
  }
  return ways[word.length].find((way) => together(way, index)) ?? [];
}
