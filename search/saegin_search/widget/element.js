import { Address, BLANK, SORTS, isBlank, isNarrowed } from './address.js';
import { pageUrl } from './dom.js';
import { appliedView, facetsView, shifted, toggled } from './filters-view.js';
import { buildFrame, place } from './frame.js';
import { listenAmongResults, listenInField, listenOnPage } from './keyboard.js';
import { errorView, idleView, nothingView, notesView } from './notes-view.js';
import { forget, forgetAll, recentSearches, remember } from './recent.js';
import { hitView, wordsOf } from './results-view.js';
import { Session } from './session.js';
import { Suggestions } from './suggestions.js';
import { textsFor } from './texts.js';

/** @import { Backend, Query, Suggestion } from './types.js' */
/** @import { Frame } from './frame.js' */
/** @import { Texts } from './texts.js' */

/** Milliseconds before an answer is read out, so that typing is not talked over. */
const QUIET = 600;

/**
 * Joins what the reader does, the search under way, and what is shown. Attributes: `src`, `mode`, `lang`, `theme`,
 * `placeholder`, `no-recent`.
 */
export class SaeginSearch extends HTMLElement {
  /** How an element finds its backend, unless it was given one. @type {(base: URL) => Backend} */
  static backendAt;

  /** Set it before the element is put into a page. @type {Backend | undefined} */
  backend;

  /** @type {Texts} */ #texts;
  /** @type {Frame} */ #frame;
  /** @type {Session} */ #session;
  /** @type {Suggestions} */ #suggestions;
  /** @type {Address | null} */ #address = null;
  #connection = new AbortController();
  #announcement = 0;
  #hasAnswered = false;

  connectedCallback() {
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    if (!this.shadowRoot) this.#build();
    listenOnPage(() => this.open(), signal);
    window.addEventListener('online', () => this.#session.error && this.#search(this.#session.query), { signal });
    if (this.#frame.dialog) return;
    this.#address = new Address();
    window.addEventListener('popstate', () => this.#restore(), { signal });
    this.#restore();
  }

  disconnectedCallback() {
    this.#connection.abort();
    this.#session.stop();
    clearTimeout(this.#announcement);
  }

  /** Opens the dialog; where there is none, leads to the field. */
  open() {
    const { dialog, field } = this.#frame;
    if (dialog && !dialog.open) dialog.showModal();
    field.focus();
    field.select();
    if (isBlank(this.#session.query)) this.#render();
  }

  #build() {
    const lang = this.closest('[lang]')?.getAttribute('lang') ?? '';
    const texts = (this.#texts = textsFor(lang));
    const placeholder = this.getAttribute('placeholder') ?? texts.placeholder;
    const frame = buildFrame(texts, { placeholder, isDialog: this.getAttribute('mode') === 'dialog' });
    this.#frame = frame;
    frame.search.lang = texts.lang;

    const base = new URL(this.getAttribute('src') ?? new URL('..', import.meta.url), document.baseURI);
    if (!base.pathname.endsWith('/')) base.pathname += '/';
    this.#session = new Session(
      this.backend ?? SaeginSearch.backendAt(base),
      () => this.#answered(),
      () => this.#suggestions.show(this.#session.suggestions),
      () => frame.search.classList.toggle('is-loading', this.#session.isLoading),
    );
    this.#suggestions = new Suggestions(frame.suggestions, frame.field, (suggestion) => this.#take(suggestion));
    this.#listen();
    place(this.attachShadow({ mode: 'open' }), frame);
  }

  #listen() {
    const { dialog, trigger, field, clear, close, body, filterToggle, filters, sort, after, until, more, results } =
      this.#frame;
    const enterResults = listenAmongResults(body, field);
    listenInField(field, this.#suggestions, {
      commit: () => this.#commit(),
      leave: () => this.#leave(),
      enterResults,
    });
    // While a syllable is composed, too: the search follows the half-typed one.
    field.addEventListener('input', () => {
      this.#hintAtClear();
      this.#session.type({ ...this.#session.query, q: field.value, exact: false });
    });
    clear.addEventListener('click', () => {
      this.#search({ ...this.#session.query, q: '', exact: false });
      field.focus();
    });
    filterToggle.addEventListener('click', () => {
      filterToggle.setAttribute('aria-expanded', String(filters.classList.toggle('is-open')));
    });
    sort.addEventListener('change', () => this.#narrow({ sort: SORTS[sort.selectedIndex] }));
    after.addEventListener('change', () => after.validity.valid && this.#narrow({ after: after.value }));
    until.addEventListener('change', () => until.validity.valid && this.#narrow({ before: shifted(until.value, 1) }));
    results.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('a')) this.#remember(this.#session.query.q);
    });
    more.addEventListener('click', () => this.#more());

    trigger?.addEventListener('click', () => this.open());
    close.addEventListener('click', () => dialog?.close());
    dialog?.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  }

  /** The query of the address, without a new entry in the history. */
  #restore() {
    const query = this.#address?.moved() ?? BLANK;
    this.#fill(query);
    if (this.#hasAnswered || !isBlank(query)) this.#session.choose(query);
    else this.#render();
  }

  /** Something was chosen: it becomes an entry of the history. @param {Query} query */
  #search(query) {
    this.#fill(query);
    const done = this.#session.choose(query);
    this.#address?.settle(query);
    return done;
  }

  /** @param {Partial<Query>} change */
  #narrow(change) {
    return this.#search({ ...this.#session.query, ...change });
  }

  /** @param {Query} query */
  #fill({ q, after, before, sort }) {
    const { field, sort: order, after: first, until } = this.#frame;
    if (field.value.trim() !== q.trim()) field.value = q;
    first.value = after;
    until.value = shifted(before, -1);
    order.value = sort;
    this.#hintAtClear();
  }

  #hintAtClear() {
    this.#frame.clear.hidden = !this.#frame.field.value;
  }

  /** Enter: on a page the query is settled, in a dialog its first hit is opened. */
  async #commit() {
    const { query, results, isLoading } = this.#session;
    this.#remember(query.q);
    if (isLoading || !results) await this.#search(query);
    else this.#address?.settle(query);
    this.#session.suggestions = [];
    this.#suggestions.show([]);
    if (this.#frame.dialog && this.#session.query === query) this.#frame.results.querySelector('a')?.click();
  }

  /** Escape on a page: first the suggestions go, then the query. In a dialog it is the dialog that goes. */
  #leave() {
    if (this.#frame.dialog) return false;
    if (this.#suggestions.isOpen) this.#suggestions.show([]);
    else if (this.#frame.field.value) this.#search({ ...this.#session.query, q: '', exact: false });
    else return false;
    return true;
  }

  /** @param {Suggestion} suggestion */
  #take({ text, kind, url }) {
    const page = kind === 'title' && pageUrl(url);
    this.#remember(kind === 'tag' ? '' : text);
    if (page) return location.assign(page);
    const { query } = this.#session;
    return kind === 'tag'
      ? this.#narrow({ q: '', tags: [...new Set([...query.tags, text])], exact: false })
      : this.#narrow({ q: text, exact: false });
  }

  /** @param {string} q */
  #remember(q) {
    if (!this.hasAttribute('no-recent')) remember(q);
  }

  async #more() {
    const { results } = this.#frame;
    const shown = results.children.length;
    await this.#session.more();
    results.children[shown]?.querySelector('a')?.focus();
  }

