import { isNarrowed } from './address.js';
import { h } from './dom.js';

/** @import { Views } from './types.js' */

/** Kinds of interpretations by which something else is searched; all others search for more. */
const REPLACING = ['keyboard', 'choseong', 'prefix', 'typo'];

/** How the query was understood, and the ways to have it otherwise. @type {Views['notes']} */
export const notesView = ({ interpretations }, query, texts, choose) => {
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
  const readings = interpretations.filter(({ applied, from }) => applied && from);
  if (readings.length) {
    const isReplaced = readings.some(({ kind }) => REPLACING.includes(kind));
    notes.at(-1)?.append(action(texts.exact(q, isReplaced), () => choose({ exact: true })));
  }
  return notes;
};

/** Instead of results: that there are none. @type {Views['nothing']} */
export const nothingView = (query, texts) => messageView(texts.nothing(query.q.trim()), texts.nothingHint);

/** Instead of results: why there is no answer. @type {Views['error']} */
export const errorView = ({ kind, message }, texts, retry) => {
  if (kind === 'refused') return messageView(texts.refused, message);
  const attributes = { part: 'button', class: 'retry', type: 'button', 'data-stop': true, click: retry };
  const again = h('button', attributes, texts.retry);
  return h('div', {}, messageView(texts[kind], texts[`${kind}Hint`]), again);
};

/** Before anything was typed: recent searches, or what the search can do. @type {Views['idle']} */
export const idleView = (recent, texts, does) => {
  if (!recent.length) return h('p', { class: 'hint' }, texts.hint);
  const items = recent.map((query) => {
    const drop = () => does('forget', query);
    const onKey = (/** @type {KeyboardEvent} */ { key }) => key === 'Delete' && drop();
    return h(
      'li',
      {},
      h(
        'button',
        {
          ...{ type: 'button', class: 'recall', 'data-stop': true, 'data-key': `recent ${query}` },
          ...{ click: () => does('search', query), keydown: onKey },
        },
        query,
      ),
      h('button', { type: 'button', class: 'forget', 'aria-label': texts.forget(query), click: drop }, '×'),
    );
  });
  return h(
    'section',
    { part: 'recent', class: 'recent', 'aria-label': texts.recent },
    h('h2', {}, texts.recent),
    h('ul', {}, ...items),
    action(texts.forgetAll, () => does('forgetAll', '')),
  );
};

/** @param {string} title @param {string} hint */
function messageView(title, hint) {
  return h('div', {}, h('p', { class: 'headline' }, title), hint && h('p', {}, hint));
}

/** @param {string} label @param {() => void} click */
function action(label, click) {
  const attributes = { part: 'action', class: 'action', type: 'button', 'data-key': label, 'data-stop': true, click };
  return h('button', attributes, label);
}
