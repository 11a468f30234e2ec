/** Two views of a text that need no dictionary: bigrams of the raw eojeols, and eojeols cut off their josa. */

import { stripJosa } from './josa.js';
import { normalize } from './normalization.js';

/** Each pair of neighbouring syllables within each run of Hangul or Hanja. @param {string} text */
export const bigrams = (text) => (normalize(text).text.match(/[가-힣一-龥]+/g) ?? []).flatMap(runBigrams);

/** The bigrams of one run of syllables: 검색엔진 gives 검색, 색엔, 엔진; a run of one, as it is. @param {string} run */
export const runBigrams = (run) =>
  run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, place) => run.slice(place, place + 2));

/** Each word in lower case without its josa, judged by spelling. @param {string} text */
export const stems = (text) =>
  (normalize(text).text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => stripJosa(word));
