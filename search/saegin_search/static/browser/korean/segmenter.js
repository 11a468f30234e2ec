/** Reads lines as MeCab does, by the morphemes that an export has; segmenter.py tells what its files hold. */

import { lines, sections, steps, text, varints } from '../store/columns.js';
import {
  FIRST_CODE,
  FURTHER_SYLLABLE,
  HANJA_COST,
  LATIN_COST,
  LONGEST_NOUN,
  NOUN_COSTS,
  NUMBER_COST,
  RARE,
  SYMBOL_COST,
} from '../tables/segmenter.js';

/** @import { Files } from '../types.js' */
/** @import { Morpheme } from './eojeol.js' */

/**
 * What is common to morphemes that differ by their surface and their cost alone. `left`, `open` and `closed` are
 * classes of neighbours: towards the word before, and towards the word after a surface that ends in a vowel or in a
 * consonant. `penalty` is what a space before it costs.
 *
 * @typedef {{
 *   tags: string[],
 *   left: number,
 *   open: number,
 *   closed: number,
 *   penalty: number,
 *   members: number[],
 *   lemma: string[],
 *   isGuess: boolean,
 * }} Kind
 */

/** What a surface may be. @typedef {{kind: Kind, cost: number}} Reading */

/** @typedef {Map<string, Reading[]>} Readings by surface */

/**
 * @typedef {{
 *   kinds: Kind[],
 *   guess: Kind,
 *   connect: (right: number, left: number) => number,
 *   longest: number,
 *   beginnings: string[],
 *   grammar: Readings,
 *   decode: (bytes: Uint8Array) => Readings,
 * }} Core
 */

/**
 * A morpheme at its place, and the cheapest way there.
 *
 * @typedef {{kind: Kind, start: number, end: number, right: number, cost: number, before?: Node}} Node
 */

const NEVER = 1e6;

/** Chinese characters, as MeCab counts them. */
const HAN = '\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff';
const HANGUL_RUN = /[가-힣ㄱ-ㆎ]+/y;
const HAN_RUN = new RegExp(`[${HAN}]+`, 'y');
const BEGINNING = new RegExp(`[가-힣ㄱ-ㆎ${HAN}]`, 'g');

/**
 * The morphemes of each eojeol of a line of normalized text.
 *
 * @param {Files} files
 * @param {string} line
 * @returns {{start: number, morphemes: Morpheme[]}[]}
 */
export function eojeols(files, line) {
  const core = files.get('segmenter/core', decodeCore);
  const names = [...new Set(line.match(BEGINNING))].map((syllable) => fileOf(core, syllable));
  // All at once: what is not there yet comes in one round.
  for (const name of names) files.want(name);
  const known = new Set([core.grammar, ...names.map((name) => files.get(name, core.decode))]);
  /** @type {{start: number, morphemes: Morpheme[]}[]} */
  const found = [];
  let last = -1;
  for (const { kind, start, end } of cheapest(core, [...known], line)) {
    if (start !== last) found.push({ start, morphemes: [] });
    const { morphemes } = found[found.length - 1];
    const surface = line.slice(start, end);
    if (isTorn(kind)) morphemes.push(...pieces(core, [...known], surface));
    else morphemes.push(morpheme(surface, kind));
    last = end;
  }
  return found;
}

/** Is a word known in pieces alone? @param {Kind} kind */
const isTorn = ({ tags }) => tags[0] === 'TORN';

/** @param {Core} core @param {Readings[]} known @param {string} word */
const pieces = (core, known, word) =>
  cheapest(core, known, word, NEVER).map(({ kind, start, end }) => morpheme(word.slice(start, end), kind));

/** The file with the morphemes that begin with a syllable. @param {Core} core @param {string} syllable */
function fileOf({ beginnings }, syllable) {
  const after = beginnings.findIndex((beginning) => beginning > syllable);
  return `segmenter/${Math.max(after < 0 ? beginnings.length - 1 : after - 1, 0)}`;
}

/**
 * @param {Core} core
 * @param {Readings[]} known
 * @param {string} line
 * @param {number} [doubt] what it costs in addition to have a word whole that the dictionary does not have
 * @returns {Node[]}
 */
function cheapest(core, known, line, doubt = 0) {
  const [border] = core.kinds;
  /** For each place, the cheapest ways there: one for each class that the word before may have. @type {Node[][]} */
  const ways = [[{ kind: border, start: 0, end: 0, right: border.open, cost: 0 }]];
  const length = line.trimEnd().length;
  for (let place = 0; place < length; place++) {
    if (!ways[place]) continue;
    const start = place + line.slice(place).search(/[^ ]/);
    for (const [end, { kind, cost }] of candidates(core, known, line, start)) {
      const before = best(core, ways[place], kind.left);
      const space = start > place ? kind.penalty : 0;
      const total =
        before.cost + core.connect(before.right, kind.left) + cost + space + (kind.isGuess || isTorn(kind) ? doubt : 0);
      const right = endsInConsonant(line, end) ? kind.closed : kind.open;
      const here = (ways[end] ??= []);
      const rival = here.findIndex((node) => node.right === right);
      if (rival >= 0 && here[rival].cost <= total) continue;
      here.splice(rival < 0 ? here.length : rival, 1, { kind, start, end, right, cost: total, before });
    }
  }
  const found = [];
  for (let node = best(core, ways[length], border.left); node.before; node = node.before) found.unshift(node);
  return found;
}

