/** The two-set (dubeolsik, KS X 5002) keyboard: what a word is when it was typed in the other language's mode. */

import { HANGUL_ROWS, ROWS, SHIFTED } from '../tables/keyboard.js';
import { compose, toJamo } from './hangul.js';

const KEYS = ROWS.flatMap((keys, row) => [...keys].map((key, place) => [key, HANGUL_ROWS[row][place]]));

/** @type {Record<string, string>} */
const TO_JAMO = Object.fromEntries([
  ...KEYS.map(([key, jamo]) => [key.toUpperCase(), jamo]),
  ...KEYS,
  ...Object.entries(SHIFTED),
]);

/** @type {Record<string, string>} */
const TO_LATIN = Object.fromEntries([...KEYS, ...Object.entries(SHIFTED)].map(([key, jamo]) => [jamo, key]));

/** What Latin letters give in Hangul mode: rjator is 검색, zhzkzhffk is 코카콜라. @param {string} text */
export const toHangul = (text) => compose([...text].map((letter) => TO_JAMO[letter] ?? letter));

/** What Hangul gives in Latin mode: ㅅㄷ그ㅑㅜ미 is terminal, 까 is Rk. @param {string} text */
export const toLatin = (text) => toJamo(text).replace(/[ㄱ-ㅣ]/g, (jamo) => TO_LATIN[jamo]);
