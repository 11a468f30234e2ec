import { toJamo } from '../korean/hangul.js';
import { stripJosa } from '../korean/josa.js';
import { JOSA } from '../tables/josa.js';
import { NEIGHBOURS } from '../tables/keyboard.js';
import { NAME, NOUN } from '../tables/lexicon.js';
import {
  CLOSE_SECOND,
  HOMOPHONE,
  HOMOPHONES,
  LONG,
  LONG_WORD,
  MOST,
  NO_NOUN,
  OTHER_BEGINNING,
  OTHER_LENGTH,
  POSTS_OF_NAME,
  RARER,
  SECOND_WEIGHT,
  SHORTEST,
  SHORT_WORD,
  SLIP,
  SURE,
  SURE_COST,
  SURE_COST_OF_LONG,
  SWAP,
  WEIGHT_OF_COST,
  WITHOUT_JOSA,
} from '../tables/typos.js';
import { inDictionary, isAscii } from './evidence.js';
import { Kind, reading } from './readings.js';

/** @import { Index, LexiconWord } from '../types.js' */
/** @import { Reading } from './readings.js' */

// Words of the blog that are a letter or two away, letters being jamo in Hangul. Distance is that of optimal string
// alignment, with slips of the finger cheaper: a neighbouring key, the shift key, two letters in the wrong order.

/** @typedef {{ cost: number, frequency: number, word: string }} Candidate */

const IS_HANGUL = /^[가-힣]+$/;
const homophones = new Set(HOMOPHONES.flatMap(([one, other]) => [one + other, other + one]));

/**
 * What an unknown word (lower case) was probably meant to be, likeliest first. A short word of the dictionary is more
 * likely another word, so that its corrections are unsure.
 *
 * @param {string} word
 * @param {Index} index
 * @returns {Reading[]}
 */
export function corrections(word, index) {
  const isHangul = IS_HANGUL.test(word);
  if (!isHangul && !/^[a-z]+$/.test(word)) return [];
  // A word of one syllable with its josa (탑은) is like too many others.
  if (stripJosa(word, 1).length === 1 && word.length > 1) return [];
  const ranked = likeliest(word, index);
  if (!ranked.length) return [];
  const isOtherWord = isHangul && stripJosa(word).length <= SHORT_WORD && inDictionary(word, index);
  const sureCost = word.length >= LONG_WORD ? SURE_COST_OF_LONG : SURE_COST;
  const isSure = toJamo(word).length >= SURE && !isOtherWord && (isHangul || ranked[0].cost <= sureCost);
  return ranked.slice(0, MOST).map((candidate, place) => {
    const isRival = place > 0 && unlikeliness(candidate) > unlikeliness(ranked[0]) + CLOSE_SECOND;
    const weight = (1 - WEIGHT_OF_COST * candidate.cost) * (place ? SECOND_WEIGHT : 1);
    return reading(candidate.word, Kind.TYPO, weight, isSure && !isRival);
  });
}

/** @param {string} word @param {Index} index */
function likeliest(word, index) {
  /** @type {Map<string, Candidate>} */
  const found = new Map();
  for (const form of new Set([word, stripJosa(word)])) {
    for (const candidate of near(form, index)) {
      if (form !== word) candidate.cost += WITHOUT_JOSA;
      const other = found.get(candidate.word);
      if (!other || candidate.cost < other.cost) found.set(candidate.word, candidate);
    }
  }
  /** @param {Candidate} candidate */
  const rank = (candidate) => Math.round(unlikeliness(candidate) * 1e6);
  return [...found.values()].sort((one, other) => rank(one) - rank(other) || (one.word < other.word ? -1 : 1));
}

