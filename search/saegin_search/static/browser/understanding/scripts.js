import { stripJosa } from '../korean/josa.js';
import { soundingLike } from './by-need.js';
import { inDictionary, isAscii, mayBeLoanword } from './evidence.js';
import { Kind, reading } from './readings.js';

/** @import { Index } from '../types.js' */
/** @import { Reading } from './readings.js' */

// The same word in the other script: 쿠버네티스 where the post says kubernetes, and the other way round. Of the blog's
// words and of listed loanwords the indexer found it out; any other word is found by sound.

/**
 * Words of the blog that a word (lower case) is in the other script; `known` tells that the blog has it too.
 *
 * @param {string} word
 * @param {boolean} known
 * @param {Index} index
 * @returns {Reading[]}
 */
export function inOtherScript(word, known, index) {
  const { lexicon } = index;
  const stem = stripJosa(word);
  const found = lexicon.otherScript(word) ?? lexicon.otherScript(stem) ?? (known ? [] : heard(word, stem, index));
  return found.map(([other, weight]) => reading(other, Kind.TRANSLITERATION, weight));
}

/** @param {string} word @param {string} stem @param {Index} index @returns {[string, number][]} */
function heard(word, stem, index) {
  const forms = [...new Set([stem, word])].filter((form) => mayBeHeard(form, index));
  return forms.length ? soundingLike(forms, index) : [];
}

/** @param {string} form @param {Index} index */
const mayBeHeard = (form, index) =>
  isAscii(form)
    ? /^[a-z]{2,}$/.test(form)
    : /^[가-힣]{2,}$/.test(form) && !hasJosa(form, index) && mayBeLoanword(form, index);

/**
 * Whether a word is one of the dictionary's with a josa (탑을), so that how it sounds says nothing.
 *
 * @param {string} word
 * @param {Index} index
 */
function hasJosa(word, index) {
  const stem = stripJosa(word, 1);
  return stem !== word && inDictionary(stem, index);
}
