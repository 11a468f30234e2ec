import { SORTS } from './address.js';
import { h, icon } from './dom.js';

/** @import { Texts } from './texts.js' */

const LENS = 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20';
const CROSS = 'M7 7l10 10M17 7 7 17';
const SLIDERS = 'M4 8h9M17 8h3M4 16h3M11 16h9M15 6v4M9 14v4';

const STYLES = ['theme.css', 'field.css', 'results.css', 'filters.css'];

/** @typedef {ReturnType<typeof buildFrame>} Frame what stays in place while queries and answers come and go */

/**
 * @param {Texts} texts
 * @param {{placeholder: string, isDialog: boolean}} options
 */
export function buildFrame(texts, { placeholder, isDialog }) {
  const field = h('input', {
    part: 'input',
    type: 'text',
    role: 'combobox',
    placeholder,
    enterkeyhint: 'search',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    'aria-label': texts.search,
    'aria-autocomplete': 'list',
    'aria-controls': 'suggestions',
    'aria-expanded': 'false',
  });
  const clear = h('button', { part: 'clear', class: 'clear', type: 'button', 'aria-label': texts.clear }, icon(CROSS));
  const close = h('button', { part: 'close', class: 'close', type: 'button', 'aria-label': `${texts.close} esc` }, 'esc');
  const suggestions = h('ul', {
    part: 'suggestions',
    class: 'suggestions',
    id: 'suggestions',
    role: 'listbox',
    'aria-label': texts.suggestions,
    'aria-orientation': 'horizontal',
    hidden: true,
  });

  const count = h('p', { part: 'count', class: 'count' });
  const filterToggle = h('button', {
    part: 'filter-toggle',
    class: 'filter-toggle',
    type: 'button',
    'aria-expanded': 'false',
    'aria-controls': 'filters',
  });
  filterToggle.append(icon(SLIDERS), texts.filters);
  const sort = h('select', { part: 'sort', class: 'sort', 'aria-label': texts.sort });
  for (const value of SORTS) sort.append(h('option', { value }, texts[value]));
  const toolbar = h('div', { class: 'toolbar', hidden: true }, count, filterToggle, sort);

  const after = h('input', { type: 'date', min: '1900-01-01', max: '2999-12-31', 'aria-label': texts.from });
  const until = h('input', { type: 'date', min: '1900-01-01', max: '2999-12-31', 'aria-label': texts.until });
  const facets = h('div', { class: 'facets' });
  const period = h('fieldset', { class: 'period' }, h('legend', {}, texts.period), after, h('span', {}, '–'), until);
  const filters = h('aside', { part: 'filters', class: 'filters', id: 'filters', 'aria-label': texts.filters });
  filters.append(facets, period);

  const applied = h('div', { part: 'applied', class: 'applied' });
  const notes = h('div', { part: 'notes', class: 'notes' });
  const results = h('ol', { part: 'results', class: 'results' });
  const more = h('button', { part: 'more', class: 'more', type: 'button', hidden: true });
  const message = h('div', { part: 'message', class: 'message' });
  const slot = h('slot');
  const main = h('div', { class: 'main' }, results, more);
  const columns = h('div', { class: 'columns', hidden: true }, filters, main);
  const body = h('div', { class: 'body' }, notes, applied, toolbar, columns, message, slot);
  const status = h('p', { class: 'unseen', role: 'status' });

  const label = h('label', { part: 'field', class: 'field' }, icon(LENS), field, clear);
  label.append(isDialog ? close : h('kbd', { 'aria-hidden': 'true' }, '/'));
  const head = h('div', { class: 'head' }, label, h('div', { class: 'progress' }), suggestions);
  const search = h('div', { part: 'search', class: 'search', role: 'search' }, head, body, status);

  const keys = texts.keys.map(([key, does]) => h('span', {}, h('kbd', {}, key), does));
  if (isDialog) search.append(h('footer', { part: 'keys', class: 'keys', 'aria-hidden': 'true' }, ...keys));
  const dialog = isDialog ? h('dialog', { part: 'dialog', 'aria-label': texts.search }, search) : null;
  const trigger = isDialog ? h('button', { part: 'trigger', class: 'trigger', type: 'button' }) : null;
  trigger?.append(icon(LENS), h('span', {}, placeholder), h('kbd', { 'aria-hidden': 'true' }, '/'));

  return {
    ...{ search, dialog, trigger, field, clear, close, suggestions, status, body, slot },
    ...{ toolbar, count, filterToggle, sort, columns, filters, facets, after, until },
    ...{ applied, notes, results, more, message },
    keepFocus: keepFocus(search, field),
  };
}

/**
 * Unseen until its style sheets are there. Those are files, as a strict policy wants it.
 *
 * @param {ShadowRoot} root
 * @param {Frame} frame
 */
export function place(root, { dialog, trigger, search }) {
  const top = trigger ?? search;
  const links = STYLES.map((name) => h('link', { rel: 'stylesheet', href: new URL(name, import.meta.url).href }));
  const loaded = links.map((link) => new Promise((done) => (link.onload = link.onerror = done)));
  top.hidden = true;
  root.append(...links, ...(dialog && trigger ? [trigger, dialog] : [search]));
  Promise.all(loaded).then(() => (top.hidden = false));
}

/** Focus outlives rendering, by its key or in the field. @param {HTMLElement} search @param {HTMLElement} field */
function keepFocus(search, field) {
  return (/** @type {() => void} */ render) => {
    const focused = /** @type {ShadowRoot} */ (search.getRootNode()).activeElement;
    const key = focused instanceof HTMLElement && focused.dataset.key;
    render();
    if (!focused || (focused.isConnected && !focused.closest('[hidden]'))) return;
    const again = key && search.querySelector(`[data-key="${CSS.escape(key)}"]`);
    (again instanceof HTMLElement ? again : field).focus({ preventScroll: true });
  };
}
