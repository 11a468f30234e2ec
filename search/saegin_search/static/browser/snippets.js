import {
  AGAIN,
  ELLIPSIS,
  GAP,
  IN_CODE,
  LEAD,
  LONGEST,
  MOST,
  MOST_SPANS,
  SEEN_AGAIN,
  WINDOW,
  WORTH_SHOWING,
} from './tables/snippets.js';

/** @import { Range, Snippet } from '../../widget/types.js' */
/** @import { Post } from './types.js' */
/** @import { Unit } from './words.js' */

// The passages of a post that show why it was found, with the matched words marked. A window slides over the places
// where the query's words stand; the best one covers the most, and the rarest, words. Up to three windows are shown,
// each next one only for what it adds. Windows grow to the borders of sentences, or of words where a sentence is too
// long.

/**
 * A word to show: its units, its stem as typed, and how much showing it is worth.
 *
 * @typedef {{ units: Unit[], stem: string, weight: number }} Wanted
 */
/** @typedef {{ start: number, end: number, word: number, value: number, region: number }} Span */

const SENTENCE_END = /[.!?…。]["'”’)\]]*\s|\n/g;

/** Snippets in reading order, and the sections they are from. @param {Post} post @param {Wanted[]} wanted */
export function snippets(post, wanted) {
  const spans = spansOf(post, wanted);
  // A post whose text has none of the words (its title matched) shows its description, or its opening.
  if (!spans.length) return { snippets: opening(post), sections: [] };
  const windows = bestWindows(spans).sort(byPlace);
  const cuts = merged(windows.map(([first, last]) => grown(post, first, last)), 1);
  const marks = merged(spans.map(({ start, end }) => [start, end]), 0);
  const borders = post.sections.map(({ start }) => start);
  const sections = new Set(windows.map(([start]) => countUpTo(start, borders)));
  return {
    snippets: cuts.map((range) => cut(post.text, range, marks)),
    sections: [...sections].filter(Boolean).map((count) => post.sections[count - 1]),
  };
}

/** @param {Post} post @param {Wanted[]} wanted */
function spansOf(post, wanted) {
  const codeStarts = post.code.map(([start]) => start);
  const borders = bordersOf(post);
  const spans = wanted.flatMap((word, number) =>
    placesOf(word, post).map(([start, end]) => {
      const block = post.code[countUpTo(start, codeStarts) - 1];
      const value = word.weight * (block && start < block[1] ? IN_CODE : 1);
      return { start, end, word: number, value, region: countUpTo(start, borders) };
    }),
  );
  return spans.sort((one, other) => one.start - other.start || one.end - other.end || one.word - other.word);
}

/** @param {Wanted} word @param {Post} post */
function placesOf({ units, stem }, post) {
  let places = units.flatMap((unit) => unitPlaces(unit, post));
  if (!places.length && [...stem].length > 1) {
    const matches = post.text.matchAll(new RegExp(stem.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu'));
    places = Array.from(matches, ({ 0: match, index }) => [index, index + match.length]);
  }
  const distinct = places.sort(byPlace).filter((place, i) => !i || byPlace(place, places[i - 1]));
  return distinct.slice(0, MOST_SPANS);
}

/** Where a unit stands: by name, or else as its members side by side. @param {Unit} unit @param {Post} post */
function unitPlaces({ names, members }, post) {
  const named = names.flatMap((name) => post.spans(name));
  if (named.length || !members.length) return named;
  const [first, ...others] = members.map(([, term]) => post.spans(term));
  return first.flatMap(([start, firstEnd]) => {
    let end = firstEnd;
    for (const spans of others) {
      const next = spans.find(([begin]) => begin >= end && begin - end <= GAP);
      if (!next) return [];
      end = next[1];
    }
    return [/** @type {Range} */ ([start, end])];
  });
}

/** From the first match's start to the last one's end, of each window worth showing. @param {Span[]} spans */
function bestWindows(spans) {
  /** @type {Set<number>} */
  const shown = new Set();
  /** @type {Range[]} */
  const taken = [];
  let least = 0;
  while (taken.length < MOST) {
    const { value, first, last } = bestWindow(spans, shown, taken);
    if (value <= least) break;
    least ||= value * WORTH_SHOWING;
    taken.push([first, last]);
    for (const { start, word } of spans) if (first <= start && start < last) shown.add(word);
  }
  return taken;
}

/** @param {Span[]} spans @param {Set<number>} shown @param {Range[]} taken */
function bestWindow(spans, shown, taken) {
  let best = { value: 0, first: 0, last: 0 };
  for (let i = 0; i < spans.length; i += 1) {
    const { start: first, region } = spans[i];
    if (taken.some(([start, end]) => start - WINDOW < first && first < end + WINDOW)) continue;
    /** @type {Map<number, number>} */
    const values = new Map();
    let last = 0;
    for (let j = i; j < spans.length; j += 1) {
      const span = spans[j];
      if ((j > i && span.end > first + WINDOW) || span.region !== region) break;
      const gain = span.value * (shown.has(span.word) ? SEEN_AGAIN : 1);
      // The same word twice in one window is worth a little more than once.
      values.set(span.word, Math.max(gain, values.get(span.word) ?? 0) + AGAIN * gain);
      last = Math.max(last, span.end);
    }
    const value = [...values.values()].reduce((sum, each) => sum + each, 0);
    if (value > best.value) best = { value, first, last };
  }
  return best;
}

/** Where headings and code blocks begin and end: what no snippet runs across. @param {Post} post */
function bordersOf({ text, sections, code }) {
  const headings = sections.flatMap(({ start, body }) => [start, body]);
  return [...new Set([0, text.length, ...headings, ...code.flat()])].sort((one, other) => one - other);
}

/** The range around matches, out to the sentence's borders or as far as length, headings and code allow. */
function grown(/** @type {Post} */ post, /** @type {number} */ first, /** @type {number} */ last) {
  const { text } = post;
  const borders = bordersOf(post);
  const region = countUpTo(first, borders);
  const start = startOf(text, first, borders[region - 1]);
  const border = borders[region] ?? text.length;
  const limit = Math.max(last, start + LONGEST);
  let end = border;
  if (border > start + LONGEST) {
    const ends = [...text.slice(last, limit + 1).matchAll(SENTENCE_END)].map(({ index }) => last + index + 1);
    const space = text.lastIndexOf(' ', limit);
    end = ends.pop() ?? (space >= last && space > 0 ? space : whole(text, limit));
  }
  return /** @type {Range} */ ([start, Math.max(last, text.slice(0, end).trimEnd().length)]);
}

/** @param {string} text @param {number} first @param {number} earliest */
function startOf(text, first, earliest) {
  const lead = first - LEAD;
  if (lead <= earliest) return first - text.slice(earliest, first).trimStart().length;
  const before = text.slice(lead, first);
  // As much of what comes before as there is room for, from the beginning of a sentence.
  const [sentence] = before.matchAll(SENTENCE_END);
  if (sentence) return lead + sentence.index + sentence[0].length;
  const space = before.indexOf(' ');
  return space >= 0 ? lead + space + 1 : whole(text, lead);
}

/** A place that is between characters, not amid one. @param {string} text @param {number} place */
const whole = (text, place) => (/[\udc00-\udfff]/.test(text.charAt(place)) ? place - 1 : place);

/** Ascending ranges without gaps up to `gap` between them. @param {Range[]} ranges @param {number} gap */
function merged(ranges, gap) {
  /** @type {Range[]} */
  const found = [];
  for (const [start, end] of ranges) {
    const last = found[found.length - 1];
    if (last && start <= last[1] + gap) last[1] = Math.max(end, last[1]);
    else found.push([start, end]);
  }
  return found;
}

/** @param {string} text @param {Range} range @param {Range[]} marks @returns {Snippet} */
function cut(text, [start, end], marks) {
  const before = beginsSentence(text, start) ? '' : ELLIPSIS;
  const after = endsSentence(text, end) ? '' : ELLIPSIS;
  const shown = before + text.slice(start, end).replace(/\s/g, ' ') + after;
  const shift = before.length - start;
  // Marks count characters, which need not be one unit each.
  const place = (/** @type {number} */ at) => [...shown.slice(0, at + shift)].length;
  const inside = marks.filter(([first, last]) => first < end && last > start);
  return {
    text: shown,
    marks: inside.map(([first, last]) => [place(Math.max(first, start)), place(Math.min(last, end))]),
  };
}

/** @param {string} text @param {number} start */
function beginsSentence(text, start) {
  const before = text.slice(Math.max(0, start - 3), start);
  return !before.trim() || before.includes('\n') || '.!?…。"\'”’)]'.includes(before.trimEnd().slice(-1));
}

/** @param {string} text @param {number} end */
const endsSentence = (text, end) =>
  end >= text.trimEnd().length || text[end] === '\n' || '.!?…。'.includes(text.charAt(end - 1));

/** @param {Post} post */
function opening(post) {
  const [first] = post.sections;
  const body = first && !post.text.slice(0, first.start).trim() ? first.body : 0;
  const text = oneLine(post.description) || oneLine(post.text.slice(body, body + 4 * LONGEST));
  return text ? [cut(text, grown({ ...post, text, sections: [], code: [] }, 0, 0), [])] : [];
}

/** @param {string} text */
const oneLine = (text) => text.trim().replace(/\s+/g, ' ');

/** How many of ascending numbers are not over a number. @param {number} number @param {number[]} ascending */
function countUpTo(number, ascending) {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {Range} one @param {Range} other */
function byPlace(one, other) {
  return one[0] - other[0] || one[1] - other[1];
}
