/** Hangul syllables taken apart and put together. Jamo are compatibility jamo, the ones that a keyboard types. */

import { CHOSEONG, JONGSEONG, JUNGSEONG, PARTS } from '../tables/hangul.js';

const FIRST_SYLLABLE = 0xac00;
const CONSONANTS = new Set([...CHOSEONG, ...JONGSEONG.filter(Boolean)]);

/** What two jamo typed after one another make. @type {Record<string, string>} */
export const COMPOUND = Object.fromEntries(Object.entries(PARTS).map(([compound, parts]) => [parts, compound]));

/** Whether a character is a whole Hangul syllable (가 to 힣). @param {string} character */
export const isSyllable = (character) => character >= '가' && character <= '힣';

/** The open syllable of an initial and a vowel, as a code point. @param {string} initial @param {string} vowel */
export const openSyllable = (initial, vowel) =>
  FIRST_SYLLABLE + (CHOSEONG.indexOf(initial) * JUNGSEONG.length + JUNGSEONG.indexOf(vowel)) * JONGSEONG.length;

/** Choseong, jungseong and jongseong ("" where there is none) of a whole syllable. @param {string} syllable */
export function decompose(syllable) {
  const code = syllable.charCodeAt(0) - FIRST_SYLLABLE;
  const body = Math.floor(code / JONGSEONG.length);
  return [
    CHOSEONG[Math.floor(body / JUNGSEONG.length)],
    JUNGSEONG[body % JUNGSEONG.length],
    JONGSEONG[code % JONGSEONG.length],
  ];
}

/** Characters as `toJamo` gives them: a vocabulary has few. @type {Map<string, string>} */
const typed = new Map();

/** The text as the simple jamo it is typed with, 왔 as ㅇㅗㅏㅆ; what is no Hangul stays. @param {string} text */
export function toJamo(text) {
  let jamo = '';
  for (const character of text) {
    let keys = typed.get(character);
    if (keys === undefined) {
      keys = (isSyllable(character) ? decompose(character) : [character]).map((part) => PARTS[part] ?? part).join('');
      typed.set(character, keys);
    }
    jamo += keys;
  }
  return jamo;
}

/** The text with each syllable's initial consonant in its place, 카카오톡 as ㅋㅋㅇㅌ. @param {string} text */
export const toChoseong = (text) => text.replace(/[가-힣]/g, (syllable) => decompose(syllable)[0]);

/**
 * What a two-set (dubeolsik) input method makes of jamo typed one after the other. Jamo that make no syllable stand
 * alone; what is no jamo ends a syllable and stays.
 *
 * @param {Iterable<string>} jamo
 */
export function compose(jamo) {
  let syllables = '';
  let [initial, vowel, final] = ['', '', ''];

  function finish() {
    const isWhole = initial && vowel;
    syllables += isWhole
      ? String.fromCharCode(openSyllable(initial, vowel) + JONGSEONG.indexOf(final))
      : initial + vowel;
    initial = vowel = final = '';
  }

  for (const letter of jamo) {
    if (JUNGSEONG.includes(letter)) {
      if (final) {
        // The consonant before a vowel is its syllable's: 갑 and ㅣ are 가비, 값 and ㅣ are 갑시.
        const parts = PARTS[final] ?? final;
        final = parts.slice(0, -1);
        finish();
        [initial, vowel] = [parts.slice(-1), letter];
      } else if (vowel && COMPOUND[vowel + letter]) {
        vowel = COMPOUND[vowel + letter];
      } else {
        if (vowel) finish();
        vowel = letter;
      }
    } else if (CONSONANTS.has(letter)) {
      const isOpen = initial && vowel;
      if (isOpen && COMPOUND[final + letter]) {
        final = COMPOUND[final + letter];
      } else if (isOpen && !final && JONGSEONG.includes(letter)) {
        final = letter;
      } else {
        finish();
        if (CHOSEONG.includes(letter)) initial = letter;
        else syllables += letter;
      }
    } else {
      finish();
      syllables += letter;
    }
  }
  finish();
  return syllables;
}
