import { bigrams, stems } from './korean/grams.js';
import { BIGRAMS, CHANNELS, K1, MEMBER_WEIGHT, STEMS, TITLE_ALONE_WEIGHT } from './tables/ranking.js';

/** @import { Index, Posting } from './types.js' */

/** The score of every document; 0 where nothing matches. @typedef {Float64Array<ArrayBuffer>} Scores */
/** A term of a channel, and how often it counts. @typedef {[channel: string, term: string, count: number]} Counted */

/** The score of every document for a text. @param {string} text @param {Index} index */
export function score(text, index) {
  const scores = new Float64Array(index.size);
  for (const [channel, term, count] of termsOf(text, index)) {
    const posting = index.postings.term(channel, term);
    const weight = CHANNELS[channel] * count;
    add(scores, posting, weight, index);
    add(scores, posting.titles, weight * TITLE_ALONE_WEIGHT, index);
  }
  return scores;
}

/** Notes the files that scoring a text, and finding its words, will need. @param {string} text @param {Index} index */
export function want(text, index) {
  // First those that no analysis is needed for, which may have to wait for files itself.
  for (const term of [...bigrams(text), ...stems(text)]) index.postings.want(term);
  for (const { term } of index.analyzer.analyze(text)) index.postings.want(term);
}

/** What a document's score for a text comes close to the more often it has its words. */
export function ceiling(/** @type {string} */ text, /** @type {Index} */ index) {
  return termsOf(text, index).reduce(
    (sum, [channel, term, count]) => sum + CHANNELS[channel] * count * rarityOf(term, index, channel),
    0,
  );
}

/** The highest inverse document frequency among the terms, 0 when no post has any. */
export const rarity = (/** @type {string[]} */ terms, /** @type {Index} */ index) =>
  Math.max(0, ...terms.map((term) => rarityOf(term, index)));

/** @param {string} term @param {Index} index */
function rarityOf(term, index, channel = '') {
  const { length } = index.postings.term(channel, term).documents;
  return length ? idf(length, index) : 0;
}

/** @param {number} matching @param {Index} index */
const idf = (matching, { size }) => Math.log(1 + (size - matching + 0.5) / (matching + 0.5));

/** Adds one term's BM25F to the scores of the documents that have it. */
function add(
  /** @type {Scores} */ scores,
  /** @type {Posting['titles']} */ { documents, frequencies },
  /** @type {number} */ weight,
  /** @type {Index} */ index,
) {
  const most = weight * idf(documents.length, index) * (K1 + 1);
  for (let i = 0; i < documents.length; i += 1) {
    scores[documents[i]] += (most * frequencies[i]) / (K1 + frequencies[i]);
  }
}

/** The terms of a text in all channels. @param {string} text @param {Index} index */
function termsOf(text, { analyzer }) {
  let last = -1;
  const morphemes = analyzer.analyze(text).map(({ term, start, end }) => {
    // Of a compound's member, beside the compound itself.
    const count = start >= last ? 1 : MEMBER_WEIGHT;
    last = Math.max(last, end);
    return { term, count };
  });
  const once = (/** @type {string} */ term) => ({ term, count: 1 });
  return [
    ...counted('', morphemes),
    ...counted(BIGRAMS, bigrams(text).map(once)),
    ...counted(STEMS, stems(text).map(once)),
  ];
}

/** @param {string} channel @param {{ term: string, count: number }[]} terms @returns {Counted[]} */
function counted(channel, terms) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { term, count } of terms) counts.set(term, (counts.get(term) ?? 0) + count);
  return [...counts].map(([term, count]) => [channel, term, count]);
}
