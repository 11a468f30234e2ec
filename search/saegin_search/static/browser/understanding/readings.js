import { ALIKE, EQUIVALENCES, Kind } from '../tables/readings.js';

export { ALIKE, EQUIVALENCES, Kind };

/**
 * One thing a word may stand for: `text` is searched instead (letter by letter if it is choseong), `weight` (0 to 1) is
 * what its score counts. An unsure reading (not `sure`) is offered, not searched.
 *
 * @typedef {{ text: string, kind: string, weight: number, sure: boolean }} Reading
 */

/**
 * A run of a query's words (`first` to `last`, exclusive) that may be read otherwise, best reading first; `known` tells
 * that the blog has the words as they were typed.
 *
 * @typedef {{ first: number, last: number, readings: Reading[], known: boolean }} Understood
 */

/** @param {string} text @param {string} kind @returns {Reading} */
export const reading = (text, kind, weight = 1, sure = true) => ({ text, kind, weight, sure });
