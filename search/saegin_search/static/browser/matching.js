import { bigrams } from './korean/grams.js';
import { fold } from './korean/normalization.js';
import { isFiltered, yearSpan } from './query.js';
import { LONG_ENOUGH, TERM_FIELDS } from './tables/matching.js';
import { PLACES_PER_FIELD } from './tables/postings.js';
import { BIGRAMS, STEMS } from './tables/ranking.js';

/** @import { Index } from './types.js' */
/** @import { Filters, Period } from './query.js' */
/** @import { Groups, Unit, Word } from './words.js' */

// Which posts a query is about: masks over all documents, one per word, phrase or filter. What takes `inTitle` looks
// into titles alone if that is true.

/** 1 for each document that is meant. @typedef {Uint8Array<ArrayBuffer>} Mask */

const TITLE = TERM_FIELDS.indexOf('title');
const HANGUL = /[가-힣]/;
const ALL_HANGUL = /^[가-힣]+$/;

/** No document. @param {Index} index @returns {Mask} */
export const nothing = ({ size }) => new Uint8Array(size);

/** @param {Index} index */
export const everything = (index) => nothing(index).fill(1);

/** Keeps of a mask what another one has. @param {Mask} mask @param {Mask} other */
export function and(mask, other) {
  for (let i = 0; i < mask.length; i += 1) mask[i] &= other[i];
  return mask;
}

/** Adds to a mask what another one has. @param {Mask} mask @param {Mask} other */
export function or(mask, other) {
  for (let i = 0; i < mask.length; i += 1) mask[i] |= other[i];
  return mask;
}

/** @param {Mask} mask */
export const not = (mask) => mask.map((bit) => 1 - bit);

/** @param {Mask} mask */
export const any = (mask) => mask.includes(1);

/** @param {Mask} mask */
export const count = (mask) => mask.reduce((sum, bit) => sum + bit, 0);

/** Documents with all of the word's units, or with all of its bigrams. @param {Word} word @param {Index} index */
export function withWord({ units, stem }, index, inTitle = false) {
  const found = units.reduce(
    (all, unit) => and(all, withUnit(unit, index, inTitle)),
    units.length ? everything(index) : nothing(index),
  );
  // Bigrams of a word this long occur together almost only where the word does; shorter ones also occur inside others
  // (도시 in 도시락), so those are found by terms alone while any post has the term.
  const isLong = [...stem].length >= LONG_ENOUGH;
  return isLong || !any(found) ? or(found, withBigrams(stem, index, inTitle)) : found;
}

/** Documents with one of the unit's names, or with its members next to one another. */
function withUnit(/** @type {Unit} */ { names, members }, /** @type {Index} */ index, inTitle = false) {
  const named = withAny('', names, index, inTitle);
  if (members.length < 2) return named;
  /** @type {Groups} */
  const groups = members.map(([step, term]) => [step, [term]]);
  return withAdjacent(groups, index, named, inTitle);
}

/** Documents with a word that the blog may not have letter by letter, where its units are shreds of it. */
export function asWritten(/** @type {Word} */ { stem }, /** @type {Index} */ index) {
  if (ALL_HANGUL.test(stem)) return withBigrams(stem, index);
  return or(withAny('', [stem], index), withAny(STEMS, [stem], index));
}

/** Documents with any of the word's units, or with all of its bigrams. @param {Word} word @param {Index} index */
export const partOf = (word, index) =>
  word.units.reduce((found, unit) => or(found, withUnit(unit, index)), withWord(word, index));

/** Documents with the terms next to one another, in one field; `text` serves where it has no terms. */
export function withPhrase(/** @type {Groups} */ groups, /** @type {string} */ text, /** @type {Index} */ index) {
  const whole = groups.filter(([, terms]) => !terms.every((term) => isTorn(term, index)));
  if (groups.length && groups.length === whole.length) return withAdjacent(groups, index, nothing(index));
  return whole.reduce((all, [, terms]) => and(all, withAny('', terms, index)), withBigrams(text, index));
}

/**
 * Is a word of Hangul in no post? Then the indexer may have torn it (랩핑 to 랩 and 핑) where the browser, with fewer
 * morphemes, has not. How many terms it takes up in posts is not known, but its syllables are.
 *
 * @param {string} term
 * @param {Index} index
 */
