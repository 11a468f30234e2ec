import { Engine } from '../engine.js';
import { FORMAT } from '../tables/format.js';
import { Files, Gone } from './files.js';
import { openIndex } from './index.js';
import { readPointer } from './pointer.js';

/** @import { Pointer } from './pointer.js' */
/** @import { Backend, Results, SearchError, SearchRequest, Suggestion } from '../../../widget/types.js' */

const SUGGESTIONS = 8;

/** An export, open: its engine, and the files that it reads. @typedef {{ engine: Engine, files: Files, catalog: string }} Edition */

/**
 * Searches an export, in the browser alone.
 *
 * @implements {Backend}
 */
export class StaticBackend {
  /** @type {Promise<Edition> | undefined} */ #edition;

  /** The first edition's. @type {Promise<Pointer | undefined> | undefined} */ #pointer;

  /**
   * @param {URL} base the folder of the export, with a slash at its end
   * @param {Promise<Pointer | undefined>} [pointer] where it was asked for already
   */
  constructor(base, pointer = readPointer(base)) {
    this.base = base;
    this.#pointer = pointer;
    pointer.catch(() => {}); // told when something is asked
  }

  /**
   * @param {SearchRequest} request
   * @param {AbortSignal} [signal]
   * @returns {Promise<Results>}
   */
  search(request, signal) {
    return this.#answer((engine) => engine.search(request), signal);
  }

  /**
   * @param {string} prefix
   * @param {AbortSignal} [signal]
   * @returns {Promise<Suggestion[]>}
   */
  suggest(prefix, signal) {
    return this.#answer((engine) => engine.suggest(prefix, SUGGESTIONS), signal);
  }

  /** What the first search needs in any case, while the reader has yet to type it. */
  async prepare() {
    await this.#open().catch(() => {});
  }

  /**
   * @template T
   * @param {(engine: Engine) => T} question
   * @param {AbortSignal} [signal]
   * @returns {Promise<T>}
   */
  async #answer(question, signal) {
    try {
      const { engine, files, catalog } = await this.#open();
      try {
        return await files.answered(() => question(engine), signal);
      } catch (error) {
        if (!(error instanceof Gone)) throw error;
        // Exported anew while this page was open: the same question to the export that is there now.
        this.#edition = undefined;
        const now = await this.#open();
        if (now.catalog === catalog) throw error;
        return await now.files.answered(() => question(now.engine), signal);
      }
    } catch (error) {
      throw signal?.aborted ? error : failure(error);
    }
  }

  /** @returns {Promise<Edition>} */
  #open() {
    if (this.#edition) return this.#edition;
    const opening = (this.#edition = open(this.base, this.#pointer ?? readPointer(this.base)));
    this.#pointer = undefined;
    // What failed may be tried again.
    opening.catch(() => this.#edition === opening && (this.#edition = undefined));
    return opening;
  }
}

/** @param {URL} base @param {Promise<Pointer | undefined>} pointer @returns {Promise<Edition>} */
async function open(base, pointer) {
  const found = await pointer;
  // None, or this script is from a cache and older than the export.
  if (found?.format !== FORMAT) throw new Gone(`format ${found?.format}`);
  const { catalog, answer } = found;
  const files = new Files(base);
  await files.receive(catalog, await answer);
  const index = files.get(catalog, (bytes) => openIndex(files, bytes));
  return { engine: new Engine(index), files, catalog };
}

/** @param {any} error @returns {Error & SearchError} */
function failure(error) {
  if (error.kind) return error;
  // How `fetch` tells that nobody could be asked.
  const isOffline = error instanceof TypeError && globalThis.navigator?.onLine === false;
  return Object.assign(new Error(error.message, { cause: error }), {
    kind: /** @type {SearchError['kind']} */ (isOffline ? 'offline' : 'failed'),
  });
}
