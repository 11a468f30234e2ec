import { BODY_FIRST, LEVELS_PER_OCTAVE, LEVEL_OF_ONE, PLACES_PER_FIELD, WEIGHTS_PER_UNIT } from '../tables/postings.js';
import { CHANNELS } from '../tables/ranking.js';
import { ascending, lines, offsets, sections, varints, words } from './columns.js';

/** @import { Channel, LexiconWord, Posting } from '../types.js' */
/** @import { Files } from './files.js' */
/** @import { Parts } from './parts.js' */

const CHANNEL_NAMES = Object.keys(CHANNELS);

/** @type {Posting} */
const NOTHING = {
  documents: new Uint32Array(0),
  frequencies: new Float64Array(0),
  titles: { documents: new Uint32Array(0), frequencies: new Float64Array(0) },
};

const FREQUENCIES = Float64Array.from({ length: 256 }, (_, level) => 2 ** ((level - LEVEL_OF_ONE) / LEVELS_PER_OCTAVE));

/**
 * Posting lists: those of word `n` from `starts[n]` on. The documents of each list are still differences.
 *
 * @typedef {{ starts: Uint32Array, differences: Uint32Array, levels: Uint8Array }} Lists
 */

/**
 * A file of words.
 *
 * @typedef {object} Shard
 * @property {Map<string, number>} rows the number of each word
 * @property {Uint32Array} flags
 * @property {Uint32Array} frequencies
 * @property {Map<number, [string, number][]>} others of a word, how it is written in the other script
 * @property {{ all: Lists, titles: Lists }[]} channels
 */

/** The files of words: what the blog says of a word as it is written. */
export class WordFiles {
  /**
   * @param {Files} files
   * @param {Parts} parts
   * @param {Uint8Array[]} documentLevels by channel, what the levels of its lists are counted from
   */
  constructor(files, parts, documentLevels) {
    this.files = files;
    this.parts = parts;
    this.documentLevels = documentLevels;
  }

  /** @param {string} word */
  want(word) {
    this.files.want(this.parts.fileOf('postings', word));
  }

  /** @param {string} word @returns {{ shard: Shard, row: number | undefined }} */
  find(word) {
    const shard = this.files.get(this.parts.fileOf('postings', word), decoded);
    return { shard, row: shard.rows.get(word) };
  }

  /** Words from one on and before another. @param {string} first @param {string} last @returns {LexiconWord[]} */
  between(first, last) {
    const names = this.parts.filesBetween('postings', first, last);
    for (const name of names) this.files.want(name);
    return names.flatMap((name) => {
      const shard = this.files.get(name, decoded);
      const words = [...shard.rows].filter(([word]) => first <= word && word < last);
      return words.map(([word, row]) => wordAt(shard, word, row));
    });
  }

  /**
   * The documents that have a term in a channel.
   *
   * @param {Channel} channel
   * @param {string} term
   * @returns {Posting}
   */
  term(channel, term) {
    const { shard, row } = this.find(term);
    if (row === undefined) return NOTHING;
    const number = CHANNEL_NAMES.indexOf(channel);
    const { all, titles } = shard.channels[number];
    if (all.starts[row] === all.starts[row + 1]) return NOTHING;
    return { ...list(all, row, this.documentLevels[number]), titles: list(titles, row) };
  }

  /** @param {string} term */
  wantPlaces(term) {
    this.files.want(this.parts.fileOf('places', term));
  }

  /**
   * Where a morpheme stands, ascending.
   *
   * @param {string} term
   * @returns {Float64Array} see `place`
   */
  places(term) {
    const { shard, row } = this.find(term);
    const lists = shard.channels[0].all;
    if (row === undefined || lists.starts[row] === lists.starts[row + 1]) return new Float64Array(0);
    const { starts, differences } = this.files.get(this.parts.fileOf('places', term), decodedPlaces);
    const { documents } = list(lists, row);
    const first = lists.starts[row];
    const found = new Float64Array(starts[first + documents.length] - starts[first]);
    let count = 0;
    documents.forEach((document, number) => {
      let inDocument = 0;
      for (let at = starts[first + number]; at < starts[first + number + 1]; at++) {
        inDocument += differences[at];
        const field = BODY_FIRST[Math.floor(inDocument / PLACES_PER_FIELD)];
        found[count++] = place(document, field, inDocument % PLACES_PER_FIELD);
      }
    });
    return found.sort();
  }
}

/**
 * A place in all documents as one number: terms that follow one another in one field have neighbouring numbers.
 *
 * @param {number} document
 * @param {number} field
 * @param {number} position
 */
export const place = (document, field, position) =>
  (document * BODY_FIRST.length + field) * PLACES_PER_FIELD + position;

/** @param {Lists} lists @param {number} row @param {Uint8Array} [from] what levels are counted from, by document */
function list({ starts, differences, levels }, row, from) {
  const [start, end] = [starts[row], starts[row + 1]];
  const documents = ascending(differences.slice(start, end));
  const frequencies = new Float64Array(end - start);
  for (let n = 0; n < frequencies.length; n++) {
    frequencies[n] = FREQUENCIES[(levels[start + n] + (from ? from[documents[n]] : 0)) & 255];
  }
  return { documents, frequencies };
}

/** @param {Uint8Array} bytes @returns {Shard} */
function decoded(bytes) {
  const [shared, rests, flags, frequencies, others, ...columns] = sections(bytes);
  /** @returns {Lists} */
  const lists = (/** @type {number} */ at) => ({
    starts: offsets(varints(columns[at])),
    differences: varints(columns[at + 1]),
    levels: columns[at + 2],
  });
  return {
    rows: new Map(words(shared, rests).map((word, row) => [word, row])),
    flags: varints(flags),
    frequencies: varints(frequencies),
    others: otherWords(lines(others)),
    channels: CHANNEL_NAMES.map((_, channel) => ({ all: lists(6 * channel), titles: lists(6 * channel + 3) })),
  };
}

/** @param {string[]} rows */
function otherWords(rows) {
  /** @type {Map<number, [string, number][]>} */
  const found = new Map();
  for (const row of rows) {
    const [word, other, weight] = row.split('\t');
    const others = found.get(Number(word)) ?? [];
    found.set(Number(word), [...others, [other, Number(weight) / WEIGHTS_PER_UNIT]]);
  }
  return found;
}

/** @param {Uint8Array} bytes */
function decodedPlaces(bytes) {
  const [counts, differences] = sections(bytes);
  return { starts: offsets(varints(counts)), differences: varints(differences) };
}

/** What is known of a word in its shard. @param {Shard} shard @param {string} word @param {number} row @returns {LexiconWord} */
export const wordAt = (shard, word, row) => ({ word, frequency: shard.frequencies[row], flags: shard.flags[row] });
