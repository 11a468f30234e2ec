import { BLANK, isBlank } from './address.js';

/** @import { Backend, Query, Results, SearchError, Suggestion } from './types.js' */

/** Milliseconds without a further keystroke before a search sets out. */
const DEBOUNCE = 120;

const PAGE = 10;

/** The most hits that can be leafed through; backends answer no further. */
const WINDOW = 1000;

/** What is asked, what was answered, what is under way. Only the answer to the latest question counts. */
export class Session {
  /** @type {Query} */
  query = BLANK;
  /** @type {Results | null} the last answer; it stays while the next one is awaited */
  results = null;
  /** @type {SearchError | null} */
  error = null;
  /** @type {Suggestion[]} */
  suggestions = [];
  isLoading = false;

  #timer = 0;
  #flight = new AbortController();

  /**
   * @param {Backend} backend
   * @param {() => void} onAnswer
   * @param {() => void} onSuggestions
   * @param {() => void} onLoading
   */
  constructor(backend, onAnswer, onSuggestions, onLoading) {
    this.backend = backend;
    this.onAnswer = onAnswer;
    this.onSuggestions = onSuggestions;
    this.onLoading = onLoading;
  }

  /** The reader types: search once the fingers rest. @param {Query} query */
  type(query) {
    this.#ask(query);
    this.#timer = window.setTimeout(() => {
      this.#search();
      this.#suggest();
    }, DEBOUNCE);
  }

  /** The reader chose: search at once. @param {Query} query */
  async choose(query) {
    this.#ask(query);
    this.suggestions = [];
    this.onSuggestions();
    await this.#search();
  }

  /** Are there hits after those shown? */
  get hasMore() {
    const shown = this.results?.hits.length ?? 0;
    return shown < Math.min(this.results?.total ?? 0, WINDOW);
  }

  /** The next page, after those shown. */
  async more() {
    const before = this.results;
    if (!before || this.isLoading) return;
    await this.#request(before.hits.length, (next) => ({ ...next, hits: [...before.hits, ...next.hits] }));
  }

  /** Nothing will come of what is under way. */
  stop() {
    clearTimeout(this.#timer);
    this.#flight.abort();
    this.#setLoading(false);
  }

  /** @param {Query} query */
  #ask(query) {
    this.stop();
    this.query = query;
    this.#setLoading(!isBlank(query));
  }

  async #search() {
    if (!isBlank(this.query)) return this.#request(0, (results) => results);
    this.results = null;
    this.error = null;
    this.suggestions = [];
    this.onSuggestions();
    this.onAnswer();
  }

  /**
   * @param {number} offset
   * @param {(results: Results) => Results} combine
   */
  async #request(offset, combine) {
    clearTimeout(this.#timer);
    this.#flight.abort();
    const { signal } = (this.#flight = new AbortController());
    this.#setLoading(true);
    try {
      const results = await this.backend.search({ ...this.query, limit: PAGE, offset }, signal);
      if (signal.aborted) return;
      this.results = combine(results);
      this.error = null;
    } catch (error) {
      if (signal.aborted) return;
      const { kind = 'failed', message } = /** @type {Partial<SearchError> & Error} */ (error);
      this.results = null;
      this.error = { kind, message };
    }
    this.#setLoading(false);
    this.onAnswer();
  }

  async #suggest() {
    const { signal } = this.#flight;
    const prefix = this.query.q.trim();
    /** @type {Suggestion[]} */
    let found = [];
    if (prefix) {
      // Suggestions are a help, not an answer: without them the search goes on.
      found = await this.backend.suggest(prefix, signal).catch(() => []);
    }
    if (signal.aborted) return;
    this.suggestions = found.filter(({ text }) => text !== prefix);
    this.onSuggestions();
  }

  /** @param {boolean} isLoading */
  #setLoading(isLoading) {
    if (this.isLoading === isLoading) return;
    this.isLoading = isLoading;
    this.onLoading();
  }
}