  #answered() {
    const { results, error, query } = this.#session;
    this.#address?.follow(query);
    this.#hasAnswered ||= !error;
    this.#render();
    const { message, count, status } = this.#frame;
    const headline = message.querySelector('.headline') ?? (results && count);
    clearTimeout(this.#announcement);
    this.#announcement = window.setTimeout(() => (status.textContent = headline?.textContent ?? ''), QUIET);
  }

  #render() {
    this.#frame.keepFocus(() => {
      const { results, query } = this.#session;
      const { toolbar, columns, applied, facets, notes, message, slot } = this.#frame;
      const narrow = (/** @type {Partial<Query>} */ change) => this.#narrow(change);
      slot.hidden = this.#hasAnswered;
      toolbar.hidden = columns.hidden = !results?.total;
      applied.replaceChildren(...appliedView(query, this.#texts, narrow));
      notes.replaceChildren(...(results ? notesView(results, query, this.#texts, narrow) : []));
      facets.replaceChildren(...(results ? facetsView(results.facets, query, this.#texts, narrow) : []));
      message.replaceChildren(...this.#messages());
      this.#renderHits();
      this.#frame.filterToggle.classList.toggle('is-on', isNarrowed(query));
    });
  }

  #renderHits() {
    const { results, query } = this.#session;
    const { count, results: list, more } = this.#frame;
    const hits = results?.hits ?? [];
    count.textContent = results ? this.#texts.posts(results.total) : '';
    const onTag = (/** @type {string} */ tag) => this.#narrow({ tags: toggled(query.tags, tag) });
    const words = results ? wordsOf(results) : [];
    list.replaceChildren(...hits.map((hit) => hitView(hit, words, this.#texts, onTag)));
    more.hidden = !this.#session.hasMore;
    more.textContent = this.#texts.more;
    if (results) more.append(` ${hits.length} / ${results.total}`);
  }

  #messages() {
    const { results, error, query } = this.#session;
    if (error) return [errorView(error, this.#texts, () => this.#search(query))];
    if (results) return results.total ? [] : [nothingView(query, this.#texts)];
    const recent = this.hasAttribute('no-recent') ? [] : recentSearches();
    // What the server rendered says it already.
    if (!recent.length && !this.#hasAnswered && this.textContent?.trim()) return [];
    const forgets = { forget, forgetAll };
    return [
      idleView(recent, this.#texts, (what, q) => {
        if (what === 'search') return this.#search({ ...query, q, exact: false });
        forgets[what](q);
        this.#render();
      }),
    ];
  }
}
