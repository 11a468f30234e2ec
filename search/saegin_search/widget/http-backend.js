import { toParameters } from './address.js';

/** @import { Backend, SearchError, SearchRequest, Results, Suggestion } from './types.js' */

/**
 * Asks the JSON API of `saegin serve`.
 *
 * @implements {Backend}
 */
export class HttpBackend {
  /** @param {URL} base where `api/` is, with a slash at its end */
  constructor(base) {
    this.base = base;
  }

  /**
   * @param {SearchRequest} request
   * @param {AbortSignal} signal
   * @returns {Promise<Results>}
   */
  search(request, signal) {
    const parameters = toParameters(request);
    parameters.set('limit', String(request.limit));
    if (request.offset) parameters.set('offset', String(request.offset));
    return this.#get('api/search', parameters, signal);
  }

  /**
   * @param {string} prefix
   * @param {AbortSignal} signal
   * @returns {Promise<Suggestion[]>}
   */
  async suggest(prefix, signal) {
    const answer = await this.#get('api/suggest', new URLSearchParams({ q: prefix }), signal);
    return answer.suggestions;
  }

  /**
   * @param {string} path
   * @param {URLSearchParams} parameters
   * @param {AbortSignal} signal
   */
  async #get(path, parameters, signal) {
    const url = new URL(path, this.base);
    url.search = String(parameters);
    /** @type {Response} */
    let response;
    try {
      response = await fetch(url, { signal, headers: { accept: 'application/json' } });
    } catch (error) {
      if (signal.aborted) throw error;
      throw failure(navigator.onLine ? 'failed' : 'offline');
    }
    if (response.ok) return response.json();
    const { status } = response;
    if (status === 429 || status === 503) throw failure('busy');
    if (status >= 500) throw failure('failed');
    const problem = await response.json().catch(() => ({}));
    throw failure('refused', String(problem.detail ?? ''));
  }
}

/** @param {SearchError['kind']} kind */
const failure = (kind, message = '') => Object.assign(new Error(message), { kind });
