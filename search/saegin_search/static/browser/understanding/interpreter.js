import { EXACT_ENOUGH, LONGEST_SPELLED, MOST_WORDS, PARAPHRASE_WEIGHT, SYNONYM_WEIGHT } from '../tables/interpreter.js';
import { corrections, sight } from './by-need.js';
import { completions, following } from './completion.js';
import { frequency, inDictionary, knows } from './evidence.js';
import { otherLayout } from './layout.js';
import { hasChoseong, isLaughter } from './partial.js';
import { Kind, reading } from './readings.js';
import { inOtherScript } from './scripts.js';
import { respaced } from './spacing.js';
import { synonymsOf } from './synonyms.js';
import { postsOfYear } from './years.js';

/** @import { Index } from '../types.js' */
/** @import { Word } from '../words.js' */
/** @import { Reading, Understood } from './readings.js' */

// Which readings of a query's words count: what the blog has is left alone, what it lacks is read otherwise.

const PLAIN = /^(?:[가-힣]+|[A-Za-z]+)$/;
const HANGUL = /^[가-힣]+$/;

/**
 * The words that may be read otherwise; no word is in two of them. A long text means what it says.
 *
 * @param {Word[]} words
 * @param {Index} index
 */
export function interpret(words, index) {
  /** @type {Understood[]} */
  const found = [];
  if (words.length > MOST_WORDS) return found;
  for (let place = 0; place < words.length; ) {
    const [understood] = from(words, place, index);
    if (understood) found.push(understood);
    place = understood ? understood.last : place + 1;
  }
  return found;
}

/**
 * A phrase as the posts space it: quotation marks fix the words and their order, not how they are spaced.
 *
 * @param {string} phrase
 * @param {Index} index
 * @returns {Reading | undefined}
 */
export function respacedPhrase(phrase, index) {
  const typed = phrase.toLowerCase().split(/\s+/).filter(Boolean);
  return typed.every((word) => knows(word, index)) ? undefined : respaced(typed, index)[0];
}

/**
 * Readings of the words from a place on, of several before those of one.
 *
 * @param {Word[]} words
 * @param {number} place
 * @param {Index} index
 * @returns {Generator<Understood>}
 */
function* from(words, place, index) {
  const { surface } = words[place];
  const year = words.length > 1 ? postsOfYear(surface) : [];
  if (year.length) yield { first: place, last: place + 1, readings: year, known: true };
  yield* synonymous(words, place, index);
  if (hasChoseong(surface)) {
    yield* spelled(words, place, index);
  } else if (PLAIN.test(surface)) {
    yield* compound(words, place, index);
    yield* parted(words, place, index);
  }
  yield* single(words, place, index);
}

/** @param {Word[]} words @param {number} place @param {Index} index @returns {Generator<Understood>} */
function* synonymous(words, place, index) {
  const { length, others } = synonymsOf(words.slice(place), index.synonyms, Kind.SYNONYM, SYNONYM_WEIGHT);
  if (!length) return;
  const known = words.slice(place, place + length).every(({ surface }) => knows(surface.toLowerCase(), index));
  yield { first: place, last: place + length, readings: others, known };
}

/** @param {Word[]} words @param {number} place @param {Index} index @returns {Generator<Understood>} */
function* spelled(words, place, index) {
  let last = place;
  while (last < words.length && hasChoseong(words[last].surface)) last += 1;
  const text = words.slice(place, last).map(({ surface }) => surface).join(' ');
  const isOne = last === place + 1;
  if (isOne && (isLaughter(text) || text.length < 2)) return;
  const mayBeMeant = text.length <= LONGEST_SPELLED && sight(text, index).texts.length > 0;
  const readings = mayBeMeant ? [reading(text, Kind.CHOSEONG)] : [];
  if (isOne) readings.push(...inOtherLayout(text, index));
  // Also without a reading: what no words together are, a part of them need not be tried for.
  yield { first: place, last, readings, known: !readings.length };
}