/** The cheapest way on. @param {Core} core @param {Node[]} nodes @param {number} left */
function best({ connect }, nodes, left) {
  return nodes.reduce((found, node) =>
    node.cost + connect(node.right, left) < found.cost + connect(found.right, left) ? node : found,
  );
}

/** What is no known word and no Hangul, each by its place among the first kinds. @type {[RegExp, number, number][]} */
const OTHERS = [
  [/[A-Za-z]+/y, 1, LATIN_COST],
  [/\d+/y, 2, NUMBER_COST],
  [new RegExp(`[${HAN}]`, 'y'), 4, HANJA_COST],
  [/[\u3041-\u309f]+/y, 1, LATIN_COST],
  [/[\u30a1-\u30ff]+/y, 1, LATIN_COST],
  [/[^\P{L}\p{Script=Han}\p{Script=Hangul}]+/uy, 1, LATIN_COST],
  [/./uy, 3, SYMBOL_COST],
];
const NOUN = 5;

/**
 * What may stand at a place, with its end.
 *
 * @param {Core} core
 * @param {Readings[]} known
 * @param {string} line
 * @param {number} start
 * @returns {[number, Reading][]}
 */
function candidates(core, known, line, start) {
  const hangul = endOf(HANGUL_RUN, line, start);
  const run = hangul || endOf(HAN_RUN, line, start);
  /** @type {[number, Reading][]} */
  const found = [];
  for (let end = start + 1; end <= Math.min(run, start + core.longest); end++) {
    const surface = line.slice(start, end);
    for (const readings of known) {
      for (const reading of readings.get(surface) ?? []) found.push([end, reading]);
    }
    const size = end - start;
    if (hangul && size <= LONGEST_NOUN) found.push([end, { kind: core.guess, cost: nounCost(size) }]);
  }
  if (found.length) return found;
  const [pattern, number, cost] = OTHERS.find(([pattern]) => endOf(pattern, line, start)) ?? OTHERS[0];
  return [[endOf(pattern, line, start), { kind: core.kinds[number], cost }]];
}

/** Of a noun that the blog does not have. @param {number} size */
function nounCost(size) {
  const most = NOUN_COSTS.length - 1;
  return NOUN_COSTS[Math.min(size, most)] + FURTHER_SYLLABLE * Math.max(size - most, 0);
}

/**
 * Where a match that begins at a place ends, 0 when there is none.
 *
 * @param {RegExp} pattern
 * @param {string} line
 * @param {number} start
 */
function endOf(pattern, line, start) {
  pattern.lastIndex = start;
  return pattern.test(line) ? pattern.lastIndex : 0;
}

/** @param {string} line @param {number} end */
const endsInConsonant = (line, end) => /[가-힣]/.test(line[end - 1]) && (line.charCodeAt(end - 1) - 0xac00) % 28 > 0;

/** @param {string} surface @param {Kind} kind @returns {Morpheme} */
function morpheme(surface, { tags, members, lemma, isGuess }) {
  let end = 0;
  const forms = members.map((size) => surface.slice(end, (end += size)));
  if (lemma.length) {
    const [leftOut, shift, rest] = lemma;
    const kept = surface.length - Number(leftOut);
    const changed = shift && String.fromCharCode(surface.charCodeAt(kept) + Number(shift));
    forms.push(surface.slice(0, kept) + changed + rest);
  }
  return { surface, tags, forms, isGuess };
}

/** @param {Uint8Array} bytes @returns {Core} */
function decodeCore(bytes) {
  const [head, kindLines, matrix, alphabet, grammar] = sections(bytes);
  const { leastCost, costStep, leastConnection, connectionStep, longest, beginnings } = JSON.parse(text(head));
  const kinds = lines(kindLines).map(kindOf);
  const lefts = Math.max(...kinds.map(({ left }) => left)) + 1;
  const [common, rare] = sections(alphabet).map((codes) => [...steps(codes)].map((code) => String.fromCharCode(code)));
  /** @param {Uint8Array} shard */
  const decode = (shard) => {
    const [costs, numbers, surfaces] = sections(shard);
    const kindNumbers = varints(numbers);
    /** @type {Readings} */
    const found = new Map();
    words(surfaces, common, rare).forEach((surface, row) => {
      const reading = { kind: kinds[kindNumbers[row]], cost: leastCost + costStep * costs[row] };
      found.set(surface, [...(found.get(surface) ?? []), reading]);
    });
    return found;
  };
  return {
    kinds,
    guess: { ...kinds[NOUN], isGuess: true },
    connect: (right, left) => leastConnection + connectionStep * matrix[right * lefts + left],
    longest,
    beginnings: [...beginnings],
    grammar: decode(grammar),
    decode,
  };
}

/** @param {string} line @returns {Kind} */
function kindOf(line) {
  const [tags, left, open, closed, penalty, members, lemma] = line.split(' ');
  return {
    tags: tags.split('+'),
    left: Number(left),
    open: Number(open),
    closed: Number(closed),
    penalty: Number(penalty),
    members: members ? members.split(',').map(Number) : [],
    lemma: lemma ? lemma.split(',') : [],
    isGuess: false,
  };
}

/** @param {Uint8Array} bytes @param {string[]} common @param {string[]} rare */
function words(bytes, common, rare) {
  const found = [];
  let word = '';
  for (let place = 0; place < bytes.length; ) {
    word = word.slice(0, bytes[place++]);
    for (; bytes[place] >= FIRST_CODE; place++) {
      const code = bytes[place];
      word += code < RARE ? common[code - FIRST_CODE] : rare[(code - RARE) * 256 + bytes[++place]];
    }
    found.push(word);
  }
  return found;
}
