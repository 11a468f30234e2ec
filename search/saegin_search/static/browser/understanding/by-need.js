/** @import { Index } from '../types.js' */

// What few queries need is loaded by those that do.

/** @param {string} word @param {Index} index */
export const corrections = (word, index) =>
  index.files.module('typos', () => import('./typos.js')).corrections(word, index);

/** @param {string} text @param {Index} index */
export const sight = (text, index) =>
  index.files.module('choseong', () => import('./choseong.js')).sight(text, index);

/** @param {string[]} forms @param {Index} index */
export const soundingLike = (forms, index) =>
  index.files.module('hearing', () => import('./hearing.js')).soundingLike(forms, index);