/** @param {string} form @param {Index} index */
function near(form, index) {
  const letters = toJamo(form);
  /** @type {Candidate[]} */
  const found = [];
  if (letters.length < SHORTEST) return found;
  const edits = letters.length >= LONG ? 2 : 1;
  for (const { word, frequency, flags } of speltLike(letters, edits, index.lexicon.allLikely())) {
    const joined = word.replaceAll(' ', '');
    if (isAscii(joined) !== isAscii(form) || joined === form || stripJosa(joined) === form || JOSA.includes(joined)) {
      continue;
    }
    let cost = distance(letters, toJamo(joined), edits);
    if (cost > edits) continue;
    if (joined[0] !== form[0]) cost += OTHER_BEGINNING;
    if (joined.length !== form.length) cost += OTHER_LENGTH;
    if (!isAscii(joined) && !(flags & (NOUN | NAME))) cost += NO_NOUN;
    found.push({ cost, frequency: frequency + (flags & NAME ? POSTS_OF_NAME : 0), word });
  }
  return found;
}

/** Of a candidate: the mistakes it takes, less for a common word. @param {Candidate} candidate */
const unlikeliness = ({ cost, frequency }) => cost - Math.log(frequency) / Math.log(RARER);

/**
 * What is compared of words' spellings before their letters are: how many these are, and as bits which there are once,
 * and which twice.
 *
 * @typedef {{ lengths: Uint8Array, once: Uint32Array, twice: Uint32Array }} Spellings
 */

/** @type {WeakMap<LexiconWord[], Spellings>} */
const spellings = new WeakMap();

/**
 * Words that may be at most `edits` letters away: none is missing, some are too many. The letters of two words so near
 * differ by at most two an edit.
 *
 * @param {string} letters
 * @param {number} edits
 * @param {LexiconWord[]} words
 */
function speltLike(letters, edits, words) {
  const [once, twice] = bits(letters);
  const all = spellings.get(words) ?? spelt(words);
  return words.filter(
    (_, at) =>
      Math.abs(all.lengths[at] - letters.length) <= edits &&
      ones(all.once[at] ^ once) + ones(all.twice[at] ^ twice) <= 2 * edits,
  );
}

/** @param {LexiconWord[]} words */
function spelt(words) {
  const lengths = new Uint8Array(words.length);
  const once = new Uint32Array(words.length);
  const twice = new Uint32Array(words.length);
  words.forEach(({ word }, at) => {
    const letters = toJamo(word.replaceAll(' ', ''));
    lengths[at] = Math.min(letters.length, 255);
    [once[at], twice[at]] = bits(letters);
  });
  spellings.set(words, { lengths, once, twice });
  return { lengths, once, twice };
}

/** @param {string} letters */
function bits(letters) {
  let once = 0;
  let twice = 0;
  for (let at = 0; at < letters.length; at += 1) {
    const bit = 1 << (letters.charCodeAt(at) % 32);
    twice |= once & bit;
    once |= bit;
  }
  return [once, twice];
}

/** How many bits of a number are set. @param {number} number */
function ones(number) {
  let count = 0;
  for (; number; number &= number - 1) count += 1;
  return count;
}

/**
 * The cost of turning one string of letters into another; infinite when it takes more than `most` edits.
 *
 * @param {string} one
 * @param {string} other
 * @param {number} most
 */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  /** @type {number[]} */
  let twoBefore = [];
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, column) => (column <= most ? column : Infinity));
  for (let i = 1; i <= one.length; i += 1) {
    [twoBefore, before] = [before, row];
    row = Array(other.length + 1).fill(Infinity);
    if (i <= most) row[0] = i;
    const letter = one[i - 1];
    for (let j = Math.max(1, i - most); j <= Math.min(other.length, i + most); j += 1) {
      row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + substitution(letter, other[j - 1]));
      const isSwapped = i > 1 && j > 1 && letter === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped && letter !== other[j - 1]) row[j] = Math.min(row[j], twoBefore[j - 2] + SWAP);
    }
    if (Math.min(...row) > most) return Infinity;
  }
  return row[other.length] <= most ? row[other.length] : Infinity;
}

/** @param {string} letter @param {string} other */
function substitution(letter, other) {
  if (letter === other) return 0;
  if (homophones.has(letter + other)) return HOMOPHONE;
  return NEIGHBOURS[letter]?.includes(other) ? SLIP : 1;
}
