import { EXAMPLES, INVISIBLES, MAX_LENGTH, SIGNS } from './tables/query.js';

/**
 * What a post must be, apart from its words; `after` and `before` are days since 1970.
 * @typedef {{tags: string[], authors: string[], withoutTags: string[], withoutAuthors: string[],
 *   after: number | null, before: number | null}} Filters
 */
/**
 * A parsed query. `words` is the free text in the order typed, to be ranked by.
 * @typedef {{words: string, phrases: string[], titles: string[], excluded: string[], excludedPhrases: string[],
 *   excludedTitles: string[], filters: Filters}} Query
 */
/** @typedef {[after: number | null, before: number | null]} Period */

const CLAUSE = /(-?)(?:(tag|author|title|after|before|year):)?(?:"([^"]*)"?|([^\s"]+))?/gi;
const DATE = /^(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?$/;
const INVISIBLE = new RegExp(`[${INVISIBLES}]`, 'g');
const STEERING = /[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;
const DAY = 24 * 60 * 60 * 1000;
const LAST_YEAR = 9999;

/** An error to be shown to the reader. @param {string} message */
export const refused = (message) => Object.assign(new Error(message), { kind: 'refused' });

/** Takes a query apart; see query.py for the language. @param {string} text @returns {Query} */
export function parseQuery(text) {
  const { length } = [...text];
  if (length > MAX_LENGTH) {
    const [is, most] = [length, MAX_LENGTH].map((count) => count.toLocaleString('en'));
    throw refused(`the query is ${is} characters long; the longest allowed is ${most}`);
  }
  /** @type {Record<string, string[]>} */
  const wanted = { word: [], phrase: [], title: [], tag: [], author: [] };
  /** @type {typeof wanted} */
  const unwanted = { word: [], phrase: [], title: [], tag: [], author: [] };
  /** @type {Period} */
  let period = [null, null];
  const signs = readable(text).replace(/[^\0-~]/gu, (sign) => SIGNS[Number(sign.codePointAt(0))] ?? sign);
  for (const [, minus, name, phrase, word] of signs.matchAll(CLAUSE)) {
    const value = (phrase ?? word ?? '').trim();
    const field = name?.toLowerCase() ?? (phrase === undefined ? 'word' : 'phrase');
    if (!value && !name) continue;
    if (!value) throw refused(`${field}: has no value; write ${field}:${EXAMPLES[field]}`);
    if (field in wanted) (minus ? unwanted : wanted)[field].push(value);
    else if (minus) {
      throw refused(
        `-${field}: is not understood; only words, phrases, tag:, author: and title: can be ruled out`,
      );
    } else period = between(period, periodOf(field, value));
  }
  return {
    words: wanted.word.join(' '),
    phrases: wanted.phrase,
    titles: wanted.title,
    excluded: unwanted.word,
    excludedPhrases: unwanted.phrase,
    excludedTitles: unwanted.title,
    filters: {
      tags: wanted.tag,
      authors: wanted.author,
      withoutTags: unwanted.tag,
      withoutAuthors: unwanted.author,
      after: period[0],
      before: period[1],
    },
  };
}

/** The query with the filters given beside it. @param {Query} query @param {import('../../widget/types.js').Query} _ */
export function withOptions(query, { tags, after, before }) {
  if (!tags.every((tag) => tag.trim())) throw refused('a filter has no value: give a tag and an author a name');
  const { filters } = query;
  const [first, end] = between(
    [filters.after, filters.before],
    [after ? parseDate(after) : null, before ? parseDate(before) : null],
  );
  return { ...query, filters: { ...filters, tags: [...filters.tags, ...tags], after: first, before: end } };
}

/** Is there nothing to look for at all? @param {Query} query */
export function isEmpty({ filters, ...parts }) {
  return !isFiltered(filters) && Object.values(parts).every((part) => !part.length);
}

/** Do the filters rule anything out? @param {Filters} filters */
export function isFiltered({ after, before, ...names }) {
  return after !== null || before !== null || Object.values(names).some((some) => some.length > 0);
}

/** The text as it could have been typed: without what shows nothing or steers, halves of characters as `?`. */
export function readable(/** @type {string} */ text) {
  return text.replace(INVISIBLE, '').replace(STEERING, ' ').replace(/\p{Surrogate}/gu, '?');
}

/** The first day of a year, and of the next one if there is one. @param {number} year @returns {Period} */
export const yearSpan = (year) => [day(year, 1, 1), year < LAST_YEAR ? day(year + 1, 1, 1) : null];

/** @param {string} field @param {string} value @returns {Period} */
function periodOf(field, value) {
  const first = parseDate(value);
  if (field === 'year') return yearSpan(new Date(first * DAY).getUTCFullYear());
  return field === 'after' ? [first, null] : [null, first];
}

/** What two periods share. @param {Period} one @param {Period} other @returns {Period} */
function between(one, other) {
  const [afters, befores] = [0, 1].map((side) => [one[side], other[side]].filter((date) => date !== null));
  return [afters.length ? Math.max(...afters) : null, befores.length ? Math.min(...befores) : null];
}

/** The first day of a day, month or year: 2017-03-05, 2017-03, 2017, also with dots or slashes. */
function parseDate(/** @type {string} */ value) {
  // Full-width digits are digits.
  const match = DATE.exec(value.normalize('NFKC').trim().replace(/\.+$/, ''));
  if (match) {
    const [year, month, date] = match.slice(1).map((part) => Number(part ?? 1));
    const days = day(year, month, date);
    // A day that the month does not have is one of the next month.
    if (year && new Date(days * DAY).toISOString().slice(5, 10) === [month, date].map(twoDigits).join('-')) return days;
  }
  throw refused(`'${readable([...value].slice(0, 40).join(''))}' is not a date; write 2017, 2017-03 or 2017-03-05`);
}

const twoDigits = (/** @type {number} */ number) => String(number).padStart(2, '0');

/** Unlike `Date.UTC`, takes 99 for the year 99. @param {number} year @param {number} month @param {number} date */
const day = (year, month, date) => new Date(0).setUTCFullYear(year, month - 1, date) / DAY;
