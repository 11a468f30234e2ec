import { isNarrowed } from './address.js';
import { h } from './dom.js';

/** @import { Change, SearchError, Query, Results } from './types.js' */
/** @import { Texts } from './texts.js' */

/**
 * How the query was understood, and the ways to have it otherwise.
 *
 * @param {Results} results
 * @param {Query} query
 * @param {Texts} texts
 * @param {Change} choose
 */
export function notesView({ interpretations }, query, texts, choose) {
  const q = query.q.trim();
  if (query.exact) {
    return [h('p', {}, texts.isExact, action(texts.notExact, () => choose({ exact: false })))];
  }
  const notes = interpretations.map((note) => {
    const { applied, kind, from, to } = note;
    if (!applied && from && to) {
      return h('p', {}, action(texts.maybe(to), () => choose({ q: q.replace(from, to) })));
    }
    if (kind === 'tags') {
      const tags = to.split(', ').map((tag) => action(`#${tag}`, () => choose({ q: '', tags: [tag] })));
      return h('p', {}, texts.blogTags, ...tags);
    }
    const clear = kind === 'without-filters' && isNarrowed(query);
    return h(
      'p',
      { part: 'note' },
      texts.note(note),
      clear && action(texts.clearFilters, () => choose({ tags: [], after: '', before: '' })),
    );
  });
  if (interpretations.some(({ applied, from }) => applied && from)) {
    notes.findLast((note) => note.textContent)?.append(action(texts.exact(q), () => choose({ exact: true })));
  }
  return notes;
}

/**
 * Instead of results: that there are none.
 *
 * @param {Query} query
 * @param {Texts} texts
 */
export function nothingView(query, texts) {
  return messageView(texts.nothing(query.q.trim()), texts.nothingHint);
}

/**
 * Instead of results: why there is no answer.
 *
 * @param {SearchError} error
 * @param {Texts} texts
 * @param {() => void} retry
 */
export function errorView({ kind, message }, texts, retry) {
  if (kind === 'refused') return messageView(texts.refused, message);
  const again = h('button', { part: 'button', class: 'retry', type: 'button', 'data-stop': true, click: retry });
  again.append(texts.retry);
  return h('div', {}, messageView(texts[kind], texts[`${kind}Hint`]), again);
}

/**
 * Before anything was typed: recent searches, or what the search can do.
 *
 * @param {string[]} recent
 * @param {Texts} texts
 * @param {{search: (query: string) => void, forget: (query: string) => void, forgetAll: () => void}} actions
 */
export function idleView(recent, texts, { search, forget, forgetAll }) {
  if (!recent.length) return h('p', { class: 'hint' }, texts.hint);
  const items = recent.map((query) => {
    const open = h('button', { type: 'button', class: 'recall', 'data-stop': true, 'data-key': `recent ${query}` }, query);
    const drop = h('button', { type: 'button', class: 'forget', 'aria-label': texts.forget(query) }, '×');
    open.addEventListener('click', () => search(query));
    open.addEventListener('keydown', ({ key }) => key === 'Delete' && forget(query));
    drop.addEventListener('click', () => forget(query));
    return h('li', {}, open, drop);
  });
  return h(
    'section',
    { part: 'recent', class: 'recent', 'aria-label': texts.recent },
    h('h2', {}, texts.recent),
    h('ul', {}, ...items),
    action(texts.forgetAll, forgetAll),
  );
}

/** @param {string} title @param {string} hint */
function messageView(title, hint) {
  return h('div', {}, h('p', { class: 'headline' }, title), hint && h('p', {}, hint));
}

/** @param {string} label @param {() => void} click */
function action(label, click) {
  return h('button', { part: 'action', class: 'action', type: 'button', 'data-key': label, 'data-stop': true, click }, label);
}
