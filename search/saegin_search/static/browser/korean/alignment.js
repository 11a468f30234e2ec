/** Whether a word in Hangul and one in Latin letters are the same by ear: the cheapest way to spell one as the other. */

import {
  OTHER_VOWEL,
  PLAIN_VOWELS,
  ROUNDING,
  SILENT,
  SPELLINGS,
  TOLERANCE,
  TOLERANCE_OF_LITTLE,
  TOLERANCES,
  UNWRITTEN,
} from '../tables/alignment.js';
import { JONGSEONG, JUNGSEONG, PARTS } from '../tables/hangul.js';
import { decompose } from './hangul.js';
import { letters, soundKeys } from './sounds.js';

/**
 * A step of an alignment: the letters that must come, how many units of Hangul it uses up, how many of the letters it
 * takes, and its cost.
 *
 * @typedef {{spelling: string, used: number, taken: number, cost: number}} Step
 */

const BEFORE_FINALS = 0x11a7;
const VOWELS = 'aeiouy';
const LONGEST = Math.max(...Object.keys(SPELLINGS).map((units) => units.length));
/** @type {[RegExp, number][]} */
const SILENCES = SILENT.map(([pattern, cost]) => [new RegExp(`^(?:${pattern})`), cost]);

/**
 * Hangul as the characters that the rules are written in: an initial, vowel or final each, no null initials.
 *
 * Finals are the jongseong of Unicode (U+11A8 on), as compatibility jamo do not tell them from initials. Of a double
 * final the second consonant sounds as an initial. What is no syllable stays.
 *
 * @param {string} text
 */
export const units = (text) => text.replace(/[가-힣]/g, syllable);

/** @param {string} character */
function syllable(character) {
  const [initial, vowel, final] = decompose(character);
  const [first, second = ''] = PARTS[final] ?? final;
  return (
    (initial === 'ㅇ' ? '' : initial) +
    (PLAIN_VOWELS[initial]?.[vowel] ?? vowel) +
    (first ? String.fromCharCode(BEFORE_FINALS + JONGSEONG.indexOf(first)) : '') +
    second
  );
}

/**
 * How far Hangul is from a spelling of the Latin word: 0 as the rules spell it, infinite beyond `limit`.
 *
 * The cost of the best alignment over the mean length of both, so that one doubtful vowel weighs less in a longer word.
 * Letters and digits within the Hangul stand for themselves; what is neither letter nor digit is passed over.
 *
 * @param {string} hangul
 * @param {string} latin
 * @param {number} limit
 */
export function mismatch(hangul, latin, limit) {
  const sounds = units(letters(hangul));
  const spelt = letters(latin);
  if (!sounds || !spelt) return Infinity;
  const size = (sounds.length + spelt.length) / 2;
  const mean = cheapest(sounds, spelt, limit * size + ROUNDING) / size;
  return mean <= limit ? mean : Infinity;
}

/**
 * The highest mismatch at which a pair is believed at all. Words of few sounds are like many others by chance, so they
 * have to agree better.
 *
 * @param {string} hangul
 * @param {string} latin
 */
export function tolerance(hangul, latin) {
  const sounds = units(letters(hangul)).length;
  const [, limit] = TOLERANCES.find(([size]) => sounds < size) ?? [0, TOLERANCE];
  const isLittle = soundKeys(hangul).every((key) => key.length < 2) || letters(latin).length < 3;
  return isLittle ? Math.min(limit, TOLERANCE_OF_LITTLE) : limit;
}

/**
 * The cost of the best alignment, infinite if it is over `most`.
 *
 * @param {string} sounds
 * @param {string} spelt
 * @param {number} most
 */
function cheapest(sounds, spelt, most) {
  const ended = `${spelt}$`;
  const silence = silences(spelt);
  // A cell is what it costs to have used up so many units (row) and letters (column).
  const rows = Array.from({ length: sounds.length + 1 }, () => new Float64Array(spelt.length + 1).fill(Infinity));
  rows[0][0] = 0;
  rows.forEach((row, place) => {
    /** @type {Step[] | undefined} */
    let steps;
    row.forEach((_, column) => {
      const cost = row[column];
      if (cost === Infinity) return;
      steps ??= stepsFrom(sounds.slice(place, place + LONGEST));
      for (const step of steps) {
        const total = cost + step.cost;
        if (total > most || !ended.startsWith(step.spelling, column)) continue;
        const cells = rows[place + step.used];
        cells[column + step.taken] = Math.min(cells[column + step.taken], total);
      }
      const total = cost + silence[column];
      if (total <= most) row[column + 1] = Math.min(row[column + 1], total);
    });
  });
  return rows[sounds.length][spelt.length];
}

/** @type {Map<string, Step[]>} */
const remembered = new Map();

/** The steps that are possible where certain units come next. @param {string} ahead */
function stepsFrom(ahead) {
  let steps = remembered.get(ahead);
  if (!steps) remembered.set(ahead, (steps = [...findSteps(ahead)]));
  return steps;
}

/** @param {string} ahead @returns {Iterable<Step>} */
function* findSteps(ahead) {
  for (let used = 1; used <= ahead.length; used++) {
    for (const [spelling, cost] of Object.entries(SPELLINGS[ahead.slice(0, used)] ?? {})) {
      yield { spelling: spelling.replace('|', ''), used, taken: spelling.split('|')[0].length, cost };
    }
  }
  const [unit] = ahead;
  if (unit in UNWRITTEN) {
    const vowels = JUNGSEONG.includes(unit) ? VOWELS : '';
    for (const spelling of vowels) yield { spelling, used: 1, taken: 1, cost: OTHER_VOWEL };
    yield { spelling: '', used: 1, taken: 0, cost: UNWRITTEN[unit] };
  } else if (unit) {
    yield { spelling: unit, used: 1, taken: 1, cost: 0 };
  }
}

/** What it costs to leave out each letter, and the end. @param {string} spelt */
function silences(spelt) {
  const padded = `^${spelt}$$`;
  const costs = Array.from(spelt, (_, place) => {
    const window = padded.slice(place, place + 4);
    return /** @type {[RegExp, number]} */ (SILENCES.find(([pattern]) => pattern.test(window)))[1];
  });
  return [...costs, Infinity];
}
