import { toHangul, toLatin } from '../korean/keyboard.js';
import { FEWEST_CONSONANTS, FEWEST_KEYS } from '../tables/layout.js';
import { frequency, hasBigrams, knows } from './evidence.js';
import { Kind, reading } from './readings.js';

/** @import { Index } from '../types.js' */
/** @import { Reading } from './readings.js' */

const SYLLABLES = /^[가-힣]{2,}$/;

/**
 * The word that the same keys type in the other mode, if the blog has it and not the one typed: 검색 for rjator,
 * terminal for ㅅㄷ그ㅑㅜ미.
 *
 * @param {string} word
 * @param {Index} index
 * @returns {Reading[]}
 */
export function otherLayout(word, index) {
  const meant = /^[A-Za-z]+$/.test(word) ? hangul(word, index) : latin(word, index);
  return meant ? [reading(meant, Kind.KEYBOARD)] : [];
}

/** @param {string} word @param {Index} index */
function hangul(word, index) {
  if (word.length < FEWEST_KEYS || frequency(word.toLowerCase(), index)) return '';
  // Capitals are tense consonants, or caps lock.
  const meanings = [word, word.toLowerCase()].map(toHangul).filter((meant) => SYLLABLES.test(meant));
  return meanings.find((meant) => knows(meant, index) || (meant.length > 2 && hasBigrams(meant, index))) ?? '';
}

/** @param {string} word @param {Index} index */
function latin(word, index) {
  if (!/^[가-힣ㄱ-ㅎㅏ-ㅣ0-9]*$/.test(word) || !/[가-힣ㄱ-ㅎㅏ-ㅣ]/.test(word) || frequency(word, index)) return '';
  const meant = toLatin(word).toLowerCase();
  if (!/^[a-z][a-z0-9]+$/.test(meant) || !frequency(meant, index)) return '';
  if (SYLLABLES.test(word)) return knows(word, index) ? '' : meant;
  // Consonants alone are choseong more often.
  if (/^[ㄱ-ㅎ]+$/.test(word)) return word.length >= FEWEST_CONSONANTS ? meant : '';
  return /[ㅏ-ㅣ]/.test(word) || meant.length >= FEWEST_KEYS ? meant : '';
}
