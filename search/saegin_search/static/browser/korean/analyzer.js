/** Korean text to terms as the indexer cuts it: by the same rules, and by the morphemes that the export has. */

import { isNoun } from './dictionary.js';
import { wordClass, words } from './eojeol.js';
import { WORD, parts, standIn } from './latin.js';
import { normalize, span } from './normalization.js';
import { eojeols } from './segmenter.js';

/** @import { Analyzer, Files, Token } from '../types.js' */
/** @import { Part } from './eojeol.js' */

/**
 * @param {Files} files
 * @param {(word: string) => 'noun' | 'predicate' | '' | undefined} classOf of a word, where the indexer has told it
 * @returns {Analyzer}
 */
export const createAnalyzer = (files, classOf) => ({
  analyze: (text) => tokens(files, text),

  wordClass(word) {
    const normal = normalize(word).text.trim();
    const told = classOf(normal);
    if (told !== undefined) return told;
    if (!/^[가-힣]+$/.test(normal)) return '';
    if (isNoun(files, normal)) return 'noun';
    const [{ morphemes }] = eojeols(files, normal);
    const [{ isGuess, surface }] = morphemes;
    return isGuess && !isNoun(files, surface) ? '' : wordClass(morphemes);
  },
});

/** @param {Files} files @param {string} text @returns {Token[]} */
function tokens(files, text) {
  const normalized = normalize(text);
  /** @type {Token[]} */
  const found = [];
  let offset = 0;
  let position = 0;
  for (const line of normalized.text.split('\n')) {
    for (const [start, word] of wordsOf(files, line)) {
      for (const part of word) {
        const [first, last] = span(normalized, offset + start + part.start, offset + start + part.end);
        found.push({ term: part.term, start: first, end: last, position: position + part.step });
      }
      position += word[word.length - 1].step + 1;
    }
    offset += line.length + 1;
  }
  return found;
}

/**
 * Where each word of a line starts, and its terms; Latin and Korean in reading order.
 *
 * @param {Files} files
 * @param {string} line
 */
function wordsOf(files, line) {
  /** @type {[number, Part[]][]} */
  const found = [];
  for (const { 0: word, index } of line.matchAll(WORD)) {
    const terms = parts(word);
    if (terms.length) found.push([index, terms]);
  }
  if (/^[\0-\x7f]*$/.test(line)) return found;
  for (const { start, morphemes } of eojeols(files, standIn(line))) {
    for (const word of words(morphemes)) found.push([start, word]);
  }
  return found.sort(([start, [first]], [otherStart, [other]]) => start + first.start - otherStart - other.start);
}
