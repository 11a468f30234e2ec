/** Text that the analyzer can trust, with every character still traceable to where it came from. */

// Control, zero-width, exotic space and lone surrogate characters: one becomes one space. Newlines stay.
const UNSAFE =
  /[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\ud800-\udfff]/gu;
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_SHIFT = 0xff01 - 0x21;
const CONJOINING = /[\u0300-\u036f\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/;

/**
 * Normalized text; `origin[i]` is the range of the original that unit i of the text is from (absent: the same place).
 *
 * @typedef {{text: string, origin?: [number, number][]}} Normalized
 */

/**
 * The range of the original text that `text.slice(start, end)`, which is not empty, stands for.
 *
 * @param {Normalized} normalized
 * @param {number} start
 * @param {number} end
 * @returns {[number, number]}
 */
export const span = ({ origin }, start, end) => (origin ? [origin[start][0], origin[end - 1][1]] : [start, end]);

/**
 * Compose Hangul (NFC), narrow full-width ASCII, and turn what chokes a tagger into spaces.
 *
 * @param {string} text
 * @returns {Normalized}
 */
export function normalize(text) {
  const safe = text
    .replace(UNSAFE, ' ')
    .replace(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_SHIFT));
  return CONJOINING.test(safe) ? compose(safe) : { text: safe };
}

/** @param {string} text @returns {Normalized} */
function compose(text) {
  /** @type {string[][]} */
  const clusters = [];
  for (const character of text) {
    if (clusters.length && joins(character)) clusters[clusters.length - 1].push(character);
    else clusters.push([character]);
  }
  let composed = '';
  /** @type {[number, number][]} */
  const origin = [];
  let start = 0;
  for (const cluster of clusters) {
    const written = cluster.join('');
    const whole = cluster.length > 1 ? written.normalize('NFC') : written;
    for (let unit = 0; unit < whole.length; unit++) origin.push([start, start + written.length]);
    composed += whole;
    start += written.length;
  }
  return { text: composed, origin };
}

/**
 * Whether a character goes with the one before it: vowels and finals, and all that has a combining class. Scripts are
 * not told the class, but of marks that have one the lowest (U+0334) is sorted to the front.
 *
 * @param {string} character
 */
const joins = (character) =>
  (character >= '\u1160' && character <= '\u11ff') || !`\u0301${character}\u0334`.normalize('NFD').startsWith('\u0301');

/** A tag's or an author's name as it is compared: case, width, composition and spacing aside. @param {string} name */
export const fold = (name) => normalize(name).text.replace(/[^ı]/gu, caseless).replace(/\s+/g, ' ').trim();

/** A character for comparison, as Unicode folds it: ß is ss, ς is σ. @param {string} character */
const caseless = (character) => character.toLowerCase().toUpperCase().toLowerCase();
