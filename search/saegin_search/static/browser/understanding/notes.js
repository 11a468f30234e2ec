import { DOUBT, WORDING } from '../tables/notes.js';

/** @import { Interpretation } from '../../../widget/types.js' */
/** @import { Reading } from './readings.js' */

/**
 * That something else was searched than what was typed.
 *
 * @param {string} typed
 * @param {string} kind
 * @param {string[]} meanings
 * @returns {Interpretation}
 */
export function applied(typed, kind, meanings) {
  const meant = meanings.join(', ');
  return { kind, text: filled(WORDING[kind], { typed, meant }), applied: true, from: typed, to: meant };
}

/**
 * What may have been meant, but was not searched.
 *
 * @param {string} typed
 * @param {Reading} reading
 * @returns {Interpretation}
 */
export function doubt(typed, { kind, text }) {
  return { kind, text: filled(DOUBT, { meant: text }), applied: false, from: typed, to: text };
}

/** @param {string} wording @param {Record<string, string>} values */
export const filled = (wording, values) => wording.replace(/\{(\w+)\}/g, (_, name) => values[name]);