/**
 * Two words that are one in the blog (검색 엔진): the other script has to have both, not each for itself.
 *
 * @param {Word[]} words
 * @param {number} place
 * @param {Index} index
 * @returns {Generator<Understood>}
 */
function* compound(words, place, index) {
  const [one, other] = words.slice(place, place + 2);
  if (!other || !HANGUL.test(one.surface) || !HANGUL.test(other.surface)) return;
  const joined = one.surface + other.stem;
  if (frequency(joined, index) && knows(one.surface, index) && knows(other.stem, index)) {
    yield { first: place, last: place + 2, readings: inOtherScript(joined, true, index), known: true };
  }
}

/**
 * Two or three words that the posts join or part elsewhere, unless the blog has them as they are.
 *
 * @param {Word[]} words
 * @param {number} place
 * @param {Index} index
 * @returns {Generator<Understood>}
 */
function* parted(words, place, index) {
  for (const length of [3, 2]) {
    const run = words.slice(place, place + length);
    if (run.length < length || !run.every(({ surface }) => PLAIN.test(surface))) continue;
    const typed = run.map(({ surface }) => surface.toLowerCase());
    if (typed.every((word) => knows(word, index))) continue;
    let readings = respaced(typed, index);
    if (!readings.length && length === 2 && typed.every((word) => HANGUL.test(word))) {
      readings = inOtherScript(typed.join(''), false, index).filter(({ weight }) => weight > EXACT_ENOUGH);
    }
    if (readings.length) yield { first: place, last: place + length, readings, known: false };
  }
}

/** @param {Word[]} words @param {number} place @param {Index} index @returns {Generator<Understood>} */
function* single(words, place, index) {
  const typed = words[place].surface;
  const isLast = place === words.length - 1;
  if (/[ㄱ-ㅣ]/.test(typed)) {
    let readings = inOtherLayout(typed, index);
    if (!readings.length && isLast) readings = completed(words, place, index);
    yield { first: place, last: place + 1, readings, known: false };
  } else if (PLAIN.test(typed)) {
    const lower = typed.toLowerCase();
    const known = knows(lower, index);
    const readings = known
      ? [...inOtherScript(lower, true, index), ...paraphrased(words[place], index)]
      : corrected(typed, isLast, index);
    if (readings.length || !known) yield { first: place, last: place + 1, readings, known };
  }
}

/** @param {Word} word @param {Index} index */
const paraphrased = (word, index) =>
  synonymsOf([word], index.paraphrases, Kind.PARAPHRASE, PARAPHRASE_WEIGHT).others;

/** @param {string} typed @param {boolean} isLast @param {Index} index @returns {Reading[]} */
function corrected(typed, isLast, index) {
  const lower = typed.toLowerCase();
  const isLatin = !HANGUL.test(lower);
  const meant = inOtherLayout(typed, index);
  if (meant.length) return meant;
  const same = inOtherScript(lower, false, index);
  if (same.some(({ weight }) => weight >= (isLatin ? 1 : EXACT_ENOUGH))) return same;
  let readings = respaced([lower], index);
  if (isLast && !readings.length && !inDictionary(lower, index)) readings = completions(lower, index);
  const slips = readings.some(({ kind }) => kind === Kind.PREFIX) ? [] : corrections(lower, index);
  // A slip, or a word begun, is likelier than one of another script that the blog happens to have.
  const isDoubtful = isLatin && (readings.length > 0 || slips.some(({ sure }) => sure));
  return [...slips, ...readings, ...(isDoubtful ? same.map((each) => ({ ...each, sure: false })) : same)];
}

/** The word meant, and what means the same as it. @param {string} typed @param {Index} index */
const inOtherLayout = (typed, index) =>
  otherLayout(typed, index).flatMap((meant) => [meant, ...inOtherScript(meant.text, true, index)]);

/** @param {Word[]} words @param {number} place @param {Index} index */
function completed(words, place, index) {
  const word = words[place].surface.toLowerCase();
  const readings = place ? following(words[place - 1].surface, word, index) : [];
  return readings.length ? readings : completions(word, index);
}
