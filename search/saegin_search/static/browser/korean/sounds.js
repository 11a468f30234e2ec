/** How words sound, whichever script they are written in: a key of consonants, as Soundex and Metaphone have them. */

import { PARTS } from '../tables/hangul.js';
import { ACRONYM, HANGUL_SOUNDS, LATIN_SOUNDS, LETTER_SOUNDS, MOST_FORKS } from '../tables/sounds.js';
import { decompose } from './hangul.js';

const LATIN_SOUND = new RegExp(LATIN_SOUNDS.map(([pattern]) => `(${pattern})`).join('|'), 'g');
const LATIN_OPTIONS = LATIN_SOUNDS.map(([, sounds]) => sounds.split(' ').map((sound) => sound.replace('-', '')));
const IS_ACRONYM = new RegExp(`^(?:${ACRONYM})$`);
// ts is one sound, and so are two alike.
const REPEATED = /T(?=S)|S(?=T?S)|(.)(?=\1)/g;

/** Lower-case letters without accents, syllables and digits of a word. @param {string} word */
export const letters = (word) =>
  word
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\u00c0-\u024f]/g, (accented) => accented.normalize('NFD')[0])
    .replace(/[^a-z0-9가-힣]/g, '');

/**
 * Keys by which words of either script that may be the same are found: such words have one in common.
 *
 * Words of both scripts (우버x) have keys too; what has no letter has none.
 *
 * @param {string} word
 * @returns {string[]}
 */
export function soundKeys(word) {
  const spelt = letters(word);
  if (!/[가-힣]/.test(spelt)) return latinKeys(spelt);
  const runs = spelt.match(/[가-힣]|[a-z]+/g) ?? [];
  return keys(
    runs.map((run) => {
      if (/[가-힣]/.test(run)) return syllableSounds(run);
      return run.length === 1 ? [LETTER_SOUNDS[run] ?? ''] : latinKeys(run).sort();
    }),
  );
}

/** Every way through the forks; of too many, the last ones are not taken. @param {string[][]} sounds */
function keys(sounds) {
  let room = MOST_FORKS;
  let ways = [''];
  for (const options of sounds) {
    const taken = options.length > room ? options.slice(0, 1) : options;
    room = Math.floor(room / taken.length);
    ways = ways.flatMap((way) => taken.map((sound) => way + sound));
  }
  return [...new Set(ways.map((way) => way.replace(REPEATED, '')))];
}

/** @param {string} syllable */
function syllableSounds(syllable) {
  const [initial, , final] = decompose(syllable);
  const onset = HANGUL_SOUNDS[initial] ?? '';
  if (final === 'ㅇ') return [`${onset}N`];
  if (final === 'ㅅ') return [`${onset}T`, `${onset}S`];
  return [onset + [...(PARTS[final] ?? final)].map((jamo) => HANGUL_SOUNDS[jamo] ?? '').join('')];
}

/** @param {string} spelt */
function latinKeys(spelt) {
  if (/^\d*$/.test(spelt)) return [];
  const sounds = Array.from(spelt.matchAll(LATIN_SOUND), ([, ...groups]) =>
    LATIN_OPTIONS[groups.findIndex((group) => group !== undefined)],
  );
  const byLetters = [...spelt].map((letter) => [LETTER_SOUNDS[letter] ?? '']);
  return [...new Set([...keys(sounds), ...(IS_ACRONYM.test(spelt) ? keys(byLetters) : [])])];
}
