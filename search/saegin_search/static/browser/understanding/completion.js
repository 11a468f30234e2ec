import { stripJosa } from '../korean/josa.js';
import {
  FEWEST_LETTERS,
  MOST,
  MOST_COMPARED,
  MOST_POSTS,
  NAMED,
  SURE_LETTERS,
  WEIGHTS,
} from '../tables/completion.js';
import { NAME } from '../tables/lexicon.js';
import { documents, isAscii } from './evidence.js';
import { fixedBeginning, pattern, rangeOfFirst } from './partial.js';
import { Kind, reading } from './readings.js';

/** @import { Index, LexiconWord } from '../types.js' */
/** @import { Reading } from './readings.js' */

// The last word of a query while it is being typed: 데이텁 on its way to 데이터베이스, 서울특별시 ㄱ to 강남구.

/** Letters that narrow the vocabulary down to a few files. */
const ENOUGH_FIXED = 2;

const UNFINISHED = /^(?:[가-힣]*[가-힣ㄱ-ㅎ]|[a-z]{3,})$/;

/**
 * The commonest words of the blog that begin like the word (lower case) typed so far.
 *
 * @param {string} word
 * @param {Index} index
 */
export function completions(word, index) {
  if (!UNFINISHED.test(word) || word.length < FEWEST_LETTERS) return [];
  // hero need not be the beginning of heroku.
  const sure = !isAscii(word) || word.length >= SURE_LETTERS;
  /** @type {string[]} */
  const likeliest = [];
  for (const text of begun(word, index, { all: true })) if (likeliest.push(text) === MOST) break;
  return readings(likeliest).map((each) => ({ ...each, sure }));
}

/**
 * Words of the blog that begin like `word` (lower case) and go on, commonest first; those in names count more. Rare ones
 * are not among them, but for `all` of a long beginning.
 *
 * @param {string} word
 * @param {Index} index
 * @param {{ all?: boolean }} [options]
 */
export function* begun(word, { lexicon }, { all = false } = {}) {
  const wanted = new RegExp(`^${pattern(word, { unfinished: true })}`, 'iu');
  const first = fixedBeginning(word);
  const [from, to] = first ? [first, `${first}\u{10ffff}`] : rangeOfFirst(word);
  /** @param {LexiconWord} candidate */
  const likelihood = ({ frequency, flags }) => frequency * (flags & NAME ? NAMED : 1);
  // Rare words, too, where they are near by: the files of longer ranges are many.
  const words = all && [...first].length >= ENOUGH_FIXED ? lexicon.between(from, to) : [...lexicon.likely(from, to)];
  const ranked = words.sort((one, other) => likelihood(other) - likelihood(one));
  for (const { word: text } of ranked.slice(0, MOST_COMPARED)) {
    if (text !== word && /^[\p{L}\p{N}]+$/u.test(text) && wanted.test(text)) yield text;
  }
}

/**
 * Words that begin like `word` and come right after `before`, commonest first: in names, else in texts.
 *
 * @param {string} before
 * @param {string} word
 * @param {Index} index
 */
export function following(before, word, index) {
  if (!UNFINISHED.test(word)) return [];
  const wanted = new RegExp(
    `${escaped(before)}[^\\p{L}\\p{N}_]{1,2}(${pattern(word, { unfinished: true })}[\\p{L}\\p{N}_]*)`,
    'giu',
  );
  const named = commonest(wanted, index.names.all());
  if (named.length) return readings(named);
  const newest = [...documents(stripJosa(before.toLowerCase()), index)].slice(-MOST_POSTS).reverse();
  return readings(commonest(wanted, newest.map((document) => index.hopedPost(document) ?? { text: '' })));
}

/**
 * The commonest of the words that a pattern ends with, josa aside.
 *
 * @param {RegExp} wanted
 * @param {{ text: string }[]} texts
 */
function commonest(wanted, texts) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { text } of texts) {
    for (const [, typed] of text.matchAll(wanted)) {
      const found = stripJosa(typed.toLowerCase());
      counts.set(found, (counts.get(found) ?? 0) + 1);
    }
  }
  const ranked = [...counts].sort(([, one], [, other]) => other - one);
  return ranked.slice(0, MOST).map(([text]) => text);
}

/** @param {string} text */
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** @param {string[]} likeliest @returns {Reading[]} */
const readings = (likeliest) => likeliest.map((text, place) => reading(text, Kind.PREFIX, WEIGHTS[place]));
