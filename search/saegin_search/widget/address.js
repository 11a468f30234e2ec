/** The query in the page's address: read, written, and gone back to. */

/** @import { Query } from './types.js' */

const NAMES = ['q', 'tag', 'after', 'before', 'sort', 'exact'];

/** @type {readonly Query['sort'][]} */
export const SORTS = ['relevance', 'newest', 'oldest'];

/** @type {Query} */
export const BLANK = { q: '', tags: [], after: '', before: '', sort: 'relevance', exact: false };

/** Does a query ask for nothing? @param {Query} query */
export const isBlank = ({ q, tags, after, before }) => !q.trim() && !tags.length && !after && !before;

/** Does it ask for less than its words do? @param {Query} query */
export const isNarrowed = ({ tags, after, before }) => Boolean(tags.length || after || before);

/** For the API and the page's address alike; what is as usual is left out. @param {Query} query */
export function toParameters({ q, tags, after, before, sort, exact }) {
  const parameters = new URLSearchParams();
  if (q.trim()) parameters.set('q', q.trim());
  for (const tag of tags) parameters.append('tag', tag);
  if (after) parameters.set('after', after);
  if (before) parameters.set('before', before);
  if (sort !== 'relevance') parameters.set('sort', sort);
  if (exact) parameters.set('exact', 'true');
  return parameters;
}

/** @param {URLSearchParams} parameters @returns {Query} */
function fromParameters(parameters) {
  const one = (/** @type {string} */ name) => parameters.get(name) ?? '';
  return {
    q: one('q'),
    tags: [...new Set(parameters.getAll('tag'))].filter(Boolean),
    after: fullDate(one('after')),
    before: fullDate(one('before')),
    sort: SORTS.find((sort) => sort === one('sort')) ?? 'relevance',
    exact: one('exact') === 'true',
  };
}

/** 2017 and 2017-03 stand for their first day. @param {string} date */
function fullDate(date) {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(date) ?? [];
  return year ? `${year}-${month}-${day}` : '';
}

/**
 * Typing rewrites the current entry of the history. What the reader settles on becomes an entry of its own, and the one
 * that was typed over is put back to what it was, so that "back" leads there.
 */
export class Address {
  #settled = location.href;

  /** @returns {Query} */
  read() {
    return fromParameters(new URLSearchParams(location.search));
  }

  /** @param {Query} query */
  follow(query) {
    history.replaceState(history.state, '', this.#with(query));
  }

  /** @param {Query} query */
  settle(query) {
    const url = this.#with(query);
    if (url === this.#settled) return this.follow(query);
    history.replaceState(history.state, '', this.#settled);
    history.pushState(null, '', url);
    this.#settled = url;
  }

  /** The browser went to another entry. */
  moved() {
    this.#settled = location.href;
    return this.read();
  }

  /** @param {Query} query */
  #with(query) {
    const url = new URL(location.href);
    for (const name of NAMES) url.searchParams.delete(name);
    for (const [name, value] of toParameters(query)) url.searchParams.append(name, value);
    return url.href;
  }
}
