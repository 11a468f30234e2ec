/** @import { Range } from './types.js' */

/** The only places where what others wrote becomes part of a page: as text, and as a safe address. */

/**
 * An element. Attributes that are functions listen to the event of that name; `false`, null and undefined are none.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, unknown>} attributes
 * @param {(Node | string | false | null | undefined)[]} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, /** @type {EventListener} */ (value));
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value != null) element.setAttribute(key, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A line drawing on a 24 x 24 grid. @param {string} path */
export function icon(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** The address if it leads to a page, and not into a script. @param {string} url */
export function pageUrl(url) {
  if (!url || !URL.canParse(url, document.baseURI)) return undefined;
  return /^https?:$/.test(new URL(url, document.baseURI).protocol) ? url : undefined;
}

/**
 * Text with its marked ranges. Ranges count characters as Python does, so a text with emoji is taken apart by those.
 *
 * @param {string} text
 * @param {Range[]} marks ascending and disjoint
 */
export function marked(text, marks) {
  const characters = /[\ud800-\udfff]/.test(text) ? [...text] : null;
  const cut = (/** @type {number} */ from, /** @type {number} */ to) =>
    characters ? characters.slice(from, to).join('') : text.slice(from, to);
  const pieces = document.createDocumentFragment();
  let done = 0;
  for (const [from, to] of marks) {
    pieces.append(cut(done, from), h('mark', { part: 'mark' }, cut(from, to)));
    done = to;
  }
  pieces.append(cut(done, Infinity));
  return pieces;
}

/**
 * Where the words stand in a text, whatever their case.
 *
 * @param {string} text
 * @param {string[]} words
 * @returns {Range[]} as `marked` wants them
 */
export function places(text, words) {
  const wanted = words.filter(Boolean).sort((a, b) => b.length - a.length);
  if (!wanted.length) return [];
  const escaped = wanted.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const before = (/** @type {number} */ end) => [...text.slice(0, end)].length;
  return [...text.matchAll(new RegExp(escaped.join('|'), 'giu'))].map(({ 0: found, index }) => [
    before(index),
    before(index + found.length),
  ]);
}
