import {
  CONTENT,
  FUNCTION,
  INDEPENDENT,
  LIGHT_VERBS,
  LIGHT_WORDS,
  LONGEST_TERM,
  PREDICATES,
  SHRED,
  UNKNOWN,
} from '../tables/eojeol.js';

/**
 * What MeCab would say of a morpheme, as far as the rules ask. `forms`: the members of a compound, or the first form
 * that endings are fused with; none where the surface says it all. `isGuess`: no morpheme of the blog, but there is none.
 *
 * @typedef {{surface: string, tags: string[], forms: string[], isGuess: boolean}} Morpheme
 */

/**
 * A term, its start and end counted from its eojeol's, and its step: positions from the first of its word.
 *
 * @typedef {{term: string, start: number, end: number, step: number}} Part
 */

const isContent = has(CONTENT);
const isFunctionWord = has(FUNCTION);
const isIndependent = has(INDEPENDENT);
const isLightVerb = has(LIGHT_VERBS);
const isLightWord = has(LIGHT_WORDS);
const isPredicate = has(PREDICATES);
const isShredTag = has(SHRED);
const isUnknown = has(UNKNOWN);

/** @param {readonly string[]} members @returns {(member: string) => boolean} */
function has(members) {
  const set = new Set(members);
  return (member) => set.has(member);
}

/** The terms of an eojeol, word by word: symbols and Latin words part it. @param {Morpheme[]} morphemes */
export function words(morphemes) {
  /** @type {Part[][]} */
  const found = [];
  /** @type {Placed[]} */
  let run = [];
  let afterLatin = false;
  let place = 0;
  for (const morpheme of morphemes) {
    const { surface, tags } = morpheme;
    const isLatin = /^[0-9A-Za-z]+$/.test(surface);
    if (isLatin || (tags[0][0] === 'S' && !['SH', 'SL', 'SN'].includes(tags[0]))) {
      found.push(parts(run, afterLatin));
      run = [];
      afterLatin = isLatin;
    } else {
      run.push({ place, surface, tag: tags[0], terms: terms(morpheme) });
    }
    place += surface.length;
  }
  found.push(parts(run, afterLatin));
  return found.filter((word) => word.length > 0);
}

/** @typedef {{place: number, surface: string, tag: string, terms: Part[]}} Placed a morpheme in its run */

/**
 * The terms of one run; what follows a Latin word may be particles alone and then yields none.
 *
 * @param {Placed[]} run
 * @param {boolean} afterLatin
 */
function parts(run, afterLatin) {
  let size = run.length;
  while (size > (afterLatin ? 0 : 1) && isFunction(run[size - 1].tag)) size -= 1;
  if (size === 1 && isLightWord(run[0].surface)) return [];
  const head = run.slice(0, size);
  /** @type {Part[]} */
  const found = [];
  let step = 0;
  for (const { place, terms } of head) {
    for (const part of terms) {
      found.push({ term: part.term, start: place + part.start, end: place + part.end, step: step + part.step });
    }
    step += terms.length ? terms[terms.length - 1].step + 1 : 0;
  }
  if (size > 1 && (!found.length || isTorn(head))) {
    const last = head[size - 1];
    const before = head.slice(0, -1).map((piece) => piece.surface);
    const stem = [...before, isPredicate(last.tag) && last.terms.length ? last.terms[0].term : last.surface];
    const term = stem.join('').toLowerCase();
    if (term.length <= LONGEST_TERM && !found.some((part) => part.term === term)) {
      found.unshift({ term, start: head[0].place, end: last.place + last.surface.length, step: 0 });
    }
  }
  return found;
}

/**
 * Do the pieces look like shreds of one word, for what they are or for how they follow one another?
 *
 * @param {Placed[]} head
 */
function isTorn(head) {
  return head.some(
    ({ surface, tag }, i) =>
      isUnknown(tag) ||
      ([...surface].length === 1 && isShredTag(tag)) ||
      // A determiner is a word of its own, and never stands before a verb.
      (tag === 'MM' && i + 1 < head.length && isPredicate(head[i + 1].tag)),
  );
}

/** What an eojeol is by the dictionary. @param {Morpheme[]} morphemes @returns {'noun' | 'predicate' | ''} */
export function wordClass(morphemes) {
  const [head, ...endings] = morphemes.flatMap(({ tags }) => tags);
  if (!endings.length) return isIndependent(head) ? 'noun' : '';
  const isMadeVerb = ['NNG', 'XR'].includes(head) && ['XSV', 'XSA'].includes(endings[0]);
  const inflection = isMadeVerb ? endings.slice(1) : endings;
  const isInflected = inflection.length > 0 && inflection.every((tag) => tag[0] === 'E' || tag === 'VX');
  return isInflected && (isMadeVerb || isPredicate(head)) ? 'predicate' : '';
}

/** Does a tag mark a particle, an ending, a copula, an auxiliary or a verb-making suffix? @param {string} tag */
const isFunction = (tag) => tag[0] === 'J' || tag[0] === 'E' || isFunctionWord(tag);

/** @param {Morpheme} morpheme @returns {Part[]} */
function terms({ surface, tags, forms }) {
  const [tag] = tags;
  if (!isContent(tag) || (tag === 'XSN' && surface === '들')) return [];
  /** @param {string} term @param {number} [end] */
  const only = (term, end = surface.length) => [{ term, start: 0, end, step: 0 }];
  const form = forms[0] ?? '';
  if (isPredicate(tag)) {
    const lemma = form || surface;
    return isLightVerb(lemma) ? [] : only(withoutRieul(lemma, surface));
  }
  const whole = only(surface.toLowerCase());
  if (tags.length === 1) return [...whole, ...members(surface, forms)];
  // Of a noun fused with what follows, the noun; only where the surface spells it, as the dictionary may be wrong.
  if (form && surface.startsWith(form)) return only(form.toLowerCase(), form.length);
  return isFunction(tags[tags.length - 1]) ? [] : whole;
}

const FIRST_SYLLABLE = 0xac00;
const SYLLABLES = 11172;
const FINALS = 28;
const RIEUL = 8;

/**
 * 이끌 -> 이끄: stems lose a final ㄹ before ㄴ, ㅂ and ㅅ, where it can only be guessed back, so none has it.
 * Of one syllable, where many differ by it alone (살다, 사다), a stem keeps it if it is written.
 *
 * @param {string} lemma
 * @param {string} surface
 */
function withoutRieul(lemma, surface) {
  const code = lemma.charCodeAt(lemma.length - 1);
  const syllable = code - FIRST_SYLLABLE;
  const isStemInRieul = syllable >= 0 && syllable < SYLLABLES && syllable % FINALS === RIEUL;
  if (!isStemInRieul || (lemma.length === 1 && surface.startsWith(lemma))) return lemma;
  return lemma.slice(0, -1) + String.fromCharCode(code - RIEUL);
}

/** @param {string} surface @param {string[]} forms @returns {Part[]} */
function members(surface, forms) {
  /** @type {Part[]} */
  const found = [];
  let end = 0;
  for (const [step, form] of forms.entries()) {
    const start = surface.indexOf(form, end);
    if (start < 0 || form === surface) break;
    end = start + form.length;
    found.push({ term: form.toLowerCase(), start, end, step });
  }
  return found;
}