const isTorn = (term, { postings }) => ALL_HANGUL.test(term) && !postings.term('', term).documents.length;

/** Documents of a calendar year. @param {number} year @param {Index} index */
export const ofYear = (year, index) => ofPeriod(yearSpan(year), index);

/** Documents that pass. @param {Filters} filters @param {Index} index */
export function passing(filters, index) {
  const found = everything(index);
  if (!isFiltered(filters)) return found;
  for (const tag of filters.tags) and(found, tagged(tag, index));
  for (const author of filters.authors) and(found, by(author, index));
  for (const tag of filters.withoutTags) and(found, not(tagged(tag, index)));
  for (const author of filters.withoutAuthors) and(found, not(by(author, index)));
  return and(found, ofPeriod([filters.after, filters.before], index));
}

/** @param {Period} period @param {Index} index */
function ofPeriod([after, before], index) {
  const found = everything(index);
  if (after === null && before === null) return found;
  return found.map((_, document) => {
    const day = index.days[document];
    const isDated = index.moments[document] > 0;
    return Number(isDated && (after === null || day >= after) && (before === null || day < before));
  });
}

/** @param {string} tag @param {Index} index */
function tagged(tag, index) {
  const wanted = fold(tag);
  const find = (/** @type {Index['tags']} */ tags) => tags.find(({ name }) => fold(name) === wanted);
  return mask((find(index.tags) ?? find(index.allTags()))?.documents ?? [], index);
}

/** @param {string} author @param {Index} index */
const by = (author, index) => mask(index.authors.get(fold(author)) ?? [], index);

/** @param {Iterable<number>} documents @param {Index} index */
function mask(documents, index, found = nothing(index)) {
  for (const document of documents) found[document] = 1;
  return found;
}

/** Documents with any of the terms. @param {string} channel @param {string[]} terms @param {Index} index */
function withAny(channel, terms, index, inTitle = false) {
  const found = nothing(index);
  for (const term of terms) {
    const posting = index.postings.term(channel, term);
    mask((inTitle ? posting.titles : posting).documents, index, found);
  }
  return found;
}

/** @param {string} text @param {Index} index */
function withBigrams(text, index, inTitle = false) {
  if (!HANGUL.test(text)) return nothing(index);
  return bigrams(text).reduce((all, gram) => and(all, withAny(BIGRAMS, [gram], index, inTitle)), everything(index));
}

/** Documents of `found`, and those that have a term of each group, one after the other. */
function withAdjacent(
  /** @type {Groups} */ groups,
  /** @type {Index} */ index,
  /** @type {Mask} */ found,
  inTitle = false,
) {
  const candidates = not(found);
  for (const [, terms] of groups) and(candidates, withAny('', terms, index, inTitle));
  // Where terms stand is in files of its own, which are often not needed.
  if (groups.length < 2 || !any(candidates)) return or(found, candidates);
  for (const [, terms] of groups) for (const term of terms) index.postings.wantPlaces(term);
  let starts = startsOf(groups[0], index, candidates, inTitle);
  for (const group of groups.slice(1)) {
    const others = new Set(startsOf(group, index, candidates, inTitle));
    starts = starts.filter((start) => others.has(start));
  }
  return mask(starts.map(documentOf), index, found);
}

/** Where phrases may begin that have a term of a group at its step, in the candidates. */
function startsOf(
  /** @type {Groups[number]} */ [step, terms],
  /** @type {Index} */ index,
  /** @type {Mask} */ candidates,
  /** @type {boolean} */ inTitle,
) {
  /** @type {number[]} */
  const starts = [];
  for (const term of terms) {
    for (const place of index.postings.places(term)) {
      const field = Math.floor(place / PLACES_PER_FIELD) % TERM_FIELDS.length;
      // Fields go on from one to the next: what would begin before its own does not begin at all.
      const begins = place % PLACES_PER_FIELD >= step && (!inTitle || field === TITLE);
      if (begins && candidates[documentOf(place)]) starts.push(place - step);
    }
  }
  return starts;
}

/** @param {number} place */
const documentOf = (place) => Math.floor(place / PLACES_PER_FIELD / TERM_FIELDS.length);
