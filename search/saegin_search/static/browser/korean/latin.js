/** Latin words and numbers: identifiers, versions, product names, and the parts a reader may search them by. */

import { LONGEST_TERM } from '../tables/eojeol.js';
import { LONGEST_STAND_IN } from '../tables/latin.js';

/** @typedef {{term: string, start: number, end: number, step: number}} Part */

const WORDS = [
  /(?<![\w.])\.[A-Za-z]{2,}\w*/, // .NET
  // docker, k8s, as_view, node.js, flask-restplus, v1.2.3, C++, C#
  /[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f]*(?:[.\-_+/&'@][A-Za-z0-9\u00c0-\u024f][\w\u00c0-\u024f]*)*(?:\+\+|#)?/,
  /\d+(?:[.,:-]\d+)*[A-Za-z]*/, // 1,000  1.2.3  2048px  2017-03-02
];

/** A Latin word or a number. */
export const WORD = new RegExp(WORDS.map(({ source }) => source).join('|'), 'g');


const PART = /[A-Za-z\u00c0-\u024f]+(?:\+\+|#)?|\d+/g;
const HUMP = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+/g;

/**
 * The line with each Latin word or number replaced by short letters or digits, every offset unchanged.
 *
 * @param {string} line
 */
export const standIn = (line) =>
  line.replace(WORD, (word) =>
    (/\d$/.test(word) ? '1' : 'a').repeat(Math.min(word.length, LONGEST_STAND_IN)).padStart(word.length),
  );

/**
 * The terms of one match of `WORD`, counted from its beginning; none for what is no word (a key, a blob).
 *
 * The word itself and its joined form stand at step 0; its members (at punctuation and at camelCase humps) follow one
 * another from step 0, so that the phrase "flask restplus" finds FLASK-RESTPLUS.
 *
 * @param {string} word
 * @returns {Part[]}
 */
export function parts(word) {
  if (word.length > LONGEST_TERM) return [];
  const whole = { start: 0, end: word.length, step: 0 };
  if (/^\d{1,3}(?:,\d{3})+$/.test(word)) return [{ term: word.replaceAll(',', ''), ...whole }];
  const term = word.toLowerCase();
  const joined = term.replace(/[^\w\u00c0-\u024f]|_/g, '');
  const members = membersOf(word);
  const found = [{ term, ...whole }];
  if (members.length && joined !== term && !/^\d+$/.test(joined)) found.push({ term: joined, ...whole });
  members.forEach(([start, end], step) => {
    if (end - start > 1) found.push({ term: word.slice(start, end).toLowerCase(), start, end, step });
  });
  return found;
}

/** @param {string} word @returns {[number, number][]} */
function membersOf(word) {
  const found = [...word.matchAll(PART)].flatMap(({ 0: part, index }) =>
    /[a-z][A-Z]/.test(part) ? ranges(part.matchAll(HUMP), index) : ranges([{ 0: part, index }], 0),
  );
  return found.length > 1 ? found : [];
}

/** @param {Iterable<{0: string, index: number}>} matches @param {number} offset @returns {[number, number][]} */
const ranges = (matches, offset) =>
  Array.from(matches, ({ 0: text, index }) => [offset + index, offset + index + text.length]);
