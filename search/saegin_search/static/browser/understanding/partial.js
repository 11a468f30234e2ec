/**
 * Letters that stand for syllables: choseong (ㅋㅋㅇㅌ for 카카오톡), and a last syllable half typed (데이텁).
 *
 * Either is a pattern of syllables: all that begin like what was typed are one or two ranges of a regular expression.
 */

import { CHOSEONG, JONGSEONG, JUNGSEONG, PARTS } from '../tables/hangul.js';
import { LAUGHING } from '../tables/partial.js';
import { COMPOUND, decompose, isSyllable, openSyllable } from '../korean/hangul.js';

const LOOSE = /[ㄱ-ㅎ]/;
const PUNCTUATION = /[^\p{L}\p{N}_]/gu;
// Between syllables: how words are spaced is nobody's concern here.
const GAP = '[^\\p{L}\\p{N}_\\n]{0,2}';

/**
 * Whether a word is written with loose consonants, all of it or in part (카ㅋㅇㅌ), and nothing odd besides.
 *
 * @param {string} word
 */
export const hasChoseong = (word) =>
  LOOSE.test(word) && /^[ㄱ-ㅎ가-힣a-z0-9]+$/.test(word.replace(PUNCTUATION, ''));

/** Whether a word is one letter over and over: ㅋㅋㅋ, ㅠㅠ. @param {string} word */
export const isLaughter = (word) => new Set(word).size === 1 && LAUGHING.includes(word[0]);

/**
 * What text of syllables and loose consonants stands for, however its syllables are spaced: the source of a regular
 * expression with the flags i and u. If `unfinished`, the last syllable may be on its way to another one, or two.
 *
 * @param {string} text
 */
export function pattern(text, { unfinished = false } = {}) {
  const characters = [...text.replace(PUNCTUATION, '')];
  const isLast = (/** @type {number} */ place) => unfinished && place === characters.length - 1;
  return characters.map((character, place) => (isLast(place) ? onItsWay : letter)(character)).join(GAP);
}

/**
 * The whole syllables and letters before the first that a pattern leaves open: what all matches begin with.
 *
 * @param {string} text
 */
export function fixedBeginning(text) {
  const loose = text.search(LOOSE);
  return loose < 0 ? [...text].slice(0, -1).join('') : text.slice(0, loose);
}

/**
 * The first word and the one after the last, by code points, that a pattern of `text` may begin.
 *
 * @param {string} text
 * @returns {[string, string]}
 */
export function rangeOfFirst(text) {
  const [character] = text;
  const [, first, last] = /^\[(.)-(.)\]/.exec(letter(character)) ?? ['', character, character];
  return [first, String.fromCodePoint(/** @type {number} */ (last.codePointAt(0)) + 1)];
}

/** @param {string} character */
const letter = (character) => (LOOSE.test(character) ? syllablesFrom(character) : character);

/** All syllables that begin with a consonant, as a character class. @type {(consonant: string) => string} */
const syllablesFrom = (consonant) =>
  CHOSEONG.includes(consonant)
    ? range(openSyllable(consonant, JUNGSEONG[0]), JUNGSEONG.length * JONGSEONG.length)
    : [...PARTS[consonant]].map(syllablesFrom).join('');

/** What a last letter may become: 터 and 텁 lead to 텁 and 터베, 고 to 과 and 곳. @param {string} character */
function onItsWay(character) {
  if (!isSyllable(character)) return letter(character);
  const [initial, vowel, final] = decompose(character);
  const grown = Object.entries(COMPOUND).filter(([parts]) => parts[0] === (final || vowel));
  if (!final) {
    const vowels = [vowel, ...grown.map(([, whole]) => whole)];
    return `(?:${vowels.map((each) => range(openSyllable(initial, each), JONGSEONG.length)).join('|')})`;
  }
  const closed = (/** @type {string} */ jamo) =>
    String.fromCharCode(openSyllable(initial, vowel) + JONGSEONG.indexOf(jamo));
  const parts = PARTS[final] ?? final;
  const finals = grown.map(([, whole]) => closed(whole)).join('');
  return `(?:[${character}${finals}]|${closed(parts.slice(0, -1))}${GAP}${syllablesFrom(parts.slice(-1))})`;
}

/** @param {number} first @param {number} size */
const range = (first, size) => `[${String.fromCharCode(first)}-${String.fromCharCode(first + size - 1)}]`;
