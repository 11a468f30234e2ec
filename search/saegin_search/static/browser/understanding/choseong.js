import { stripJosa } from '../korean/josa.js';
import {
  FEWEST_LETTERS,
  FURTHER_NAMES,
  INSIDE_A_WORD,
  MOST_BY_WORD,
  MOST_FURTHER,
  MOST_TEXTS,
  MOST_WORDS,
  NAME_WEIGHTS,
  ONE_MORE,
  ONE_WORD,
  SHARE_OF_NAME,
  SIDE_BY_SIDE,
  TO_THE_END,
  WHOLE_TITLE,
  WHOLE_WORD,
  WORDS_WEIGHT,
} from '../tables/choseong.js';
import { Kind } from '../tables/names.js';
import { STEMS } from '../tables/ranking.js';
import { pattern, rangeOfFirst } from './partial.js';

/** @import { Index, Name } from '../types.js' */

// Posts by initial consonants: what of their names, and which of their words, a pattern of loose consonants spells.
// Names come first, as they are what people remember: titles before tags before headings, the beginnings and ends of
// words before what lies inside them, and what makes up the whole name before what is a small part of it.

/**
 * Where a pattern was seen: per document a score (0 where it was not), and what it stood for, likeliest first.
 *
 * @typedef {{ scores: Float64Array<ArrayBuffer>, texts: string[] }} Sighting
 */

/**
 * Documents for one or several words of choseong: those that have all of them, or all side by side.
 *
 * @param {string} text
 * @param {Index} index
 * @returns {Sighting}
 */
export function sight(text, index) {
  const words = text.split(/\s+/).filter(Boolean);
  const sightings = words.map((word) => one(word, index));
  if (words.length === 1) return sightings[0];
  const joined = inNames(words.join(''), index);
  const scores = joined.scores.map((score, document) => {
    const each = sightings.map((sighting) => sighting.scores[document]);
    return Math.max(each.every(Boolean) ? each.reduce((sum, more) => sum + more) : 0, SIDE_BY_SIDE * score);
  });
  const texts = joined.texts.length ? joined.texts : sightings.flatMap((sighting) => sighting.texts);
  return { scores, texts: texts.slice(0, MOST_TEXTS) };
}

/** @param {string} word @param {Index} index @returns {Sighting} */
function one(word, index) {
  const [named, written] = [inNames(word, index), inWords(word, index)];
  return {
    scores: named.scores.map((score, document) => score + written.scores[document]),
    texts: [...new Set([...named.texts, ...written.texts])].slice(0, MOST_TEXTS),
  };
}

/** @param {string} letters @param {Index} index @returns {Sighting} */
function inNames(letters, { size, names }) {
  const best = new Float64Array(size);
  const further = new Float64Array(size);
  /** @type {Map<string, number>} */
  const texts = new Map();
  // Looking ahead, so that a match may begin within another one.
  const wanted = new RegExp(`(?=(${pattern(letters)}))`, 'giu');
  const { lines, ends } = inLines(names.all());
  let number = 0;
  for (const match of lines.matchAll(wanted)) {
    while (ends[number] < match.index) number += 1;
    const name = names.all()[number];
    const start = match.index - (ends[number] - name.text.length);
    const text = match[1];
    const worth = worthOf(name, start, start + text.length, [...letters].length);
    if (beginsWord(name.text, start)) texts.set(text, (texts.get(text) ?? 0) + worth);
    for (const document of name.documents) {
      best[document] = Math.max(best[document], worth);
      further[document] += FURTHER_NAMES * worth;
    }
  }
  const likeliest = [...texts].sort(([, worth], [, other]) => other - worth).map(([text]) => text);
  return {
    scores: best.map((score, document) => score + Math.min(further[document], MOST_FURTHER)),
    texts: likeliest.slice(0, MOST_TEXTS),
  };
}

/** @type {WeakMap<Name[], { lines: string, ends: number[] }>} */
const joined = new WeakMap();

/** All names, a line each, and where each ends: one search through all of them is faster than one in each. @param {Name[]} names */
function inLines(names) {
  const known = joined.get(names);
  if (known) return known;
  let end = -1;
  const made = { lines: names.map(({ text }) => text).join('\n'), ends: names.map(({ text }) => (end += text.length + 1)) };
  joined.set(names, made);
  return made;
}

/** @param {string} letters @param {Index} index @returns {Sighting} */
function inWords(letters, { size, lexicon, postings }) {
  const scores = new Float64Array(size);
  const { length } = [...letters];
  if (length < FEWEST_LETTERS) return { scores, texts: [] };
  const wanted = new RegExp(`^${pattern(letters)}$`, 'iu');
  // The commonest words of the blog that are spelt so, whole.
  const texts = lexicon
    .likely(...rangeOfFirst(letters))
    .filter(({ word }) => wanted.test(word))
    .sort((word, other) => other.frequency - word.frequency)
    .slice(0, MOST_WORDS)
    .map(({ word }) => word);
  for (const text of texts) postings.want(text);
  for (const text of texts) {
    const { documents, frequencies } = postings.term(STEMS, text);
    documents.forEach((document, at) => {
      const worth = Math.min(MOST_BY_WORD, ONE_WORD + ONE_MORE * frequencies[at]);
      scores[document] += WORDS_WEIGHT * length ** 0.5 * worth;
    });
  }
  return { scores, texts };
}

/** @param {string | undefined} character */
const isAlnum = (character) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** @param {string} name @param {number} place */
const beginsWord = (name, place) => !(isAlnum(name[place - 1]) && isAlnum(name[place]));

/**
 * How well a part of a name suits.
 *
 * @param {Name} name
 * @param {number} start
 * @param {number} end
 * @param {number} letters
 */
function worthOf({ text, kind }, start, end, letters) {
  let wordStart = start;
  while (isAlnum(text[wordStart - 1])) wordStart -= 1;
  let wordEnd = end;
  while (isAlnum(text[wordEnd])) wordEnd += 1;
  const begins = beginsWord(text, start);
  const part = text.slice(start, end);
  let worth = letters ** 0.5 * (1 + (SHARE_OF_NAME * letters) / [...text].length) * NAME_WEIGHTS[kind];
  if (!begins) worth *= INSIDE_A_WORD;
  if (begins && wordEnd === end) worth *= TO_THE_END;
  if (stripJosa(text.slice(wordStart, wordEnd)) === part) worth *= WHOLE_WORD;
  if (kind === Kind.TITLE && part === text) worth *= WHOLE_TITLE;
  return worth;
}
