/** The widget over an export: the search itself is loaded when a reader turns to it. */

import { SaeginSearch } from '../../widget/element.js';
import { readPointer } from './store/pointer.js';

/** @import { StaticBackend } from './store/backend.js' */
/** @import { Backend } from '../../widget/types.js' */

/** Reaching for the field with a pointer, or being in it. */
const SIGNS_OF_INTEREST = ['pointerover', 'focusin'];

/** A page may have several elements, and one search is enough for all. @type {Map<string, Backend>} */
const backends = new Map();

/** A backend that is fetched with the first question, if not before. @param {URL} base @returns {Backend} */
function backendByNeed(base) {
  /** @type {Promise<StaticBackend> | undefined} */
  let loading;
  const load = () => {
    if (loading) return loading;
    // While the engine is on its way, so is what it will read first.
    const pointer = readPointer(base);
    pointer.catch(() => {});
    loading = import('./store/backend.js').then(
      ({ StaticBackend }) => new StaticBackend(base, pointer),
      () => {
        loading = undefined; // the next question tries again
        throw Object.assign(new Error(), { kind: navigator.onLine ? 'failed' : 'offline' });
      },
    );
    return loading;
  };
  const onInterest = (/** @type {Event} */ { target }) => {
    if (!(target instanceof SaeginSearch)) return;
    for (const sign of SIGNS_OF_INTEREST) document.removeEventListener(sign, onInterest);
    // Whether it fails is told when something is asked.
    load().then((backend) => backend.prepare(), () => {});
  };
  for (const sign of SIGNS_OF_INTEREST) document.addEventListener(sign, onInterest);
  return {
    search: async (request, signal) => (await load()).search(request, signal),
    suggest: async (prefix, signal) => (await load()).suggest(prefix, signal),
  };
}

SaeginSearch.backendAt = (base) => {
  const backend = backends.get(base.href) ?? backendByNeed(base);
  backends.set(base.href, backend);
  return backend;
};
customElements.define('saegin-search', SaeginSearch);
